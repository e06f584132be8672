package dev.provision.domain.plan;

import static dev.provision.domain.plan.Configurations.file;
import static dev.provision.domain.plan.Configurations.script;
import static dev.provision.domain.plan.Configurations.withBundles;
import static dev.provision.domain.plan.Configurations.withKeys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.step.RunScript.OnFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a [Planner] does besides the plan of one new node, for which there is [PlannerTest].
final class ExistingNodesTest {
  private static final PublicKey USUAL = key("AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");
  private static final PublicKey MORE = key("AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc");
  private static final String MARKED =
      "# provision-template-type: format-string\necho {node_name} {node_index}/{node_count} {x}\n";

  private final SourcesInMemory sources =
      new SourcesInMemory().with("/c/t.sh", MARKED).with("/c/a.sh", "echo a\n");

  private static PublicKey key(String end) {
    return PublicKey.parse("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5" + end + " me", "test");
  }

  @Test
  void keys_are_installed_on_request_the_usual_one_first() {
    Planner planner =
        new Planner(withKeys(USUAL, MORE, script("b", "/r/a", "/c/a.sh")), sources, new Random(1));
    DeployRequest request = DeployRequest.ofBundles("b");

    assertThat(planner.plansForExisting(request, List.of("n"), true).first().keys())
        .containsExactly(USUAL, MORE);
    assertThat(planner.plansForExisting(request, List.of("n"), false).first().keys()).isEmpty();
    assertThat(planner.plan(request).keys()).containsExactly(USUAL, MORE);
  }

  @Test
  void each_node_knows_its_number() throws IOException {
    Planner planner =
        new Planner(withBundles(script("b", "/r/t", "/c/t.sh")), sources, new Random(1));
    DeployRequest request =
        new DeployRequest(
            List.of("b"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new DeployRequest.Variable("x", "y")),
            OnFailure.STOP);
    List<String> texts = new ArrayList<>();
    Map<String, NodePlace> places = Map.of("m", new NodePlace(3, 7), "n", new NodePlace(1, 1));
    for (DeployPlan plan :
        planner
            .plansForExisting(
                request, List.of("m", "n"), false, name -> Optional.ofNullable(places.get(name)))
            .plans()) {
      try (var in = plan.scripts().getFirst().content().open()) {
        texts.add(new String(in.readAllBytes(), UTF_8).lines().toList().getLast());
      }
    }

    assertThat(texts).containsExactly("echo m 3/7 y", "echo n 1/1 y");
  }

  @Test
  void a_place_that_nobody_knows_is_a_problem_only_where_it_is_used_and_not_given() {
    Planner planner =
        new Planner(
            withBundles(script("b", "/r/t", "/c/t.sh"), script("a", "/r/a", "/c/a.sh")),
            sources,
            new Random(1));
    DeployRequest both = DeployRequest.ofBundles("b").with("x", "y");

    assertThat(planner.plansForExisting(DeployRequest.ofBundles("a"), List.of("n"), false).plans())
        .hasSize(1);
    assertThatThrownBy(() -> planner.plansForExisting(both, List.of("n"), false))
        .isInstanceOf(ProblemsException.class)
        .hasMessage(
            "the node_index of node 'n' is not known: this computer has no record of its"
                + " deployment; check its name, or set it with -t node_index=N");
    DeployRequest given = both.with("node_index", "2").with("node_count", "5");
    assertThat(planner.plansForExisting(given, List.of("n"), false).first().warnings()).isEmpty();
  }

  @Test
  void a_script_is_rendered_with_the_given_variables_and_those_of_the_configuration() {
    Planner planner =
        new Planner(
            Configurations.with(
                Map.of("node_name", "n", "node_index", "1", "node_count", "1", "x", "old"),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty()),
            sources,
            new Random(1));

    assertThat(
            new String(
                planner.render("/c/t.sh", Map.of("x", VariableValue.of("new"))).bytes(), UTF_8))
        .endsWith("echo n 1/1 new\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "/etc/", "/etc/.", "/etc/..", "/a\0b", "\0/a"})
  void a_target_must_be_the_absolute_path_of_a_file(String target) {
    for (Bundle bundle : List.of(script("b", target, "/c/a.sh"), file("b", target, "/c/a.sh"))) {
      Planner planner = new Planner(withBundles(bundle), sources, new Random(1));

      assertThatThrownBy(() -> planner.plan(DeployRequest.ofBundles("b")))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("target '" + target + "' of /c/a.sh ")
          .hasMessageContaining(target.contains("\0") ? "contains a NUL character" : " is ");
    }
  }
}
