package dev.provision.cli.trace;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Where the lines of a trace go: each with the time since the program was started, who wrote it,
/// and its text on one line.
///
/// Loggers are made by SLF4J and for the whole process, so there is one trace for a process, too.
public final class TraceLog {
  private static final AtomicReference<Optional<TraceLog>> CURRENT =
      new AtomicReference<>(Optional.empty());
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final InstantSource clock;
  private final Instant start;
  private final List<Consumer<String>> targets;
  private final boolean shown;

  private TraceLog(
      InstantSource clock, Instant start, List<Consumer<String>> targets, boolean shown) {
    this.clock = clock;
    this.start = start;
    this.targets = targets;
    this.shown = shown;
  }

  /// Begins a trace, in place of an earlier one.
  ///
  /// @param start what times count from
  /// @param targets take lines, without a line feed at their ends
  /// @param shown whether one of them is the terminal
  public static void begin(
      InstantSource clock, Instant start, List<Consumer<String>> targets, boolean shown) {
    CURRENT.set(Optional.of(new TraceLog(clock, start, List.copyOf(targets), shown)));
  }

  /// Ends the trace, if there is one.
  static void end() {
    CURRENT.set(Optional.empty());
  }

  /// Appends lines to a file, which only its owner can read if it is made now: a trace names hosts,
  /// users and nodes.
  ///
  /// @throws ProblemsException if it cannot be written
  public static Consumer<String> file(Path path) {
    try {
      if (!Files.exists(path)) {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else if (!Files.isRegularFile(path)) {
        throw new IOException("it is not a regular file");
      }
      write(path, "");
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.at("PROVISION_LOG", path + " cannot be written: " + reason(e))
              .next("name a file that you can write, or unset the variable"));
    }
    return line -> {
      try {
        write(path, line + "\n");
      } catch (IOException e) {
        end(); // a full disk stops the trace, nothing else
      }
    };
  }

  private static void write(Path path, String text) throws IOException {
    Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "there is no such directory";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Whether there is a trace.
  static boolean isOn() {
    return CURRENT.get().isPresent();
  }

  /// Whether lines of a trace come between what is shown on the terminal.
  public static boolean isShown() {
    return CURRENT.get().filter(trace -> trace.shown).isPresent();
  }

  static void write(String who, String text) {
    CURRENT.get().ifPresent(trace -> trace.line(who, text));
  }

  private void line(String who, String text) {
    String time =
        String.format(
            Locale.ROOT, "%8.3f", Duration.between(start, clock.instant()).toMillis() / 1000.0);
    String line = time + "  " + who + "  " + text.strip().replaceAll("\\s*\\R\\s*", " | ");
    targets.forEach(target -> target.accept(line));
  }
}
