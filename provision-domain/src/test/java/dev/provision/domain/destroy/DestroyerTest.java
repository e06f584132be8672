package dev.provision.domain.destroy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.InMemoryCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestroyerTest {
  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");
  private final Destroyer destroyer =
      new Destroyer(cloud, new DestroyPolicy(List.of("deploy-test-", "lab-")));

  private void node(String name) {
    cloud.create(
        new NodeRequest(
            name,
            "token-" + name,
            new Image("img-1", "Debian 12"),
            cloud.sizes().getFirst(),
            cloud.locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of()));
  }

  @Test
  void a_node_with_a_destroyable_prefix_goes_and_the_others_stay() {
    node("lab-1");
    node("lab-2");
    List<String> announced = new ArrayList<>();

    List<Node> gone = destroyer.destroy("lab-1", node -> announced.add(node.name()));

    assertThat(gone).extracting(Node::name).containsExactly("lab-1");
    assertThat(announced).containsExactly("lab-1");
    assertThat(cloud.nodes()).extracting(Node::name).containsExactly("lab-2");
  }

  @Test
  void any_other_node_stays_whoever_asks() {
    node("production");

    assertThatThrownBy(() -> destroyer.destroy("production", node -> {}))
        .hasMessageContaining("'production' may not be destroyed")
        .hasMessageContaining("'deploy-test-', 'lab-'");
    assertThat(cloud.nodes()).hasSize(1);
  }

  @Test
  void a_node_that_is_not_there_is_said_with_the_nearest_name() {
    node("lab-web");

    assertThatThrownBy(() -> destroyer.destroy("lab-wbe", node -> {}))
        .hasMessage("there is no node 'lab-wbe'; did you mean 'lab-web'?");
  }

  @Test
  void without_prefixes_nothing_may_go() {
    assertThat(new DestroyPolicy(List.of()).refusal("x")).isPresent();
    assertThat(new DestroyPolicy(List.of("")).refusal("x")).isEmpty();
  }
}
