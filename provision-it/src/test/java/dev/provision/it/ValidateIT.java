package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `validate` with the providers of the distribution, whose accounts are opened with placeholders.
final class ValidateIT {
  @TempDir Path home;

  private Distribution provision;
  private ConfigurationDirectory configuration;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
    configuration = new ConfigurationDirectory(home.resolve("c"));
  }

  @Test
  void accounts_of_clouds_are_valid_without_their_secrets() {
    configuration.yaml(
        """
        providers:
          lab: {type: openstack, endpoint: "https://lab.example:5000/v3", userid: demo, secret-key: "${env:UNSET}", project: demo}
          aws: {type: ec2, region: eu-central-1}
          ocean: {type: digitalocean, secret-key: "${file:missing}"}
          google: {type: gce, project: p}
          azure: {type: azure, subscription: s, tenant: t}
          box: {type: docker, endpoint: "${env:UNSET}"}
          here: {type: local}
          machines: {type: hosts, hosts: [root@192.0.2.7], become: sudo, become-password: "${env:UNSET}"}
        """);

    Ended ended = provision.run("provision", "validate", "-c", "c");

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.stdout()).isEqualTo("c is valid: 1 directory, 0 bundles, 8 accounts\n");
    assertThat(ended.status()).isZero();
    assertThat(provision.provisionHome().resolve("state/providers")).doesNotExist();
  }

  @Test
  void what_a_provider_rejects_is_at_its_place() {
    configuration.yaml(
        """
        providers:
          lab:
            type: openstack
            secret-key: "${env:UNSET}"
            endpoint: lab.example
            project: demo
          aws: {type: ec2, call-timeout: soon}
          ocean: {type: digitalocean, address: outside}
          machines: {type: hosts, host-trust: blind, hosts: [one]}
        """);

    Ended ended = provision.run("provision", "validate", "-c", "c");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.stderr().lines().filter(line -> line.startsWith("error: ")))
        .containsExactly(
            "error: c/provision.yaml:5:5: endpoint: 'lab.example' is not a URL: it must begin with"
                + " https:// or http://",
            "error: c/provision.yaml:7:20: provider 'aws-ec2': call-timeout is 'soon'",
            "error: c/provision.yaml:8:31: address: 'outside' is not public or private",
            "error: c/provision.yaml:9:27: provider 'machines': host-trust is 'blind'; it must be"
                + " known-hosts or accept-new");
  }
}
