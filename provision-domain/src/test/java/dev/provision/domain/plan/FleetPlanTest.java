package dev.provision.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.configuration.Configuration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Plans that are carried out together ask for the same.
final class FleetPlanTest {
  private static final Configuration CONFIGURATION =
      Configurations.with(Map.of(), List.of(), List.of(), List.of(), Optional.empty());

  private final Planner planner = new Planner(CONFIGURATION, new SourcesInMemory(), new Random(1));

  private DeployPlan plan(DeployRequest request) {
    return planner.plan(request);
  }

  private static DeployRequest sized(String name, String size) {
    return new DeployRequest(
        List.of(),
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(size),
        List.of(),
        DeployRequest.ofBundles().onFailure());
  }

  @Test
  void plans_that_ask_for_different_sizes_are_no_fleet() {
    DeployPlan small = plan(sized("a", "small"));
    DeployPlan large = plan(sized("b", "large"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FleetPlan(List.of(small, large)))
        .withMessage("the plans of 'a' and 'b' are for different fleets");
  }

  @Test
  void a_fleet_has_a_node() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FleetPlan(List.of()));
    assertThatThrownBy(() -> planner.plansForExisting(DeployRequest.ofBundles(), List.of(), false))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("no node was named");
  }

  @Test
  void it_knows_the_names_of_its_nodes() {
    FleetPlan fleet =
        planner.plans(DeployRequest.ofBundles(), List.of("x", "y"), java.util.OptionalInt.empty());

    assertThat(fleet.names()).containsExactly("x", "y");
    assertThat(fleet.first().name()).isEqualTo("x");
  }
}
