package dev.provision.library.configuration.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// How programs of this machine are run.
@FunctionalInterface
public interface ProcessRunner {
  /// Runs a program to its end. When this method returns or throws, the program runs no longer.
  ///
  /// @throws IOException if it cannot be started, or prints more than it may
  /// @throws TimeoutException if it ran longer than the command's limit
  /// @throws InterruptedException if the calling thread was interrupted meanwhile
  Ended run(Command command) throws IOException, TimeoutException, InterruptedException;

  /// A program to run.
  ///
  /// @param words the program and its arguments
  /// @param variables its whole environment
  /// @param directory its working directory
  /// @param input what it reads from its standard input
  /// @param limit how long it may run
  /// @param mostOutput how many bytes it may print; a program that prints more is ended
  record Command(
      List<String> words,
      Map<String, String> variables,
      Path directory,
      String input,
      Duration limit,
      int mostOutput) {
    /// Copies the collections.
    public Command {
      words = List.copyOf(words);
      variables = Map.copyOf(variables);
    }
  }

  /// A program that has ended.
  ///
  /// @param status its exit status
  /// @param output its standard output, as UTF-8
  /// @param errors its standard error, as UTF-8; of much, the beginning
  record Ended(int status, String output, String errors) {}
}
