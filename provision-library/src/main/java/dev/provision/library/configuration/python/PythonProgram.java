package dev.provision.library.configuration.python;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.ProcessRunner.Command;
import dev.provision.library.configuration.machine.ProcessRunner.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The user's own `python3`, which runs `__init__.py`.
///
/// Tested by `PythonProblemsTest` and `PythonConfigurationTest`.
final class PythonProgram {
  /// Names the program, instead of the `python3` on the PATH.
  private static final String VARIABLE = "PROVISION_PYTHON";

  /// Long: what an `init` does is its own business, it may ask a server.
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int MOST_OUTPUT = 64 << 20;

  /// Before anything is imported, the working directory is taken off the module path: a `json.py`
  /// that lies there by chance is not ours to run.
  private static final String START =
      """
      import sys
      sys.version_info < (3, 6) and sys.exit('Python 3.6 or later is needed, this is ' + sys.version)
      sys.path[:1] = [path for path in sys.path[:1] if path]
      import json
      request = json.loads(sys.stdin.buffer.read().decode('utf-8'))
      exec(compile(request.pop('shim'), '<provision>', 'exec'))
      """;

  private final Environment environment;
  private final String where;

  /// @param where the file that is run, for messages
  PythonProgram(Environment environment, String where) {
    this.environment = environment;
    this.where = where;
  }

  /// The program text that runs `__init__.py`.
  static String shim() {
    return resource("python_config.py") + resource("python_answer.py");
  }

  private static String resource(String name) {
    try (InputStream stream = PythonProgram.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the library");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs the shim on a request.
  ///
  /// @throws ProblemsException if there is no python3, it takes too long or ends without an answer
  Ended run(String request) {
    String program = find();
    Ended ended;
    try {
      ended =
          environment
              .processes()
              .run(
                  new Command(
                      List.of(program, "-B", "-c", START),
                      environment.variables(),
                      environment.workingDirectory(),
                      request,
                      LIMIT,
                      MOST_OUTPUT));
    } catch (IOException e) {
      throw problem("cannot run %s: %s".formatted(program, e.getMessage()), "set " + VARIABLE);
    } catch (TimeoutException _) {
      throw problem(
          "it did not finish within " + LIMIT.toMinutes() + " min",
          "check what it waits for; it gets no input");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw problem("interrupted while it ran", "run the command again");
    }
    if (ended.status() != 0 || ended.output().isEmpty()) {
      String said = ended.errors().isBlank() ? "" : ":\n" + ended.errors().strip();
      throw problem(
          "%s exited with status %s and without output%s".formatted(program, ended.status(), said),
          "it must not exit, and Python must be 3.6 or later");
    }
    return ended;
  }

  private String find() {
    String named = environment.variable(VARIABLE);
    String name = named.isEmpty() ? "python3" : named;
    if (name.contains("/")) {
      Path path = environment.resolve(name, environment.workingDirectory());
      if (Files.isExecutable(path) && !Files.isDirectory(path)) {
        return path.toString();
      }
    } else {
      Optional<Path> found =
          Stream.of(environment.variable("PATH").split(":", -1))
              .filter(folder -> !folder.isEmpty())
              .map(folder -> environment.workingDirectory().resolve(folder).resolve(name))
              .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
              .findFirst();
      if (found.isPresent()) {
        return found.get().toString();
      }
    }
    if (named.isEmpty()) {
      throw problem(
          "reading it requires python3, but none is on the PATH",
          "install it (Debian, Ubuntu: apt install python3), set "
              + VARIABLE
              + ", or use a provision.yaml instead: 'provision convert-config' writes one on a"
              + " machine with python3");
    }
    throw problem(
        "%s is '%s', but there is no such program".formatted(VARIABLE, named),
        "correct it, or unset it");
  }

  private ProblemsException problem(String what, String next) {
    return new ProblemsException(Problem.at(where, what).next(next));
  }
}
