package dev.provision.adapter.jclouds.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.TestedProvider;
import dev.provision.adapter.jclouds.ec2.AwsAccess;
import dev.provision.adapter.jclouds.gce.GoogleAccess;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.openstack.OpenStackAccess;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where credentials come from.
final class AccountAccessTest {
  @TempDir Path home;

  private CredentialSources sources(Map<String, String> environment) {
    return new CredentialSources(environment, home, home);
  }

  private static CloudAccount account(
      Optional<String> userid, Optional<Secret> secret, Map<String, String> options) {
    return new CloudAccount("lab", userid, secret, options, Path.of("/nowhere"));
  }

  private static CloudAccount nobody(Map<String, String> options) {
    return account(Optional.empty(), Optional.empty(), options);
  }

  private Path file(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void openstacks_own_variables_are_an_account() {
    AccountAccess access =
        OpenStackAccess.of(
            nobody(Map.of()),
            sources(
                Map.of(
                    "OS_AUTH_URL", "https://lab:5000",
                    "OS_USERNAME", "demo",
                    "OS_PASSWORD", "pw",
                    "OS_PROJECT_NAME", "web",
                    "OS_USER_DOMAIN_NAME", "Users",
                    "OS_REGION_NAME", "north")));

    assertThat(access.identity()).isEqualTo("Users:demo");
    assertThat(access.credential().reveal()).isEqualTo("pw");
    assertThat(access.endpoint()).contains("https://lab:5000/v3");
    assertThat(access.region()).contains("north");
    assertThat(access.properties()).containsEntry("jclouds.keystone.scope", "project:web");
  }

  @Test
  void an_entry_of_clouds_yaml_is_an_account_and_secure_yaml_completes_it() throws IOException {
    file(
        ".config/openstack/clouds.yaml",
        """
        clouds:
          lab:
            region_name: south
            auth: {auth_url: "https://lab:5000/v3", username: eve, project_id: p-1}
        """);
    file(".config/openstack/secure.yaml", "clouds: {lab: {auth: {password: hidden}}}\n");

    AccountAccess access =
        OpenStackAccess.of(
            nobody(Map.of("cloud", "lab")), sources(Map.of("OS_USERNAME", "another")));

    assertThat(access.identity()).isEqualTo("Default:eve");
    assertThat(access.credential().reveal()).isEqualTo("hidden");
    assertThat(access.properties()).containsEntry("jclouds.keystone.scope", "projectId:p-1");
    assertThat(access.region()).contains("south");
  }

  @Test
  void a_cloud_that_clouds_yaml_lacks_is_named_with_those_it_has() throws IOException {
    file("clouds.yaml", "clouds: {lab: {}, prod: {}}\n");

    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "la")), sources(Map.of())))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("'la'")
        .hasMessageContaining("[lab, prod]");
  }

  private AccountAccess cloud(String entry) throws IOException {
    file(
        "clouds.yaml",
        "clouds:\n  lab:\n    auth: {auth_url: 'https://lab:5000', project_name: p}\n" + entry);
    return OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of()));
  }

  /// What looks like a number in an entry is a text, as OpenStack's own tools have it.
  @ParameterizedTest
  @ValueSource(strings = {"61e9540", "1.10", "0123", "12345678901234567890", "true", "0x1F", "1e3"})
  void a_value_is_the_text_that_is_written(String password) throws IOException {
    file(
        "clouds.yaml",
        "clouds: {lab: {auth: {auth_url: 'https://lab:5000', username: u, password: %s, project_id: %s}}}"
            .formatted(password, password));

    AccountAccess access = OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of()));

    assertThat(access.credential().reveal()).isEqualTo(password);
    assertThat(access.properties())
        .containsEntry("jclouds.keystone.scope", "projectId:" + password);
  }

  @Test
  void merges_and_other_endings_are_read_and_yml_is_found() throws IOException {
    file(
        ".config/openstack/clouds.yml",
        """
        base: &base {auth_url: "https://lab:5000/v3", project_name: p, user_domain_id: default}
        clouds:
          lab: {auth: {<<: *base, username: eve, password: x}, verify: true, interface: public}
        """);

    AccountAccess access = OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of()));

    assertThat(access.identity()).isEqualTo("Default:eve");
    assertThat(access.endpoint()).contains("https://lab:5000/v3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth_type: v3applicationcredential          | auth_type 'v3applicationcredential' is not supported
          auth_type: token                            | auth_type 'token' is not supported
          user_domain_id: ud                          | user_domain_id 'ud' is not supported; set user_domain_name
          user_id: u-1                                | user_id is not supported; set username
          application_credential_id: i                | application_credential_id is not supported
          token: t                                    | token is not supported
          cacert: /ca.pem                             | cacert is not supported; add the certificate
          verify: false                               | verify 'false' is not supported
          profile: vexxhost                           | profile is not supported; copy the profile
          interface: internal                         | interface 'internal' is not supported
          compute_endpoint_override: http://x         | compute_endpoint_override is not supported
          system_scope: all                           | system_scope is not supported
          nosuch: [a]                                 | nosuch is not supported
          """)
  void what_an_entry_says_and_is_not_supported_is_named_with_its_line(String line, String said) {
    assertThatThrownBy(() -> cloud("    username: u\n    " + line + "\n"))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(home.resolve("clouds.yaml") + ":5: " + said);
  }

  @Test
  void a_variable_that_is_not_supported_is_named() {
    assertThatThrownBy(
            () ->
                OpenStackAccess.of(
                    nobody(Map.of()),
                    sources(
                        Map.of(
                            "OS_AUTH_URL",
                            "https://lab:5000",
                            "OS_TOKEN",
                            "t",
                            "OS_USERNAME",
                            "u"))))
        .hasMessageContaining("OS_TOKEN is not supported");
  }

  @Test
  void a_file_of_openstack_that_is_no_text_is_named() throws IOException {
    Files.write(home.resolve("clouds.yaml"), "clouds: {lab: {}}".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("clouds.yaml is not UTF-8 text");

    file("clouds.yaml", "clouds:\n  lab: [\n");
    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("clouds.yaml:3 is not YAML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clouds:\n  lab: &a {region_name: r, <<: *a}\n",
        "x:\n  y: &a {<<: [*a, *a]}\nclouds: {lab: {}}\n",
        "clouds:\n  lab: &a {auth: {<<: *a}}\n"
      })
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_merge_of_a_mapping_into_itself_is_named_with_its_line(String text) throws IOException {
    file("clouds.yaml", text);

    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("clouds.yaml:2: this anchor is used within itself");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void clouds_that_are_too_much_or_too_deep_are_named() throws IOException {
    StringBuilder merges = new StringBuilder("x0: &a0 {? [k] : v}\n");
    for (int i = 1; i < 60; i++) {
      merges.append("x%s: &a%s {<<: [*a%s, *a%s]}\n".formatted(i, i, i - 1, i - 1));
    }
    file("clouds.yaml", merges + "clouds: {lab: {}}\n");
    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("this merges too many entries");

    file("clouds.yaml", "clouds: " + "[".repeat(100_000));
    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("clouds.yaml is not YAML: it is nested too deeply");
  }

  @Test
  void an_entry_that_is_its_own_auth_is_named() throws IOException {
    file("clouds.yaml", "clouds:\n  lab: &a {auth: *a}\n");

    assertThatThrownBy(() -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of())))
        .hasMessageContaining("clouds.yaml:2: auth is not supported");
  }

  @Test
  void an_anchor_of_clouds_yaml_may_be_used_often() throws IOException {
    StringBuilder clouds =
        new StringBuilder("x: &x {auth_url: 'https://lab:5000', username: eve, project_id: p}\n");
    clouds.append("clouds:\n");
    for (int i = 0; i < 60; i++) {
      clouds.append("  c%s: {auth: {<<: *x, password: p%s}}\n".formatted(i, i));
    }
    file("clouds.yaml", clouds.toString());

    assertThat(OpenStackAccess.of(nobody(Map.of("cloud", "c59")), sources(Map.of())).credential())
        .isEqualTo(Secret.of("p59"));
  }

  @Test
  void a_profile_that_is_not_there_is_named_however_it_is_chosen() {
    for (String variable : List.of("AWS_PROFILE", "AWS_DEFAULT_PROFILE")) {
      assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(Map.of(variable, "gone"))))
          .hasMessageContaining("there is no profile 'gone' in " + home.resolve(".aws"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credential_process = /bin/true",
        "role_arn = arn:aws:iam::1:role/x",
        "sso_session = s",
        "web_identity_token_file = /t",
        "role_arn = arn\naws_access_key_id = AKIA\naws_secret_access_key = s"
      })
  void a_profile_whose_keys_have_to_be_got_is_told_with_the_way(String lines) throws IOException {
    file(".aws/config", "[default]\nregion = a\n[profile x]\nregion = b\n" + lines + "\n");

    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(Map.of("AWS_PROFILE", "x"))))
        .hasMessageContaining("the profile 'x'")
        .hasMessageContaining(lines.substring(0, lines.indexOf(' ')))
        .hasMessageContaining("aws configure export-credentials --profile x");
  }

  @Test
  void a_role_that_variables_name_goes_before_the_keys_of_the_profile() throws IOException {
    file(".aws/credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n");
    Map<String, String> role =
        Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/x", "AWS_ROLE_ARN", "arn:aws:iam::1:role/x");

    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(role)))
        .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE is set")
        .hasMessageContaining("aws configure export-credentials");
    // As for Amazon's tools: keys in the variables, or a profile that is named, go before it.
    assertThat(AwsAccess.of(nobody(Map.of("profile", "default")), sources(role)).identity())
        .isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource({"config, credentials", "credentials, config"})
  void halves_of_a_key_in_two_files_are_no_key(String id, String secret) throws IOException {
    file(".aws/" + id, "[default]\naws_access_key_id = A\n");
    file(".aws/" + secret, "[default]\naws_secret_access_key = S\naws_session_token = T\n");

    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(Map.of())))
        .hasMessageContaining("the secret access key is missing")
        .hasMessageContaining("both parts of the key in one file");
  }

  @Test
  void a_profile_that_is_not_there_is_an_error_even_if_the_keys_are_in_variables() {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "S", "AWS_PROFILE", "gone");

    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(environment)))
        .hasMessageContaining("there is no profile 'gone'");
    assertThatThrownBy(
            () ->
                AwsAccess.of(
                    account(Optional.of("B"), Optional.of(Secret.of("b")), Map.of()),
                    sources(environment)))
        .hasMessageContaining("there is no profile 'gone'");
    assertThat(
            AwsAccess.of(
                    account(Optional.of("B"), Optional.of(Secret.of("b")), Map.of("region", "r-1")),
                    sources(environment))
                .identity())
        .isEqualTo("B");
  }

  @Test
  void a_profile_of_which_only_the_name_is_there_is_one() throws IOException {
    file(".aws/config", "[profile e]\n");

    assertThat(
            AwsAccess.of(
                    nobody(Map.of()),
                    sources(
                        Map.of(
                            "AWS_ACCESS_KEY_ID",
                            "A",
                            "AWS_SECRET_ACCESS_KEY",
                            "S",
                            "AWS_PROFILE",
                            "e")))
                .identity())
        .isEqualTo("A");
  }

  @Test
  void the_old_name_of_the_session_token_goes_first_as_for_amazons_tools() throws IOException {
    assertThat(
            AwsAccess.of(
                    nobody(Map.of()),
                    sources(
                        Map.of(
                            "AWS_ACCESS_KEY_ID",
                            "A",
                            "AWS_SECRET_ACCESS_KEY",
                            "S",
                            "AWS_SECURITY_TOKEN",
                            "old",
                            "AWS_SESSION_TOKEN",
                            "new")))
                .sessionToken()
                .map(Secret::reveal))
        .contains("old");
    file(
        ".aws/credentials",
        "[default]\naws_access_key_id=A\naws_secret_access_key=S\naws_security_token=T\n");
    assertThat(AwsAccess.of(nobody(Map.of()), sources(Map.of())).sessionToken().map(Secret::reveal))
        .contains("T");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE_FIPS_ENDPOINT", "USE_DUALSTACK_ENDPOINT"})
  void another_kind_of_endpoint_is_an_error_unless_the_endpoint_is_given(String setting)
      throws IOException {
    file(".aws/credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n");
    Map<String, String> environment = Map.of("AWS_" + setting, "true");
    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(environment)))
        .hasMessageContaining("AWS_" + setting)
        .hasMessageContaining("set endpoint to https://ec2");
    assertThat(
            AwsAccess.of(nobody(Map.of("endpoint", "https://e")), sources(environment)).endpoint())
        .contains("https://e");

    file(".aws/config", "[default]\n" + setting.toLowerCase(Locale.ROOT) + " = true\n");
    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of()), sources(Map.of())))
        .hasMessageContaining("AWS_" + setting);
    assertThat(
            AwsAccess.of(nobody(Map.of()), sources(Map.of("AWS_" + setting, "false"))).endpoint())
        .contains("https://ec2.us-east-1.amazonaws.com");
  }

  @Test
  void an_endpoint_of_the_service_goes_first_and_all_can_be_ignored() throws IOException {
    file(".aws/credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n");
    file(
        "c",
        """
        [default]
        endpoint_url = http://all
        services = own
        [services own]
        s3 =
          endpoint_url = http://s3
        ec2 =
          endpoint_url = http://ec2
        """);

    assertThat(AwsAccess.of(nobody(Map.of()), sources(Map.of("AWS_CONFIG_FILE", "~/c"))).endpoint())
        .contains("http://ec2");
    assertThat(
            AwsAccess.of(
                    nobody(Map.of()),
                    sources(
                        Map.of(
                            "AWS_CONFIG_FILE", "~/c",
                            "AWS_ENDPOINT_URL", "http://env",
                            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")))
                .endpoint())
        .contains("https://ec2.us-east-1.amazonaws.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {".aws/config", ".aws/credentials", "key.json"})
  void a_byte_order_mark_that_their_own_tools_refuse_is_named(String name) throws IOException {
    Path file = file(name, "\uFEFF[default]\naws_access_key_id = A\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> read(name))
        .hasMessageContaining(file + " begins with a byte order mark");
  }

  @Test
  void halves_of_two_keys_are_no_key() throws IOException {
    file(".aws/credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n");

    assertThatThrownBy(
            () -> AwsAccess.of(nobody(Map.of()), sources(Map.of("AWS_ACCESS_KEY_ID", "only-id"))))
        .hasMessageContaining("the secret access key is missing");
  }

  @Test
  void amazons_files_are_read_as_its_own_tools_read_them() throws IOException {
    file(
        ".aws/config",
        """
        # a remark
        [x]
        region = never
        [profile "x"]
        s3 =
          region = nested
        region = eu-west-1
        endpoint_url = http://127.0.0.1:5001
        """);
    file(".aws/credentials", "[x]\naws_access_key_id=A\naws_secret_access_key=S=\n");

    AccountAccess access = AwsAccess.of(nobody(Map.of("profile", "x")), sources(Map.of()));

    assertThat(access.identity()).isEqualTo("A");
    assertThat(access.credential().reveal()).isEqualTo("S=");
    assertThat(access.region()).contains("eu-west-1");
    assertThat(access.endpoint()).contains("http://127.0.0.1:5001");
    file(".aws/credentials", "[x]\naws_access_key_id A\n");
    assertThatThrownBy(() -> AwsAccess.of(nobody(Map.of("profile", "x")), sources(Map.of())))
        .hasMessageContaining("credentials:2 is neither a section");
  }

  @Test
  void version_two_takes_the_project_before_the_user() {
    AccountAccess access =
        OpenStackAccess.of(
            account(
                Optional.of("demo"),
                Optional.of(Secret.of("pw")),
                Map.of("endpoint", "https://old:5000/v2.0/", "project", "web")),
            sources(Map.of()));

    assertThat(access.identity()).isEqualTo("web:demo");
    assertThat(access.properties()).containsEntry("jclouds.keystone.version", "2");
  }

  @Test
  void a_missing_project_is_said_with_the_ways_to_give_it() {
    assertThatThrownBy(
            () ->
                OpenStackAccess.of(
                    account(
                        Optional.of("demo"),
                        Optional.of(Secret.of("pw")),
                        Map.of("endpoint", "https://lab:5000")),
                    sources(Map.of())))
        .hasMessageContaining("the project is missing")
        .hasMessageContaining("OS_PROJECT_NAME");
  }

  @Test
  void a_profile_of_amazon_gives_keys_region_and_session_token() throws IOException {
    file(
        ".aws/credentials",
        """
        [work]
        aws_access_key_id = AKID
        aws_secret_access_key = shh
        aws_session_token = passing
        """);
    file(".aws/config", "[profile work]\nregion = eu-west-1\n");

    AccountAccess access =
        AwsAccess.of(
            nobody(Map.of("profile", "work")),
            sources(Map.of("AWS_ACCESS_KEY_ID", "OTHER", "AWS_SECRET_ACCESS_KEY", "other")));

    assertThat(access.identity()).isEqualTo("AKID");
    assertThat(access.credential().reveal()).isEqualTo("shh");
    assertThat(access.sessionToken().map(Secret::reveal)).contains("passing");
    assertThat(access.region()).contains("eu-west-1");
    assertThat(access.endpoint()).contains("https://ec2.eu-west-1.amazonaws.com");
  }

  @Test
  void the_configuration_goes_before_amazons_variables() {
    AccountAccess access =
        AwsAccess.of(
            account(Optional.of("MINE"), Optional.of(Secret.of("mine")), Map.of()),
            sources(
                Map.of(
                    "AWS_ACCESS_KEY_ID",
                    "OTHER",
                    "AWS_SESSION_TOKEN",
                    "other",
                    "AWS_REGION",
                    "x-1")));

    assertThat(access.identity()).isEqualTo("MINE");
    assertThat(access.sessionToken()).isEmpty();
    assertThat(access.region()).contains("x-1");
  }

  @Test
  void a_json_key_is_an_account_at_google() throws IOException {
    Path key =
        file(
            "key.json",
            "{\"client_email\": \"robot@p.example\", \"private_key\": \"PEM\", \"project_id\":"
                + " \"p\"}");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    AccountAccess access = read("key.json");

    assertThat(access.identity()).isEqualTo("robot@p.example");
    assertThat(access.credential().reveal()).isEqualTo("PEM");
    assertThat(access.endpoint()).contains("https://compute.googleapis.com/compute/v1/projects/p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--", "rwx--x---"})
  void a_key_of_google_that_others_can_read_is_refused_as_openssh_does(String mode)
      throws IOException {
    Path key =
        file(
            "key.json",
            "{\"client_email\": \"r@p.example\", \"private_key\": \"PEM\", \"project_id\": \"p\"}");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> read("key.json"))
        .hasMessageContaining(key + " contains a private key that other users can read")
        .hasMessageEndingWith("run: chmod 600 " + key)
        .hasMessageNotContaining("PEM");
  }

  @Test
  void each_provider_says_which_variables_it_reads() {
    assertThat(TestedProvider.SOFTLAYER.profile().user().orElseThrow().variables())
        .containsExactly("SL_USERNAME");
    assertThat(TestedProvider.DIGITAL_OCEAN.profile().secret().orElseThrow().variables())
        .containsExactly("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN");
    assertThat(TestedProvider.STUB.profile().credentials()).isEmpty();
  }

  @Test
  void users_of_images_are_told_by_their_names() {
    assertThat(Distribution.of("ubuntu/images/hvm-ssd/ubuntu-noble-24.04-amd64-server-1"))
        .contains(Distribution.UBUNTU);
    assertThat(Distribution.of("debian-12-amd64-20260101").map(Distribution::amazonUser))
        .contains("admin");
    assertThat(Distribution.of("al2023-ami-2023.6-x86_64").map(Distribution::amazonUser))
        .contains("ec2-user");
    assertThat(Distribution.of("AlmaLinux OS 9.5 x86_64").map(Distribution::user))
        .contains("almalinux");
    assertThat(Distribution.of("Rocky-9-EC2-Base-9.5").map(Distribution::user)).contains("rocky");
    assertThat(Distribution.of("golden")).isEmpty();
  }

  /// Every file of another tool: who could change it could have secrets sent to another place.
  @ParameterizedTest
  @ValueSource(
      strings = {"clouds.yaml", "secure.yaml", ".aws/config", ".aws/credentials", "key.json"})
  void a_file_that_others_can_change_or_that_is_none_is_not_used(String name) throws Exception {
    file("clouds.yaml", "clouds: {lab: {auth: {auth_url: 'https://lab'}}}\n");
    Path file = file(name, "clouds: {}\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatThrownBy(() -> read(name))
        .hasMessageContaining(file + " is writable by everybody, so it is ignored")
        .hasMessageEndingWith("run: chmod go-w " + file);

    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> read(name)).hasMessageContaining(file + " is not a regular file");
  }

  private AccountAccess read(String name) {
    return switch (name) {
      case "key.json" ->
          GoogleAccess.of(
              nobody(Map.of()),
              sources(Map.of("GOOGLE_APPLICATION_CREDENTIALS", home.resolve(name).toString())));
      case ".aws/config", ".aws/credentials" -> AwsAccess.of(nobody(Map.of()), sources(Map.of()));
      default -> OpenStackAccess.of(nobody(Map.of("cloud", "lab")), sources(Map.of()));
    };
  }
}
