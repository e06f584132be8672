package dev.provision.adapter.jclouds.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.EveryCloud;
import dev.provision.adapter.jclouds.FakeFixture;
import dev.provision.adapter.jclouds.RawServer;
import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no request can carry is refused when an account is opened, and no secret is shown.
final class AccountCheckTest {
  private static final Map<String, String> OPTIONS =
      Map.of("project", "p", "subscription", "s", "tenant", "t", "endpoint", "https://lab/v2");

  private static CloudPort open(
      TestedProvider cloud,
      Optional<String> user,
      Optional<String> secret,
      Map<String, String> options,
      Map<String, String> variables) {
    return FakeFixture.opening(
            _ -> {}, new CredentialSources(variables, Path.of("/nowhere"), Path.of("/nowhere")))
        .open(
            cloud,
            new CloudAccount("lab", user, secret.map(Secret::of), options, Path.of("/nowhere")));
  }

  private static void refused(CloudException thrown, String... words) {
    assertThat(thrown.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
    assertThat(thrown.failure().reason()).contains(words);
    assertThat(thrown.toString()).doesNotContain("S3CRET", "PASSW0RD");
  }

  /// The others' secrets are files and keys, which no request carries.
  static Stream<TestedProvider> cloudsWhoseSecretIsSent() {
    return Stream.of(TestedProvider.values())
        .filter(cloud -> cloud.profile().secretIs(Credential.Form.LINE));
  }

  static Stream<Arguments> secretVariables() {
    return Stream.concat(
        cloudsWhoseSecretIsSent()
            .flatMap(
                cloud ->
                    variables(cloud.profile().secret())
                        .map(name -> Arguments.of(cloud, name, userVariable(cloud)))),
        Stream.of(
            Arguments.of(
                TestedProvider.EC2,
                "AWS_SESSION_TOKEN",
                List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))));
  }

  private static List<String> userVariable(TestedProvider cloud) {
    return variables(cloud.profile().user()).limit(1).toList();
  }

  private static Stream<String> variables(Optional<Credential> credential) {
    return credential.stream().flatMap(one -> one.variables().stream());
  }

  @ParameterizedTest
  @MethodSource("cloudsWhoseSecretIsSent")
  void a_secret_or_user_of_two_lines_is_refused_and_not_shown(TestedProvider cloud) {
    assertThatThrownBy(
            () ->
                open(
                    cloud,
                    Optional.of("me"),
                    Optional.of("S3CRETAAA\nuser: joe"),
                    OPTIONS,
                    Map.of()))
        .isInstanceOfSatisfying(
            CloudException.class, e -> refused(e, "option secret-key: it must be one line"));
    if (cloud.profile().credentials().getFirst().name().equals("userid")) {
      assertThatThrownBy(
              () -> open(cloud, Optional.of("me\rS3CRET"), Optional.of("x"), OPTIONS, Map.of()))
          .isInstanceOfSatisfying(
              CloudException.class, e -> refused(e, "option userid: it must be one line"));
    }
  }

  @ParameterizedTest
  @MethodSource("secretVariables")
  void a_secret_of_the_environment_is_refused_by_the_name_of_its_variable(
      TestedProvider cloud, String variable, List<String> others) {
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put(variable, "S3CRET\u0001S3CRET");
    others.forEach(name -> variables.put(name, "x"));
    assertThatThrownBy(() -> open(cloud, Optional.empty(), Optional.empty(), OPTIONS, variables))
        .isInstanceOfSatisfying(
            CloudException.class, e -> refused(e, "the variable " + variable + ": it must be"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http:///v2",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:x/",
        "//127.0.0.1",
        "127.0.0.1",
        "localhost:8080",
        "http://lab/%zz",
        "http://host\\@other",
        "http://lab/a b",
        "https://me:PASSW0RD@lab/",
        "https://lab/?key=PASSW0RD",
        "https://lab/#PASSW0RD",
        "user:PASSW0RD@lab",
        "mailto:lab"
      })
  void a_wrong_endpoint_is_refused_and_its_password_not_shown(String endpoint) {
    for (TestedProvider cloud : TestedProvider.values()) {
      if (cloud == TestedProvider.STUB
          || (cloud == TestedProvider.DOCKER && endpoint.matches("[^/@]*"))) {
        continue; // no endpoint; or the usual way to write an engine's
      }
      Map<String, String> options = new java.util.HashMap<>(OPTIONS);
      options.put("endpoint", endpoint);
      boolean docker = cloud == TestedProvider.DOCKER;
      assertThatThrownBy(
              () ->
                  open(
                      cloud,
                      docker ? Optional.empty() : Optional.of("me"),
                      docker ? Optional.empty() : Optional.of("x"),
                      options,
                      Map.of()))
          .as("%s", cloud)
          .isInstanceOfSatisfying(CloudException.class, e -> refused(e, "option endpoint: "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://lab",
        "http://lab:8774/v2.1/",
        "https://my_lab.example/x",
        "http://[::1]:80/",
        "HTTPS://LAB/%20"
      })
  void an_endpoint_that_may_be_one_is_not(String endpoint) {
    assertThat(new WebAddress(endpoint).flaw()).isEmpty();
  }

  @Test
  void what_becomes_a_part_of_an_address_is_named() {
    assertThatThrownBy(
            () ->
                open(
                    TestedProvider.EC2,
                    Optional.of("me"),
                    Optional.of("x"),
                    Map.of("region", "eu west"),
                    Map.of()))
        .hasMessageContaining("option region: ");
    assertThatThrownBy(
            () ->
                open(
                    TestedProvider.CLOUDSTACK,
                    Optional.of("me"),
                    Optional.of("x"),
                    Map.of(),
                    Map.of("CLOUDSTACK_ENDPOINT", "ftp://lab/client/api")))
        .hasMessageContaining("the variable CLOUDSTACK_ENDPOINT: 'ftp://lab/client/api'");
  }

  @Test
  void a_token_that_a_login_gave_and_no_request_can_carry_is_neither_sent_nor_shown() {
    String token =
        "{\"access_token\": \"S3CRET\\nX: y\", \"token_type\": \"Bearer\", \"expires_in\": 9}";
    for (String name : List.of("google-login", "azure-login")) {
      try (RawServer server = RawServer.saying("HTTP/1.1 200 OK", token);
          CloudPort port = EveryCloud.port(name, server.url())) {
        assertThatThrownBy(port::nodes)
            .as(name)
            .isInstanceOfSatisfying(
                CloudException.class,
                e -> {
                  assertThat(e.failure().mayHaveTakenEffect()).isFalse();
                  assertThat(e.failure().reason())
                      .contains(server.url() + " returned a token that cannot be sent");
                  assertThat(e.toString()).doesNotContain("S3CRET");
                });
      }
    }
    RawServer keystone =
        RawServer.saying(
            "HTTP/1.1 201 Created\r\nX-Subject-Token: S3CRET\u0001S3CRET",
            "{\"token\": {\"user\": {\"id\": \"u\", \"name\": \"u\"}, \"catalog\": []}}");
    try (keystone;
        CloudPort port = EveryCloud.port("nova", keystone.url())) {
      assertThatThrownBy(port::nodes).hasMessageNotContaining("S3CRET");
    }
  }
}
