package dev.provision.library.configuration.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Sees to it that a program does not outlive this one, even if this one is killed and can do
/// nothing any more: a shell whose input ends just then, and that ends the program with all that it
/// has started.
final class ChildGuard implements AutoCloseable {
  private static final String SCRIPT = "child_guard.sh";

  private final Optional<Process> shell;

  private ChildGuard(Optional<Process> shell) {
    this.shell = shell;
  }

  /// A guard that waits for its program, so that there is one as soon as the program runs.
  static ChildGuard waiting() {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("/bin/sh", "-c", script(), "provision-guard"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    try {
      return new ChildGuard(Optional.of(builder.start()));
    } catch (IOException _) {
      return new ChildGuard(Optional.empty()); // no shell: the program runs without
    }
  }

  private static String script() {
    try (InputStream in = ChildGuard.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException(SCRIPT + " is missing from the JAR");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(SCRIPT + " cannot be read from the JAR", e);
    }
  }

  /// Guards a program that has just begun.
  void over(Process program) {
    shell.ifPresent(guard -> tell(guard, Long.toString(program.pid())));
  }

  /// The program has ended, or been ended: there is nothing left to do.
  @Override
  public void close() {
    shell.ifPresent(
        guard -> {
          tell(guard, "");
          try {
            guard.getOutputStream().close();
          } catch (IOException _) {
            // As below.
          }
        });
  }

  private static void tell(Process guard, String line) {
    try {
      OutputStream in = guard.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException _) {
      // It has ended, or was killed by somebody.
    }
  }
}
