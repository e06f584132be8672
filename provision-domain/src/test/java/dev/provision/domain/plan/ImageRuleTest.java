package dev.provision.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.Image;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageRuleTest {
  private static List<Image> images(String... names) {
    List<Image> images = new ArrayList<>();
    for (String name : names) {
      images.add(new Image("id" + images.size(), name));
    }
    return images;
  }

  private static String choose(String sought, String... names) {
    return new ImageRule("short", sought, true).choose(images(names)).id();
  }

  @Test
  void the_largest_first_number_wins() {
    assertThat(choose("img", "img9", "img10", "img8 99", "other100")).isEqualTo("id1");
  }

  @Test
  void of_equals_the_last_wins() {
    assertThat(choose("img", "img7 a", "img7 b", "img6")).isEqualTo("id1");
  }

  @Test
  void a_name_without_a_number_loses_to_any_with_one() {
    assertThat(choose("img", "img0", "img")).isEqualTo("id1"); // exact beats all
    assertThat(choose("img", "img-a", "img0", "img-b")).isEqualTo("id1");
  }

  @Test
  void the_last_that_equals_the_name_beats_every_number() {
    assertThat(choose("img", "img", "img99", "img", "img100")).isEqualTo("id2");
  }

  @Test
  void numbers_longer_than_any_machine_integer_still_compare() {
    assertThat(choose("img", "img99999999999999999999", "img100000000000000000000", "img007"))
        .isEqualTo("id1");
  }

  @Test
  void an_id_is_taken_before_any_name() {
    assertThat(new ImageRule("id1", "id1", true).choose(images("id1", "x")).name()).isEqualTo("x");
  }

  @Test
  void a_short_name_may_stand_for_an_id() {
    assertThat(new ImageRule("mine", "id1", true).choose(images("a", "b")).name()).isEqualTo("b");
  }

  @Test
  void nothing_is_no_image() {
    assertThatThrownBy(() -> new ImageRule("", "", true).choose(images("a", "b")))
        .hasMessageContaining("no image has the name or ID ''");
  }

  @Test
  void where_there_is_but_one_image_it_is_taken_unless_another_was_asked_for() {
    List<Image> only = images("Debian 12");

    assertThat(new ImageRule("noble", "Ubuntu 24.04", false).choose(only).name())
        .isEqualTo("Debian 12");
    assertThatThrownBy(() -> new ImageRule("noble", "Ubuntu 24.04", true).choose(only))
        .hasMessageContaining("'Ubuntu 24.04', the full name of 'noble'")
        .hasMessageContaining("'Debian 12'");
  }

  @Test
  void no_match_names_what_was_sought_and_the_nearest() {
    assertThatThrownBy(
            () -> choose("Ubuntu 24.04", "Ubuntu 22.04", "Windows 2025", "Ubuntu 20.04", "Arch"))
        .hasMessageContaining("starts with 'Ubuntu 24.04'")
        .hasMessageContaining("'Ubuntu 20.04', 'Ubuntu 22.04'");
  }
}
