package dev.provision.cli.call;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The same call once more, in a Java that is set up for long work; see docs/adr/0044.
///
/// A program that ends within a second is started with the JDK's first compiler only. Hundreds of
/// megabytes take that three times as long.
///
/// @param launcher the program's file
/// @param arguments those of this call
public record LongWork(File launcher, List<String> arguments) {
  /// From how many bytes on the second start pays.
  public static final long WORTHWHILE = 32L << 20;

  /// Set for the second start.
  private static final String MARK = "PROVISION_LONG_WORK";

  /// Copies the list.
  public LongWork {
    arguments = List.copyOf(arguments);
  }

  /// The way to start this process's call again; empty if it is the second start, or without a
  /// launcher.
  static Optional<LongWork> ofProcess(Map<String, String> environment, String... arguments) {
    return isSecondStart(environment)
        ? Optional.empty()
        : Optional.ofNullable(System.getProperty("provision.launcher"))
            .map(path -> new LongWork(new File(path), List.of(arguments)));
  }

  static boolean isSecondStart(Map<String, String> environment) {
    return environment.containsKey(MARK);
  }

  /// Runs it to its end, with this process's streams.
  ///
  /// @param interruption what comes to this process alone is passed on
  public ExitStatus run(Interruption interruption) {
    List<String> command = new ArrayList<>();
    command.add(launcher.getPath());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(MARK, "1");
    try {
      return ExitStatus.numbered(ended(builder.start(), interruption));
    } catch (IOException e) {
      throw new UncheckedIOException(launcher + " cannot be started: " + e.getMessage(), e);
    }
  }

  /// Waits for the end, also when interrupted: the other process ends in good order.
  private static int ended(Process process, Interruption interruption) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        if (interruption.isForThisProcessOnly()) {
          process.destroy();
        }
      }
    }
  }
}
