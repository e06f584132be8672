package dev.provision.it;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The providers of `examples/`, built outside of this build against the artefacts it publishes,
/// their own tests included, and dropped into the distribution.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class ExampleProviderIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("provision.version", "");

  private static final String SERVER =
      """
      {"servers": [{"id": 42, "name": "web", "status": "running",
        "created": "2026-01-02T03:04:05+00:00",
        "public_net": {"ipv4": {"ip": "192.0.2.42"}, "ipv6": {"ip": "2001:db8::/64"}},
        "server_type": {"name": "cx23", "description": "CX23", "cores": 2, "memory": 4, "disk": 40},
        "image": {"id": 1, "name": "ubuntu-24.04", "description": "Ubuntu 24.04"},
        "location": {"name": "fsn1", "description": "Falkenstein"}}],
       "meta": {"pagination": {"next_page": null}}}
      """;

  private static final List<String> EXAMPLES = List.of("provider-hetzner", "provider-template");

  @TempDir private static Path built;
  private static final WireMockServer HETZNER =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  @TempDir private Path temporary;
  private Distribution provision = new Distribution(Path.of(""));

  @BeforeAll
  static void build() throws IOException {
    HETZNER.start();
    HETZNER.stubFor(
        get(urlPathEqualTo("/v1/servers"))
            .withHeader("Authorization", equalTo("Bearer the-token"))
            .willReturn(okJson(SERVER)));
    for (String example : EXAMPLES) {
      copy(PROJECT.resolve("examples").resolve(example), built.resolve(example));
    }
    // Each is a project of its own; one run of Maven for both saves the second start.
    Path both =
        Files.writeString(
            built.resolve("pom.xml"),
            """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>both</groupId><artifactId>both</artifactId><version>1</version>
              <packaging>pom</packaging>
              <modules><module>%s</module><module>%s</module></modules>
            </project>
            """
                .formatted(EXAMPLES.toArray()));
    Path repository = built.resolve("repository");
    publish(repository, "provision", PROJECT.resolve("pom.xml"));
    for (String module : List.of("provision-ports", "provision-testkit")) {
      publish(repository, module, PROJECT.resolve(module).resolve("pom.xml"));
      Files.copy(
          PROJECT.resolve("%s/target/%s-%s.jar".formatted(module, module, VERSION)),
          place(repository, module).resolve("%s-%s.jar".formatted(module, VERSION)));
    }
    Ended ended =
        new ThirdPartyMaven(built)
            .run(
                both,
                "-Dprovision.version=" + VERSION,
                "-Dprovision.repository=" + repository.toUri(),
                "verify");
    assertThat(ended.status()).as(ended.toString()).isZero();
  }

  private static Path place(Path repository, String artefact) {
    return repository.resolve("dev/provision").resolve(artefact).resolve(VERSION);
  }

  private static void publish(Path repository, String artefact, Path pom) throws IOException {
    Path place = Files.createDirectories(place(repository, artefact));
    Files.copy(pom, place.resolve("%s-%s.pom".formatted(artefact, VERSION)));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("target")) {
          Files.createDirectories(to.resolve(relative).resolveSibling(""));
          Files.copy(file, to.resolve(relative));
        }
      }
    }
  }

  @AfterAll
  static void end() {
    HETZNER.stop();
  }

  @BeforeEach
  void dropIn() throws IOException {
    provision = new Distribution(temporary);
    copy(
        built.resolve("provider-hetzner/target/hetzner"),
        provision.provisionHome().resolve("providers/hetzner"));
    Files.copy(
        built.resolve("provider-template/target/acme.jar"),
        provision.provisionHome().resolve("providers/acme.jar"));
    Path directory = Files.createDirectories(temporary.resolve("lab"));
    Files.writeString(
        directory.resolve("provision.yaml"),
        """
        provider: lab
        providers:
          lab:
            type: hcloud
            secret-key: the-token
            endpoint: http://127.0.0.1:%s/v1
        """
            .formatted(HETZNER.port()));
  }

  @Test
  void it_is_found_with_its_version_and_options() {
    Ended all = provision.run("provision", "providers", "-v");
    Ended one = provision.run("provision", "providers", "hetzner");

    assertThat(all.stdout())
        .containsPattern("hetzner +hcloud +Hetzner Cloud.* 1\\.0 +endpoint networks +/.*hetzner\n");
    assertThat(all.stderr()).isEmpty();
    assertThat(one.stdout())
        .containsPattern("secret-key +text +\\(secret\\)")
        .containsPattern("networks +list");
  }

  @Test
  void its_nodes_are_listed() {
    Ended listed =
        provision.run("list-nodes", "-c", temporary.resolve("lab").toString(), "--output", "table");

    assertThat(listed.stderr())
        .contains("provision.yaml"); // it holds a secret that others may read
    assertThat(listed.stdout()).containsPattern("web +192\\.0\\.2\\.42");
    assertThat(listed.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"provider-hetzner", "provider-template"})
  void its_contract_was_tried_and_kept(String example) throws IOException {
    List<String> reports = new ArrayList<>();
    Path directory = built.resolve(example).resolve("target/surefire-reports");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*ContractTest*.xml")) {
      for (Path file : files) {
        reports.add(Files.readString(file));
      }
    }

    assertThat(String.join("\n", reports))
        .contains("a_token_that_was_used_before_makes_no_second_node")
        .doesNotContain("<failure", "<error");
  }

  @Test
  void what_the_template_makes_can_be_chosen_as_it_is() {
    Ended listed = provision.run("provision", "images", "-p", "acme", "-k", "a-token");
    Ended without = provision.run("list-nodes", "-p", "acme");

    assertThat(listed.stdout()).contains("ubuntu-24.04");
    assertThat(listed.status()).as(listed.toString()).isZero();
    assertThat(without.stderr()).contains("opening the account at Acme: there is no token");
    assertThat(without.status()).isEqualTo(2);
  }

  @Test
  void options_are_checked_with_their_line_and_secrets_are_never_shown() throws IOException {
    Path file = temporary.resolve("lab/provision.yaml");
    Files.writeString(file, Files.readString(file).replace("endpoint:", "endpiont:"));

    Ended ended = provision.run("list-nodes", "-v", "-c", temporary.resolve("lab").toString());

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.stderr())
        .contains("lab/provision.yaml:6:5: provider 'hetzner' has no option 'endpiont'")
        .contains("did you mean 'endpoint'?")
        .doesNotContain("the-token");
  }

  @Test
  void a_name_that_two_jars_take_leads_to_neither() throws IOException {
    Path first = provision.provisionHome().resolve("providers/acme.jar");
    Path second = Files.copy(first, first.resolveSibling("second.jar"));

    Ended all = provision.run("provision", "providers");
    Ended told = provision.run("list-nodes", "-p", "acme");

    assertThat(all.status()).isZero();
    assertThat(all.stdout()).contains("hetzner").doesNotContain("Acme's cloud");
    assertThat(told.status()).as(told.toString()).isEqualTo(2);
    assertThat(told.stderr())
        .contains("the provider 'acme' cannot be used", first + " and " + second);
  }

  @Test
  void a_jar_that_is_broken_is_named_and_stops_nothing() throws IOException {
    Path broken = provision.provisionHome().resolve("providers/other.jar");
    Files.writeString(broken, "nothing");

    Ended all = provision.run("provision", "providers");
    Ended chosen = provision.run("list-nodes", "-p", "other");

    assertThat(all.status()).isZero();
    assertThat(all.stdout()).contains("hetzner");
    assertThat(all.stderr()).contains("ignoring provider 'other' (" + broken + ")");
    assertThat(chosen.status()).isNotZero();
    assertThat(chosen.stderr()).contains("the provider 'other' cannot be used");
  }
}
