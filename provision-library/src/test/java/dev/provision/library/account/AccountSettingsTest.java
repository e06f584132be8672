package dev.provision.library.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.library.Provision;
import dev.provision.library.ProvisionBuilder;
import dev.provision.library.provider.ProviderSource;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets which credentials, and what becomes of references that lead to nothing.
final class AccountSettingsTest {
  private static final String GENERAL = "userid: general\nsecret-key: general-secret\n";

  @TempDir private Path home;
  private final List<CloudAccount> opened = new ArrayList<>();

  /// A cloud that the program brings, and that asks for credentials.
  private CloudProvider own() {
    return new CloudProvider() {
      @Override
      public List<String> names() {
        return List.of("own");
      }

      @Override
      public String description() {
        return "a cloud";
      }

      @Override
      public List<CloudOption> credentials() {
        return List.of(
            new CloudOption("userid", CloudOption.Type.TEXT, "user", Optional.empty(), false));
      }

      @Override
      public List<CloudOption> options() {
        return List.of(
            new CloudOption("zone", CloudOption.Type.TEXT, "zone", Optional.empty(), false));
      }

      @Override
      public CloudPort open(CloudAccount account) {
        opened.add(account);
        if (account.secretKey().filter(it -> it.reveal().contains("\n")).isPresent()) {
          throw new CloudException(
              new CloudFailure.InvalidRequest("opening", "option secret-key: not so"));
        }
        if (account.options().getOrDefault("zone", "").equals("bad")) {
          throw new CloudException(
              new CloudFailure.InvalidRequest("opening", "option zone: not so"));
        }
        throw new CloudException(new CloudFailure.Unavailable("opening", "seen"));
      }
    };
  }

  @BeforeEach
  void jar() throws IOException {
    Path providers = Files.createDirectories(home.resolve(".provision/providers"));
    new ProviderSource(Files.createDirectories(home.resolve("work")))
        .jar(
            providers.resolve("spy.jar"),
            Map.of(
                ProviderSource.CLASS,
                ProviderSource.provider(
                    "spy",
                    """
                    public CloudPort open(CloudAccount account) {
                      throw new CloudException(new CloudFailure.Unavailable("opening",
                          "got " + account.userid().orElse("nobody") + ", "
                              + account.secretKey().map(s -> "a secret").orElse("no secret")));
                    }
                    """)),
            Map.of(),
            List.of(ProviderSource.CLASS));
  }

  private ProvisionBuilder site(String yaml) throws IOException {
    Path site = Files.createDirectories(home.resolve("site"));
    Files.writeString(site.resolve("provision.yaml"), yaml);
    return Provision.builder()
        .environment(Map.of("SET", "from-env"))
        .userHome(home)
        .workingDirectory(home)
        .configuration("site")
        .with(own());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'provider: own'                                             | spy | 'got nobody, no secret'
          'provider: spy'                                             |     | 'got general, a secret'
          'providers: {lab: {type: spy}}'                             | lab | 'got nobody, no secret'
          'provider: lab\nproviders: {lab: {type: spy}}'              |     | 'got nobody, no secret'
          'providers: {lab: {type: spy, userid: me, secret-key: it}}' | lab | 'got me, a secret'
          'providers: {caf\u00E9: {type: spy, userid: me, secret-key: it}}' | cafe\u0301 | 'got me, a secret'
          """)
  void a_third_partys_provider_gets_what_is_meant_for_it_only(
      String yaml, String chosen, String got) throws IOException {
    ProvisionBuilder builder = site(GENERAL + yaml.replace("\\n", "\n") + "\n");
    Optional.ofNullable(chosen).ifPresent(builder::provider);

    try (Provision provision = builder.open()) {
      assertThatThrownBy(provision::nodes).hasMessageContaining(got);
    }
  }

  @Test
  void what_is_given_with_the_call_goes_to_whom_it_is_given() throws IOException {
    try (Provision provision =
        site(GENERAL).provider("spy").userid("me").secretKey(Secret.of("mine")).open()) {
      assertThatThrownBy(provision::nodes).hasMessageContaining("got me, a secret");
    }
  }

  @Test
  void a_cloud_that_the_program_brings_inherits_the_general_ones() throws IOException {
    try (Provision provision =
        site(GENERAL + "providers: {lab: {type: own}}\n").provider("lab").open()) {
      assertThatThrownBy(provision::nodes).hasMessageContaining("seen");
    }
    assertThat(opened)
        .singleElement()
        .extracting(CloudAccount::userid)
        .isEqualTo(Optional.of("general"));
  }

  @ParameterizedTest
  @CsvSource({
    "secret-key, ${env:NOT_SET}, the environment variable is not set",
    "secret-key, ${file:missing}, missing",
    "secret-key, ${command:false}, the command failed with status 1",
    "userid, ${env:NOT_SET}, the environment variable is not set",
    "userid, ${command:echo}, is empty",
    "zone, ${env:NOT_SET}, the environment variable is not set",
    "zone, ${env:SET} ${command:exit 3}, the command failed with status 3"
  })
  void a_bad_reference_is_the_users_to_put_right_and_names_its_place(
      String key, String text, String cause) throws IOException {
    String account =
        "provider: lab\nproviders:\n  lab:\n    type: own\n    " + key + ": '" + text + "'\n";

    try (Provision provision = site(account).open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("site/provision.yaml:5:5: " + key + ": ${")
          .hasMessageContaining(cause)
          .hasMessageNotContaining("from-env");
    }
    if (!key.equals("zone")) {
      try (Provision provision = site("provider: own\n" + key + ": '" + text + "'\n").open()) {
        assertThatThrownBy(provision::nodes)
            .isInstanceOf(ProblemsException.class)
            .hasMessageContaining("site/provision.yaml:2:")
            .hasMessageContaining(": " + key + ": ${");
      }
    }
    assertThat(opened).isEmpty();
  }

  @Test
  void a_bad_reference_troubles_nobody_who_is_not_meant() throws IOException {
    try (Provision provision =
        site("secret-key: ${env:NOT_SET}\nuserid: ${env:NOT_SET}\n").provider("memory").open()) {
      assertThat(provision.nodes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'provider: own\nsecret-key: "a\\nb"'                                       | 'provision.yaml:2:13: secret-key: not so'
          'provider: lab\nproviders:\n  lab:\n    type: own\n    secret-key: "a\\nb"' | 'provision.yaml:5:5: secret-key: not so'
          'provider: lab\nproviders:\n  lab:\n    type: own\n    zone: bad'           | 'provision.yaml:5:5: zone: not so'
          """)
  void what_a_provider_refuses_is_named_with_its_place(String yaml, String message)
      throws IOException {
    try (Provision provision = site(yaml).open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessage("site/" + message);
    }
  }

  @Test
  void what_was_given_with_the_call_has_no_place_in_a_file() throws IOException {
    try (Provision provision =
        site("provider: own\nsecret-key: good").secretKey(Secret.of("a\nb")).open()) {
      assertThatThrownBy(provision::nodes).isInstanceOf(CloudException.class);
    }
  }
}
