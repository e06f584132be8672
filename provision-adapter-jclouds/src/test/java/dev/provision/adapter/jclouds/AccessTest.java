package dev.provision.adapter.jclouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where credentials come from.
final class AccessTest {
  @TempDir Path home;

  private Surroundings surroundings(Map<String, String> environment) {
    return new Surroundings(environment, home, home);
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
    Access access =
        OpenStackAccess.of(
            nobody(Map.of()),
            surroundings(
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

    Access access =
        OpenStackAccess.of(
            nobody(Map.of("cloud", "lab")), surroundings(Map.of("OS_USERNAME", "another")));

    assertThat(access.identity()).isEqualTo("Default:eve");
    assertThat(access.credential().reveal()).isEqualTo("hidden");
    assertThat(access.properties()).containsEntry("jclouds.keystone.scope", "projectId:p-1");
    assertThat(access.region()).contains("south");
  }

  @Test
  void a_cloud_that_clouds_yaml_lacks_is_named_with_those_it_has() throws IOException {
    file("clouds.yaml", "clouds: {lab: {}, prod: {}}\n");

    assertThatThrownBy(
            () -> OpenStackAccess.of(nobody(Map.of("cloud", "la")), surroundings(Map.of())))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("'la'")
        .hasMessageContaining("[lab, prod]");
  }

  @Test
  void version_two_takes_the_project_before_the_user() {
    Access access =
        OpenStackAccess.of(
            account(
                Optional.of("demo"),
                Optional.of(Secret.of("pw")),
                Map.of("endpoint", "https://old:5000/v2.0/", "project", "web")),
            surroundings(Map.of()));

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
                    surroundings(Map.of())))
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

    Access access =
        AwsAccess.of(
            nobody(Map.of("profile", "work")),
            surroundings(Map.of("AWS_ACCESS_KEY_ID", "OTHER", "AWS_SECRET_ACCESS_KEY", "other")));

    assertThat(access.identity()).isEqualTo("AKID");
    assertThat(access.credential().reveal()).isEqualTo("shh");
    assertThat(access.sessionToken().map(Secret::reveal)).contains("passing");
    assertThat(access.region()).contains("eu-west-1");
    assertThat(access.endpoint()).contains("https://ec2.eu-west-1.amazonaws.com");
  }

  @Test
  void the_configuration_goes_before_amazons_variables() {
    Access access =
        AwsAccess.of(
            account(Optional.of("MINE"), Optional.of(Secret.of("mine")), Map.of()),
            surroundings(
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

    Access access =
        GoogleAccess.of(
            nobody(Map.of()),
            surroundings(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString())));

    assertThat(access.identity()).isEqualTo("robot@p.example");
    assertThat(access.credential().reveal()).isEqualTo("PEM");
    assertThat(access.endpoint()).contains("https://compute.googleapis.com/compute/v1/projects/p");
  }

  @Test
  void the_variables_that_the_table_names_are_read() {
    assertThat(Cloud.SOFTLAYER.userVariables()).containsExactly("SL_USERNAME");
    assertThat(Cloud.DIGITAL_OCEAN.secretVariables())
        .containsExactly("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN");
    assertThat(Cloud.STUB.credentials()).isEmpty();
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
}
