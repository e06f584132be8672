package dev.provision.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeLimitsTest {
  private static NodeLimits most(int nodes) {
    return new NodeLimits(Optional.empty(), Optional.of(nodes));
  }

  @Test
  void as_many_as_are_allowed_may_be_created_and_no_more() {
    assertThatCode(() -> most(3).check(List.of("a"), 2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> most(3).check(List.of("a", "b"), 2))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("max-nodes is 3: 2 exist (a, b), and this command would create 2")
        .hasMessageContaining("--max-nodes 4");
  }

  @Test
  void none_means_none_and_no_limit_means_any() {
    assertThatThrownBy(() -> most(0).check(List.of(), 1))
        .hasMessageContaining("max-nodes is 0: this command would create 1");
    assertThatCode(() -> NodeLimits.NONE.check(List.of("a"), Integer.MAX_VALUE))
        .doesNotThrowAnyException();
  }

  @Test
  void of_many_nodes_the_first_are_named_and_large_numbers_are_added_rightly() {
    assertThatThrownBy(
            () -> most(2).check(List.of("a", "b", "c", "d", "e", "f"), Integer.MAX_VALUE))
        .hasMessageContaining("6 exist (a, b, c, d, e, …)")
        .hasMessageContaining("--max-nodes 2147483653");
  }

  @Test
  void what_the_command_line_says_takes_precedence() {
    TimeToLive day = TimeToLive.parse("1d").orElseThrow();
    NodeLimits configured = new NodeLimits(Optional.of(day), Optional.of(5));

    assertThat(most(9).or(configured)).isEqualTo(new NodeLimits(Optional.of(day), Optional.of(9)));
    assertThat(new NodeLimits(Optional.of(TimeToLive.NONE), Optional.empty()).or(configured))
        .extracting(NodeLimits::timeToLive, NodeLimits::maxNodes)
        .containsExactly(TimeToLive.NONE, Optional.of(5));
  }
}
