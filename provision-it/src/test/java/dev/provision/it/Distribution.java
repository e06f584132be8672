package dev.provision.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The packaged program, run as a user runs it: as a process, with a home directory of its own.
final class Distribution {
  private static final long LIMIT_SECONDS = 120;

  private final Path home;
  private final Path bin;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /// @param home an empty directory
  Distribution(Path home) {
    this(home, root().resolve("bin"));
  }

  Distribution(Path home, Path bin) {
    this.home = home;
    this.bin = bin;
    environment.put("HOME", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("PROVISION_HOME", home.resolve("provision home").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  /// Where the build has put it.
  static Path root() {
    Path root = Path.of(System.getProperty("provision.distribution", "")).toAbsolutePath();
    if (!Files.isExecutable(root.resolve("bin/provision"))) {
      throw new IllegalStateException("no distribution in " + root + ": run 'mvn package' first");
    }
    return root.normalize();
  }

  /// The same program with one more environment variable.
  Distribution with(String variable, String value) {
    Distribution other = new Distribution(home, bin);
    other.environment.putAll(environment);
    other.environment.put(variable, value);
    return other;
  }

  Path home() {
    return home;
  }

  Path provisionHome() {
    return Path.of(environment.getOrDefault("PROVISION_HOME", ""));
  }

  /// What a program said and how it ended.
  record Ended(int status, String stdout, String stderr) {
    @Override
    public String toString() {
      return "status " + status + "\n--- stdout\n" + stdout + "\n--- stderr\n" + stderr;
    }
  }

  /// Runs `bin/PROGRAM ARGUMENTS` to its end, without a terminal and without input.
  Ended run(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(bin.resolve(program).toString()));
    words.addAll(Arrays.asList(arguments));
    return run(words);
  }

  /// The path of one of the programs.
  Path program(String name) {
    return bin.resolve(name);
  }

  /// Runs any command to its end, as [#run(String, String...)] does.
  Ended run(List<String> words) {
    try {
      Path out = Files.createTempFile(home, "stdout", "");
      Path err = Files.createTempFile(home, "stderr", "");
      Process process = start(words, out, err);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            words + " did not end within " + LIMIT_SECONDS + " s\n" + text(out) + text(err));
      }
      Ended ended = new Ended(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts a program and does not wait for it.
  Process start(List<String> words, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
