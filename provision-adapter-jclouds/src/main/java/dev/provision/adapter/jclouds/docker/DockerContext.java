package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ForeignFile;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The context that Docker's own commands would use now: which engine is meant.
///
/// @param name as `docker context ls` shows it
/// @param host the engine's address
/// @param certificates where the files of TLS are
record DockerContext(String name, String host, Path certificates) {
  private static final String NONE = "default";

  /// The context that is chosen by `DOCKER_CONTEXT` or `docker context use`; none: the usual
  /// engine.
  static Optional<DockerContext> chosen(CredentialSources sources, GivenOptions options) {
    Path directory =
        sources
            .variable("DOCKER_CONFIG")
            .map(sources.workingDirectory()::resolve)
            .orElse(sources.home().resolve(".docker"));
    return sources
        .variable("DOCKER_CONTEXT")
        .or(() -> current(directory.resolve("config.json"), options))
        .filter(name -> !name.equals(NONE))
        .map(name -> read(name, directory.resolve("contexts"), options));
  }

  private static Optional<String> current(Path file, GivenOptions options) {
    return Files.exists(file)
        ? parse(file, options).textInAnyCase("currentContext")
        : Optional.empty();
  }

  private static DockerContext read(String name, Path contexts, GivenOptions options) {
    String id = id(name);
    Path file = contexts.resolve("meta").resolve(id).resolve("meta.json");
    if (!Files.exists(file)) {
      throw options.invalid(
          "there is no Docker context '%s' (%s); choose one that 'docker context ls' lists, or set endpoint"
              .formatted(name, file));
    }
    JsonValue meta = parse(file, options);
    if (meta.text("Endpoints/docker/SkipTLSVerify").filter("true"::equals).isPresent()) {
      throw options.invalid(
          "the Docker context '%s' disables the verification of the engine's certificate (SkipTLSVerify, %s), which is not supported"
              .formatted(name, file));
    }
    String host =
        meta.text("Endpoints/docker/Host")
            .orElseThrow(
                () ->
                    options.invalid(
                        "the Docker context '%s' names no engine (Endpoints.docker.Host, %s); set endpoint"
                            .formatted(name, file)));
    return new DockerContext(name, host, contexts.resolve("tls").resolve(id).resolve("docker"));
  }

  private static JsonValue parse(Path file, GivenOptions options) {
    try {
      return JsonValue.parse(new ForeignFile(options).read(file));
    } catch (IllegalArgumentException e) {
      throw options.invalid(file + ": " + e.getMessage());
    }
  }

  /// Docker's name for a context's files.
  private static String id(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
