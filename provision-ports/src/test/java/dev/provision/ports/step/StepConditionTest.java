package dev.provision.ports.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which conditions there can be: keys are names of files on the node, and names of systems words
/// of its shell.
final class StepConditionTest {
  private static final Step KEYS = new AuthorizeKeys("keys", List.of());

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a b", "A", "a_b", "a\n", "\u0660"})
  void a_key_of_another_form_is_refused(String key) {
    assertThatThrownBy(() -> new Once(key)).hasMessageContaining("'" + key + "' is not a key");
    assertThatThrownBy(() -> new Changed(key, List.of()))
        .hasMessageContaining("'" + key + "' is not a key");
  }

  @Test
  void a_key_has_at_most_100_characters() {
    assertThat(new Once("a1-".repeat(33) + "z").key()).hasSize(100);
    assertThatThrownBy(() -> new Once("a".repeat(101))).hasMessageContaining("is not a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "$x", "d\u00e9bian", "*"})
  void a_name_that_no_system_has_is_refused(String name) {
    List<String> names = List.of("debian", name);

    assertThatThrownBy(() -> new OnSystem(names, List.of()))
        .hasMessageContaining("'" + name + "' is not the name of a system");
    assertThatThrownBy(() -> new OnSystem(List.of(), names))
        .hasMessageContaining("'" + name + "' is not the name of a system");
  }

  @Test
  void a_step_has_conditions_once() {
    Step conditional = new ConditionalStep(KEYS, List.of(new Once("k")));

    assertThat(conditional.unconditional()).isEqualTo(KEYS);
    assertThat(KEYS.unconditional()).isEqualTo(KEYS);
    assertThatThrownBy(() -> new ConditionalStep(conditional, List.of()))
        .hasMessageContaining("cannot have further conditions");
  }
}
