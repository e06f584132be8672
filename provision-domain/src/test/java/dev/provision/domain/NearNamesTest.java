package dev.provision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearNamesTest {
  private static final List<String> NAMES = List.of("web", "a", "db");

  @Test
  void a_slip_of_the_finger_is_recognized() {
    assertThat(NearNames.probable("wbe", NAMES)).contains("web");
    assertThat(NearNames.probable("A", NAMES)).contains("a");
  }

  @Test
  void nobody_who_typed_one_letter_meant_another_one() {
    assertThat(NearNames.advice("q", NAMES)).isEqualTo("available: 'a', 'db', 'web'");
    assertThat(NearNames.probable("", NAMES)).isEmpty();
  }

  @Test
  void a_choice_names_all_there_is_besides_the_one_that_was_probably_meant() {
    assertThat(NearNames.choice("wbe", NAMES))
        .isEqualTo("did you mean 'web'? available: 'a', 'db', 'web'");
    assertThat(NearNames.choice("mail", List.of())).isEqualTo("none exist");
  }

  @Test
  void of_many_names_the_first_ones_are_listed_and_the_others_counted() {
    List<String> names = IntStream.rangeClosed(100, 121).mapToObj(Integer::toString).toList();

    assertThat(NearNames.choice("mail", names.subList(0, 20))).endsWith("'118', '119'");
    assertThat(NearNames.choice("mail", names)).endsWith("'118', '119' and 2 more");
  }
}
