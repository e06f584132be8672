package dev.provision.adapter.jclouds.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where nodes' SSH servers are, and who logs in.
final class NodeEndpointsTest {
  private static final HostTrust TRUST = new HostTrust.KnownHosts(List.of());

  @TempDir Path directory;

  private static SshEndpoint endpoint(Map<String, String> options, Optional<Secret> password) {
    Node node =
        new Node(
            new NodeId("1"),
            "web1",
            Node.State.RUNNING,
            List.of("192.0.2.7"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new NodeEndpoints(new GivenOptions("lab", options), Distribution::user)
        .of(node, "192.0.2.7", Optional.of("Debian 12"), password, TRUST);
  }

  @Test
  void the_account_s_key_is_tried_before_a_password_of_the_cloud() throws IOException {
    Path key = Files.createFile(directory.resolve("id"));

    SshEndpoint endpoint =
        endpoint(Map.of("key", key.toString()), Optional.of(Secret.of("generated")));

    assertThat(endpoint.logins())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isInstanceOfSatisfying(
                        Login.KeyFile.class, login -> assertThat(login.file()).isEqualTo(key)),
            second -> assertThat(second).isInstanceOf(Login.Password.class));
    assertThat(endpoint.user()).contains("debian");
  }

  @Test
  void without_a_key_and_a_password_the_user_s_own_logins_count() {
    assertThat(endpoint(Map.of(), Optional.empty()).logins()).isEmpty();
  }

  @Test
  void a_key_that_cannot_be_read_is_named() {
    String absent = directory.resolve("absent").toString();

    assertThatThrownBy(() -> endpoint(Map.of("key", absent), Optional.empty()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("option key")
        .hasMessageContaining(absent);
  }
}
