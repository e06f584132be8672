package dev.provision.domain.destroy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DestroyerTest {
  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");
  private final Destroyer destroyer =
      new Destroyer(cloud, new DestroyPolicy(List.of("deploy-test-", "lab-")));

  private void node(String name) {
    node(name, "token-" + name);
  }

  private void node(String name, String token) {
    cloud.create(
        new NodeRequest(
            name,
            token,
            new Image("img-1", "Debian 12"),
            cloud.catalog().sizes().getFirst(),
            cloud.catalog().locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of()));
  }

  private List<Node> destroy(String asked, Consumer<Node> before) {
    return destroyer.destroy(destroyer.find(List.of(asked), false).getFirst(), before);
  }

  private List<Node> destroy(String asked) {
    return destroy(asked, node -> {});
  }

  @Test
  void a_node_with_a_destroyable_prefix_goes_and_the_others_stay() {
    node("lab-1");
    node("lab-2");
    List<String> announced = new ArrayList<>();

    List<Node> gone = destroy("lab-1", node -> announced.add(node.name()));

    assertThat(gone).extracting(Node::name).containsExactly("lab-1");
    assertThat(announced).containsExactly("lab-1");
    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("lab-2");
  }

  @Test
  void any_other_node_stays_whoever_asks() {
    node("production");

    assertThatThrownBy(() -> destroy("production"))
        .hasMessageContaining("'production' must not be destroyed")
        .hasMessageContaining("'deploy-test-', 'lab-'");
    assertThat(cloud.nodes()).hasSize(1);
  }

  @Test
  void a_node_that_is_gone_is_nobody_s_nearest_name() {
    node("lab-web");
    cloud.change(cloud.nodes().getFirst().id(), DestroyerTest::terminated);

    assertThatThrownBy(() -> destroy("lab-wbe"))
        .hasMessage("there is no node 'lab-wbe'; none exist");
  }

  private static Node terminated(Node node) {
    return new Node(
        node.id(),
        node.name(),
        Node.State.TERMINATED,
        node.publicAddresses(),
        node.privateAddresses(),
        node.image(),
        node.size(),
        node.location(),
        node.createdAt());
  }

  @Test
  void a_node_that_is_not_there_is_said_with_the_nearest_name() {
    node("lab-web");

    assertThatThrownBy(() -> destroy("lab-wbe"))
        .hasMessage("there is no node 'lab-wbe'; did you mean 'lab-web'?");
  }

  @Test
  void an_id_or_its_end_will_do_but_the_name_decides() {
    node("lab-1");
    node("production");
    cloud.change(new NodeId("mem-1"), node -> as(node, new NodeId("region/mem-1")));

    assertThatThrownBy(() -> destroy("mem-2"))
        .hasMessageContaining("'production' must not be destroyed");
    assertThat(destroyer.find(List.of("mem-1", "region/mem-1"), false))
        .allSatisfy(
            target -> assertThat(target.nodes()).extracting(Node::name).containsExactly("lab-1"));
    assertThatThrownBy(() -> destroy("em-1"))
        .hasMessageContainingAll("there is no node 'em-1'", "'em-1' must not be destroyed");
    assertThat(cloud.nodes()).hasSize(2);
  }

  private static Node as(Node node, NodeId id) {
    return changed(node, id, node.state());
  }

  private static Node changed(Node node, NodeId id, Node.State state) {
    return new Node(
        id,
        node.name(),
        state,
        node.publicAddresses(),
        node.privateAddresses(),
        node.image(),
        node.size(),
        node.location(),
        node.createdAt());
  }

  @Test
  void what_is_gone_already_is_a_success() {
    node("lab-1");
    cloud.change(new NodeId("mem-1"), node -> changed(node, node.id(), Node.State.TERMINATED));
    cloud.fail(CloudOperation.DESTROY, new CloudFailure.NotFound("destroying", "nobody may ask"));

    assertThat(destroy("lab-1")).isEmpty();
    assertThat(destroy("mem-1")).isEmpty();
  }

  @Test
  void several_nodes_of_one_name_go_only_if_all_are_meant() {
    cloud.allowSameNames();
    node("lab-1");
    node("lab-1", "another token");
    node("lab-2");

    assertThatThrownBy(() -> destroyer.find(List.of("lab-2", "lab-1"), false))
        .hasMessageContainingAll("2 nodes are named 'lab-1'", "mem-1", "mem-2", "--all");
    assertThat(destroy("mem-2")).hasSize(1);
    node("lab-1", "a third token");
    assertThat(destroyer.destroy(destroyer.find(List.of("lab-1"), true).getFirst(), node -> {}))
        .hasSize(2);
    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("lab-2");
  }

  @Test
  void all_that_may_not_be_is_said_at_once_and_nothing_goes() {
    node("lab-1");

    assertThatThrownBy(() -> destroyer.find(List.of("lab-1", "x", "y"), true))
        .hasMessageContainingAll("'x' must not", "'y' must not");
    assertThat(cloud.nodes()).hasSize(1);
  }

  @Test
  void without_prefixes_nothing_may_go() {
    assertThat(new DestroyPolicy(List.of()).refusal("x")).isPresent();
    assertThat(new DestroyPolicy(List.of("")).refusal("x")).isEmpty();
  }
}
