package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.LocalProcesses;
import dev.provision.library.configuration.machine.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// A user's machine for tests: a home, a working directory `work`, and environment variables.
public final class Machine {
  public static final String ALICE =
      "ssh-ed25519 "
          + "AAAAC3NzaC1lZDI1NTE5AAAAICPdbhLO4engZB6uvxPpBncd9cdWzHGRQOyoLiqbQIqS"
          + " alice@example";
  public static final String BOB =
      "ecdsa-sha2-nistp256 "
          + "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHGEbS/Ybt3chdxyoS"
          + "x05gkki8K4snhjJg74/jgXZiV2ksmoLHVgJJl9fT8NvAL7SKNI+9lNYTLP5tW57zzpltg="
          + " bob@example";
  public static final String CAROL =
      "ssh-rsa "
          + "AAAAB3NzaC1yc2EAAAADAQABAAABAQC2SdbQ3wS4+hxhpaBun7e6KRXC4aipmmon3qyBrg"
          + "W3G9SEBSMSHMWkNiERwTHbmu1QZnP9MQEw4xrOtZBRi24OAtoDDl0O51Oqo8y3bcHYsb96"
          + "sWxeiVLxkyQx8CZqcf92lN0QyRyIQPEvPxXkIIYd3m4KiJWpcofyE8N/qLWeiwWDbf9P9k"
          + "8fA0bAE4enoTQi2TfGMJx7YkLFh77s+iti2x6g0RD0nHyCyHJhxTqUHB2+0JDrW/iLQqRR"
          + "BCMiMrd3vUqiBL8TYBRS0v8SmTVTKK5eGVSRgsZ6ipQsl4RvbzVEigcAPemAA8t3yBPADn"
          + "DiQroLniVMaFQ+OYy5IkED"
          + " carol@example";

  final Path root;
  public final Path home;
  public final Path work;
  public final Map<String, String> variables = new HashMap<>();
  public ProcessRunner processes = new LocalProcesses();

  public Machine(Path root) {
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

  public Environment environment() {
    return new Environment(variables, work, home, home.resolve(".provision"), processes);
  }

  /// Writes a file below the working directory, for its owner only.
  public Path write(String path, String text) {
    return write(work.resolve(path), text);
  }

  public Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LoadedConfiguration load(String... paths) {
    return new ConfigurationLoader(environment()).load(List.of(paths));
  }

  public Configuration configuration(String... paths) {
    return load(paths).configuration();
  }

  /// What is wrong with the directories, each as it is shown.
  public List<String> problems(String... paths) {
    ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> load(paths));
    return problems == null
        ? List.of()
        : problems.problems().stream().map(Problem::toString).toList();
  }

  /// Writes `site/provision.yaml` and reads it.
  public Configuration yaml(String text) {
    write("site/provision.yaml", text);
    return configuration("site");
  }

  public List<String> yamlProblems(String text) {
    write("site/provision.yaml", text);
    return problems("site");
  }

  /// Writes `site/__init__.py` with this body of `init(config)` and reads it.
  public Configuration python(String body) {
    init(body);
    return configuration("site");
  }

  public List<String> pythonProblems(String body) {
    init(body);
    return problems("site");
  }

  private void init(String body) {
    write("site/__init__.py", "def init(config):\n" + body.indent(4));
  }

  /// The variables as they are shown.
  public static Map<String, String> variables(Configuration configuration) {
    return configuration.variables().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  public static Bundle bundle(Configuration configuration, String name) {
    return Objects.requireNonNull(configuration.bundles().get(name), name);
  }

  public static Account account(Configuration configuration, String name) {
    return Objects.requireNonNull(configuration.accounts().get(name), name);
  }
}
