package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A user's machine for tests: a home, a working directory `work`, and environment variables.
final class Machine {
  static final String ALICE =
      "ssh-ed25519 "
          + "AAAAC3NzaC1lZDI1NTE5AAAAICPdbhLO4engZB6uvxPpBncd9cdWzHGRQOyoLiqbQIqS"
          + " alice@example";
  static final String BOB =
      "ecdsa-sha2-nistp256 "
          + "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHGEbS/Ybt3chdxyoS"
          + "x05gkki8K4snhjJg74/jgXZiV2ksmoLHVgJJl9fT8NvAL7SKNI+9lNYTLP5tW57zzpltg="
          + " bob@example";
  static final String CAROL =
      "ssh-rsa "
          + "AAAAB3NzaC1yc2EAAAADAQABAAABAQC2SdbQ3wS4+hxhpaBun7e6KRXC4aipmmon3qyBrg"
          + "W3G9SEBSMSHMWkNiERwTHbmu1QZnP9MQEw4xrOtZBRi24OAtoDDl0O51Oqo8y3bcHYsb96"
          + "sWxeiVLxkyQx8CZqcf92lN0QyRyIQPEvPxXkIIYd3m4KiJWpcofyE8N/qLWeiwWDbf9P9k"
          + "8fA0bAE4enoTQi2TfGMJx7YkLFh77s+iti2x6g0RD0nHyCyHJhxTqUHB2+0JDrW/iLQqRR"
          + "BCMiMrd3vUqiBL8TYBRS0v8SmTVTKK5eGVSRgsZ6ipQsl4RvbzVEigcAPemAA8t3yBPADn"
          + "DiQroLniVMaFQ+OYy5IkED"
          + " carol@example";

  final Path root;
  final Path home;
  final Path work;
  final Map<String, String> variables = new HashMap<>();
  Processes processes = new LocalProcesses();

  Machine(Path root) {
    this.root = root;
    this.home = directory(root.resolve("home"));
    this.work = directory(root.resolve("work"));
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", home.toString());
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Environment environment() {
    return new Environment(variables, work, home, home.resolve(".provision"), processes);
  }

  /// Writes a file below the working directory, for its owner only.
  Path write(String path, String text) {
    return write(work.resolve(path), text);
  }

  Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LoadedConfiguration load(String... paths) {
    return new ConfigurationLoader(environment()).load(List.of(paths));
  }

  Configuration configuration(String... paths) {
    return load(paths).configuration();
  }

  /// What is wrong with the directories, each as it is shown.
  List<String> problems(String... paths) {
    ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> load(paths));
    return problems == null
        ? List.of()
        : problems.problems().stream().map(Problem::toString).toList();
  }

  /// Writes `site/provision.yaml` and reads it.
  Configuration yaml(String text) {
    write("site/provision.yaml", text);
    return configuration("site");
  }

  List<String> yamlProblems(String text) {
    write("site/provision.yaml", text);
    return problems("site");
  }

  /// Writes `site/__init__.py` with this body of `init(config)` and reads it.
  Configuration python(String body) {
    init(body);
    return configuration("site");
  }

  List<String> pythonProblems(String body) {
    init(body);
    return problems("site");
  }

  private void init(String body) {
    write("site/__init__.py", "def init(config):\n" + body.indent(4));
  }

  static Bundle bundle(Configuration configuration, String name) {
    return Objects.requireNonNull(configuration.bundles().get(name), name);
  }

  static Account account(Configuration configuration, String name) {
    return Objects.requireNonNull(configuration.accounts().get(name), name);
  }
}
