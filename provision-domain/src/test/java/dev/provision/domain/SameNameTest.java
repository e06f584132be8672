package dev.provision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SameNameTest {
  private static final String COMPOSED = "caf\u00e9";
  private static final String DECOMPOSED = "cafe\u0301";

  @Test
  void a_name_is_found_in_whatever_form_it_is_written() {
    assertThat(SameName.among(List.of("cafe", COMPOSED), DECOMPOSED)).isEqualTo(COMPOSED);
    assertThat(SameName.among(List.of("cafe", DECOMPOSED), COMPOSED)).isEqualTo(DECOMPOSED);
  }

  @Test
  void a_name_that_exists_in_both_forms_is_meant_as_it_is_written() {
    List<String> both = List.of(COMPOSED, DECOMPOSED);

    assertThat(SameName.among(both, COMPOSED)).isEqualTo(COMPOSED);
    assertThat(SameName.among(both, DECOMPOSED)).isEqualTo(DECOMPOSED);
  }

  /// Of two with marks in another order than the sought one's, neither is meant more.
  @Test
  void of_several_that_read_the_same_none_is_chosen() {
    String sought = "e\u0323\u0301";
    List<String> names = List.of("e\u0301\u0323", "\u1eb9\u0301");

    assertThat(SameName.among(names, sought)).isEqualTo(sought);
  }

  @Test
  void what_does_not_exist_stays_what_was_sought() {
    assertThat(SameName.among(List.of("web", "tea"), COMPOSED)).isEqualTo(COMPOSED);
    assertThat(SameName.among(List.of(), "web")).isEqualTo("web");
  }

  @Test
  void two_forms_of_a_name_are_the_same_and_two_names_are_not() {
    assertThat(SameName.same(COMPOSED, DECOMPOSED)).isTrue();
    assertThat(SameName.same("web", "web")).isTrue();
    assertThat(SameName.same(COMPOSED, "cafe")).isFalse();
    assertThat(SameName.same("web", "db")).isFalse();
  }

  @Test
  void only_ascii_is_plain() {
    assertThat(SameName.isPlain("a~\u007f")).isTrue();
    assertThat(SameName.isPlain("a\u0080")).isFalse();
    assertThat(SameName.isPlain(COMPOSED)).isFalse();
  }
}
