package dev.provision.ports.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeRequestTest {
  private static final NodeRequest REQUEST =
      new NodeRequest(
          "web-1",
          "t-1",
          new Image("i", "i"),
          new Size("s", "s", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
          new Location("l", "l"),
          Optional.of("the user data"),
          Optional.empty(),
          List.of(),
          Map.of());

  @ParameterizedTest
  @CsvSource({
    "provision-token, t-2",
    "team, web",
    "provision-, web",
    "provision-Team, web",
    "provision-team, Web",
    "provision-team, ''",
    "provision-team, 0123456789012345678901234567890123456789012345678901234567890123"
  })
  void a_label_of_another_form_or_the_token_s_is_rejected(String key, String value) {
    Map<String, String> labels = Map.of(key, value);

    assertThatThrownBy(() -> REQUEST.labelled(labels)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_node_shows_the_labels_and_the_token() {
    assertThat(REQUEST.labelled(Map.of("provision-team", "web")).labelsWithToken())
        .isEqualTo(Map.of("provision-team", "web", "provision-token", "t-1"));
    assertThat(REQUEST.labelsWithToken()).isEqualTo(Map.of("provision-token", "t-1"));
  }

  @Test
  void user_data_is_not_printed() {
    assertThat(REQUEST.toString()).contains("web-1", "13 characters").doesNotContain("the user");
  }
}
