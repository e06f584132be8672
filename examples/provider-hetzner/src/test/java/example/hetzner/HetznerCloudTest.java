package example.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HetznerCloudTest {
  private static final Duration NO_TIME = Duration.ofMillis(1);

  @TempDir private Path state;
  private FakeHetzner hetzner;
  private CloudPort cloud;

  @BeforeEach
  void open() {
    hetzner = new FakeHetzner();
    cloud = cloud(FakeHetzner.TOKEN);
  }

  private CloudPort cloud(String token) {
    return new HetznerCloud(
        new HetznerApi(hetzner.endpoint(), Secret.of(token), NO_TIME),
        List.of(),
        state.resolve("known_hosts"),
        NO_TIME);
  }

  @AfterEach
  void close() {
    cloud.close();
    hetzner.close();
  }

  private static NodeRequest request(String name, String token) {
    return new NodeRequest(
        name,
        token,
        new Image("ubuntu-24.04", "Ubuntu 24.04"),
        new Size(
            "cx23", "CX23", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
        new Location("fsn1", "Falkenstein"),
        Optional.of("#cloud-config\n{}"),
        Optional.empty(),
        List.of("ssh-ed25519 AAAAC3Nz somebody"),
        Map.of());
  }

  private CloudFailure failure(Runnable call) {
    return catchThrowableOfType(CloudException.class, call::run).failure();
  }

  @Test
  void what_there_is_is_listed_page_after_page() {
    assertThat(cloud.catalog().sizes())
        .extracting(Size::id)
        .containsExactly("cx23", "cx33", "cx43");
    assertThat(cloud.catalog().locations()).extracting(Location::name).contains("Falkenstein");
    assertThat(cloud.catalog().images()).extracting(Image::id).contains("debian-12");
  }

  @Test
  void a_node_is_made_awaited_and_destroyed() {
    hetzner.startSlowly(2);

    Node made = cloud.create(request("web", "t1"));
    ReachableNode reachable = cloud.await(made.id(), Duration.ofSeconds(20));

    assertThat(made.state()).isEqualTo(Node.State.PENDING);
    assertThat(reachable.node().state()).isEqualTo(Node.State.RUNNING);
    assertThat(reachable.node().publicAddresses())
        .containsExactly("192.0.2." + made.id(), "2001:db8::1");
    assertThat(reachable.endpoint()).hasToString("root@192.0.2." + made.id());
    assertThat(made.location()).map(Location::id).contains("fsn1");
    assertThat(hetzner.server()).containsEntry("user_data", "#cloud-config\n{}");
    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("web");
    cloud.destroy(made.id());
    cloud.destroy(made.id());
    assertThat(cloud.nodes()).isEmpty();
  }

  @Test
  void a_key_is_registered_once() {
    cloud.create(request("one", "t1"));
    cloud.create(request("two", "t2"));

    assertThat(Collections.frequency(hetzner.calls(), "POST /ssh_keys")).isEqualTo(1);
  }

  @Test
  void a_key_that_another_program_registers_meanwhile_is_taken() {
    cloud.create(request("one", "t1"));
    hetzner.hideKeysOnce();

    Node made = cloud.create(request("two", "t2"));

    assertThat(made.name()).isEqualTo("two");
    assertThat(Collections.frequency(hetzner.calls(), "POST /ssh_keys")).isEqualTo(2);
  }

  @Test
  void a_password_is_used_where_the_cloud_made_one() {
    NodeRequest asked = request("web", "t1");
    Node plain =
        cloud.create(
            new NodeRequest(
                "plain",
                "t2",
                asked.image(),
                asked.size(),
                asked.location(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of()));
    Node withKey = cloud.create(asked);

    assertThat(cloud.await(plain.id(), NO_TIME).endpoint().logins())
        .containsExactly(new Login.Password(Secret.of("made up")));
    assertThat(cloud.await(withKey.id(), NO_TIME).endpoint().logins()).isEmpty();
  }

  @Test
  void an_answer_that_is_lost_leaves_one_node_which_is_found() {
    hetzner.answerOnceAfterCreating(502);

    Node made = cloud.create(request("web", "t1"));

    assertThat(made.name()).isEqualTo("web");
    assertThat(Collections.frequency(hetzner.calls(), "POST /servers")).isEqualTo(1);
    assertThat(hetzner.count()).isEqualTo(1);
  }

  @Test
  void a_request_that_is_repeated_gives_the_same_node() {
    Node first = cloud.create(request("web", "t1"));

    assertThat(cloud.create(request("web", "t1")).id()).isEqualTo(first.id());
  }

  @Test
  void errors_are_told_by_their_kind() {
    cloud.create(request("web", "t1"));

    assertThat(failure(() -> cloud.create(request("web", "t2"))))
        .isInstanceOf(CloudFailure.NameTaken.class);
    assertThat(failure(() -> cloud.await(new NodeId("7"), NO_TIME)))
        .isInstanceOf(CloudFailure.NotFound.class);
    assertThat(failure(() -> cloud("wrong").nodes())).isInstanceOf(CloudFailure.Unauthorized.class);
    hetzner.answerOnce(200, "<html>", Map.of());
    assertThat(failure(cloud::nodes)).isInstanceOf(CloudFailure.Malformed.class);
    hetzner.answerOnce(
        403, "{\"error\": {\"code\": \"resource_limit_exceeded\", \"message\": \"no\"}}", Map.of());
    assertThat(failure(cloud::nodes)).isInstanceOf(CloudFailure.QuotaExceeded.class);
    hetzner.answerOnce(
        423, "{\"error\": {\"code\": \"protected\", \"message\": \"no\"}}", Map.of());
    assertThat(failure(cloud::nodes)).isInstanceOf(CloudFailure.InvalidRequest.class);
  }

  @Test
  void what_may_pass_is_tried_again() {
    hetzner.answerOnce(429, "{}", Map.of("RateLimit-Reset", "4000000000"));
    assertThat(cloud.nodes()).isEmpty();
    hetzner.answerOnce(503, "", Map.of());
    assertThat(cloud.nodes()).isEmpty();
  }

  @Test
  void a_well_known_system_needs_no_list() {
    assertThat(cloud.catalog().image("Ubuntu 24.04 LTS (Noble Numbat)"))
        .map(Image::id)
        .contains("ubuntu-24.04");
    assertThat(cloud.catalog().image("Rocky Linux 9")).map(Image::id).contains("rocky-9");
    assertThat(cloud.catalog().image("AlmaLinux 9")).map(Image::id).contains("alma-9");
    assertThat(cloud.catalog().image("my snapshot")).isEmpty();
    assertThat(hetzner.calls()).isEmpty();
  }

  @Test
  void an_account_without_a_token_says_what_to_do() {
    CloudAccount account =
        new CloudAccount("hetzner", Optional.empty(), Optional.empty(), Map.of(), state);

    assertThatThrownBy(() -> new HetznerProvider().open(account))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("secret-key");
  }

  @Test
  void a_redirect_is_a_failure_that_names_the_place_and_nothing_goes_there() {
    try (FakeHetzner elsewhere = new FakeHetzner()) {
      String place = elsewhere.endpoint() + "/servers";
      NodeRequest request = request("web1", "token-1");
      HetznerApi api = new HetznerApi(hetzner.endpoint(), Secret.of(FakeHetzner.TOKEN), NO_TIME);
      for (int status : List.of(301, 302, 303, 307, 308)) {
        Map<String, String> there = Map.of("Location", place + "?token=secret");
        hetzner.answerOnce(status, "", there);
        assertRedirected(cloud::nodes, place);
        hetzner.answerOnce(status, "", there);
        assertRedirected(() -> cloud.create(request), place);
        hetzner.answerOnce(status, "", there);
        assertRedirected(() -> api.post("making", "/servers", Map.of("name", "web1")), place);
        hetzner.answerOnce(status, "", there);
        assertRedirected(() -> cloud.destroy(new NodeId("7")), place);
      }
      assertThat(elsewhere.calls()).isEmpty();
      assertThat(hetzner.count()).isZero();
    }
  }

  private static void assertRedirected(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String place) {
    assertThatThrownBy(call)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("redirect to " + place)
        .hasMessageNotContaining("secret");
  }

  @Test
  void an_entry_that_cannot_be_read_is_shown_with_a_remark_and_hides_no_other() {
    hetzner.answerOnce(
        200,
        "{\"servers\": [{\"id\": 7, \"name\": \"good\"}, {\"odd\": 1}, 5, {\"id\": 8}]}",
        Map.of());

    List<Node> nodes = cloud.nodes();

    assertThat(nodes)
        .extracting(node -> node.id().value())
        .containsExactly("7", "unreadable-entry-2", "unreadable-entry-3", "8");
    assertThat(nodes.get(1).remark()).contains("cannot be read: there is no id in it");
    assertThat(nodes.get(0).remark()).isEmpty();
    assertThatThrownBy(() -> cloud.destroy(nodes.get(1).id()))
        .hasMessageContaining("which server this is");
    assertThatThrownBy(() -> cloud.await(nodes.get(1).id(), Duration.ofSeconds(1)))
        .hasMessageContaining("which server this is");
  }

  @Test
  void a_page_that_leads_back_is_a_failure() {
    hetzner.answerOnce(
        200, "{\"servers\": [], \"meta\": {\"pagination\": {\"next_page\": 1}}}", Map.of());

    assertThatThrownBy(cloud::nodes).hasMessageContaining("page 1 leads to page 1");
  }

  @Test
  void a_host_that_takes_no_connection_was_asked_nothing() {
    HetznerApi closed =
        new HetznerApi(java.net.URI.create("http://127.0.0.1:1"), Secret.of("t"), NO_TIME);

    assertThatThrownBy(() -> closed.get("looking", "/servers"))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.failure()).isInstanceOf(CloudFailure.Unreachable.class));
  }
}
