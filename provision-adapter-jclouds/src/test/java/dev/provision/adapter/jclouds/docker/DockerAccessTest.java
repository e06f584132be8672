package dev.provision.adapter.jclouds.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a Docker engine is, and what it is shown.
final class DockerAccessTest {
  /// What Docker calls the directory of the context "rl".
  private static final String RL =
      "52df7f2f1048dc2201a77314d0f8b6896e89a31c0d6f679874a9f29a4dea2bf3";

  @TempDir Path home;

  private AccountAccess access(
      Optional<String> userid,
      Optional<String> key,
      Map<String, String> options,
      Map<String, String> environment) {
    return DockerAccess.of(
        new CloudAccount("lab", userid, key.map(Secret::of), options, Path.of("/nowhere")),
        new CredentialSources(environment, home, home));
  }

  private AccountAccess nobody(Map<String, String> options, Map<String, String> environment) {
    return access(Optional.empty(), Optional.empty(), options, environment);
  }

  private Path certificates() throws IOException {
    Path directory = Files.createDirectories(home.resolve("certs"));
    for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
      Files.writeString(directory.resolve(name), "");
    }
    return directory;
  }

  @Test
  void without_a_word_it_is_the_usual_socket() {
    assertThat(nobody(Map.of(), Map.of()).endpoint()).contains("unix:///var/run/docker.sock");
  }

  @Test
  void the_configuration_goes_before_dockers_own_variable() {
    Map<String, String> environment = Map.of("DOCKER_HOST", "unix:///run/user/1/docker.sock");

    assertThat(nobody(Map.of(), environment).endpoint()).contains("unix:///run/user/1/docker.sock");
    assertThat(nobody(Map.of("endpoint", "tcp://build:2375"), environment).endpoint())
        .contains("http://build:2375");
  }

  private Path context(String name, String meta) throws IOException {
    String id =
        switch (name) {
          case "rl" -> RL;
          default -> throw new AssertionError(name);
        };
    Path file = home.resolve(".docker/contexts/meta").resolve(id).resolve("meta.json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, meta);
  }

  private void current(String name) throws IOException {
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(
        home.resolve(".docker/config.json"), "{\"currentContext\": \"" + name + "\"}");
  }

  @Test
  void the_context_that_docker_would_use_is_used() throws IOException {
    current("rl");
    context(
        "rl", "{\"Name\":\"rl\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///tmp/other.sock\"}}}");

    assertThat(nobody(Map.of(), Map.of()).endpoint()).contains("unix:///tmp/other.sock");
    assertThat(nobody(Map.of(), Map.of("DOCKER_CONTEXT", "default")).endpoint())
        .contains("unix:///var/run/docker.sock");
    assertThat(
            nobody(Map.of(), Map.of("DOCKER_HOST", "unix:///h.sock", "DOCKER_CONTEXT", "rl"))
                .endpoint())
        .contains("unix:///h.sock");
    assertThat(
            nobody(Map.of("endpoint", "unix:///e.sock"), Map.of("DOCKER_CONTEXT", "rl")).endpoint())
        .contains("unix:///e.sock");
  }

  /// Docker warns, and uses its default engine.
  @Test
  void a_file_with_a_byte_order_mark_is_named_and_no_engine_used() throws IOException {
    current("rl");
    context("rl", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///tmp/other.sock\"}}}");
    Path file = home.resolve(".docker/config.json");
    Files.writeString(file, "\uFEFF" + Files.readString(file));

    assertThatThrownBy(() -> nobody(Map.of(), Map.of()))
        .hasMessageContaining(file + " begins with a byte order mark");
  }

  /// As programs in Go read JSON.
  @Test
  void the_name_of_the_current_context_may_be_written_in_another_case() throws IOException {
    current("rl");
    Path file = home.resolve(".docker/config.json");
    Files.writeString(file, Files.readString(file).replace("currentContext", "CurrentContext"));
    context("rl", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///tmp/other.sock\"}}}");

    assertThat(nobody(Map.of(), Map.of()).endpoint()).contains("unix:///tmp/other.sock");
  }

  @Test
  void a_context_that_is_not_there_or_not_supported_is_named_and_no_other_engine_used()
      throws IOException {
    assertThatThrownBy(() -> nobody(Map.of(), Map.of("DOCKER_CONTEXT", "gone")))
        .hasMessageContaining("there is no Docker context 'gone'");
    current("gone");
    assertThatThrownBy(() -> nobody(Map.of(), Map.of()))
        .hasMessageContaining("there is no Docker context 'gone'");
    current("rl");
    context("rl", "{\"Endpoints\":{\"docker\":{\"Host\":\"ssh://me@build\"}}}");
    assertThatThrownBy(() -> nobody(Map.of(), Map.of())).hasMessageContaining("over SSH");
    context(
        "rl", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://b:2376\",\"SkipTLSVerify\":true}}}");
    assertThatThrownBy(() -> nobody(Map.of(), Map.of())).hasMessageContaining("SkipTLSVerify");
    context("rl", "{\"Endpoints\":{}}");
    assertThatThrownBy(() -> nobody(Map.of(), Map.of())).hasMessageContaining("names no engine");
    Files.writeString(home.resolve(".docker/config.json"), "{");
    assertThatThrownBy(() -> nobody(Map.of(), Map.of()))
        .hasMessageContaining("config.json: it is not JSON");
  }

  @Test
  void a_context_brings_its_certificates() throws IOException {
    current("rl");
    context("rl", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://build:2376\"}}}");
    Path files =
        Files.createDirectories(home.resolve(".docker/contexts/tls").resolve(RL).resolve("docker"));
    for (String name : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
      Files.writeString(files.resolve(name), "");
    }

    AccountAccess access = nobody(Map.of(), Map.of());

    assertThat(access.endpoint()).contains("https://build:2376");
    assertThat(access.identity()).isEqualTo(files.resolve("cert.pem").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://build, http://build:2375",
    "tcp://build:2376, https://build:2376",
    "tcp://build:4000/, http://build:4000",
    "build:2375, http://build:2375",
    "tcp://[2001:db8::1], http://[2001:db8::1]:2375",
    "tcp://[2001:db8::1]:2376, https://[2001:db8::1]:2376",
    "https://build:443/, https://build:443"
  })
  void an_address_has_dockers_forms(String said, String meant) {
    assertThat(nobody(Map.of("endpoint", said), Map.of()).endpoint()).contains(meant);
  }

  @Test
  void dockers_variables_of_tls_are_an_account() throws IOException {
    Path directory = certificates();

    AccountAccess access =
        nobody(
            Map.of(),
            Map.of(
                "DOCKER_HOST", "tcp://build",
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", directory.toString()));

    assertThat(access.endpoint()).contains("https://build:2376");
    assertThat(access.identity()).isEqualTo(directory.resolve("cert.pem").toString());
    assertThat(access.credential().reveal()).isEqualTo(directory.resolve("key.pem").toString());
    assertThat(access.properties())
        .containsEntry("docker.cacert.path", directory.resolve("ca.pem").toString());
  }

  @Test
  void user_and_secret_are_the_files_of_certificate_and_key() throws IOException {
    Path directory = certificates();

    AccountAccess access =
        access(
            Optional.of("~/certs/cert.pem"),
            Optional.of(directory.resolve("key.pem").toString()),
            Map.of("endpoint", "tcp://build:4000"),
            Map.of());

    assertThat(access.endpoint()).contains("https://build:4000");
    assertThat(access.identity()).isEqualTo(directory.resolve("cert.pem").toString());
  }

  @Test
  void a_certificate_without_its_key_is_refused() throws IOException {
    Path certificate = certificates().resolve("cert.pem");

    assertThatThrownBy(
            () ->
                access(
                    Optional.of(certificate.toString()),
                    Optional.empty(),
                    Map.of("endpoint", "https://build:2376"),
                    Map.of()))
        .hasMessageContaining("the client certificate's key is missing")
        .hasMessageContaining("DOCKER_CERT_PATH");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(
            () ->
                nobody(
                    Map.of("endpoint", "https://build:2376", "ca-file", "/nowhere/ca.pem"),
                    Map.of()))
        .hasMessageContaining("/nowhere/ca.pem");
  }

  @Test
  void an_engine_behind_ssh_is_refused_with_the_way_that_works() {
    assertThatThrownBy(() -> nobody(Map.of(), Map.of("DOCKER_HOST", "ssh://me@build")))
        .hasMessageContaining("ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock me@build")
        .hasMessageContaining("unix:///tmp/docker.sock");
  }

  @Test
  void an_address_of_no_form_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> nobody(Map.of("endpoint", "npipe:////./pipe/docker"), Map.of()))
        .hasMessageContaining("npipe:////./pipe/docker")
        .hasMessageContaining("unix://PATH");
  }
}
