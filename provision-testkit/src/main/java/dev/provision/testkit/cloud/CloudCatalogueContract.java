package dev.provision.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import dev.provision.testkit.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a cloud says it offers.
abstract class CloudCatalogueContract extends CloudContract {
  @Test
  @Promise("What the provider offers. Sends no request by itself, and always succeeds.")
  void a_catalog_can_be_had_again() {
    assertThat(port().catalog().sizes()).isEqualTo(port().catalog().sizes());
  }

  @Test
  @Promise({"The places where nodes can run", "the ID if there is no other"})
  void locations_have_ids_of_their_own_and_names() {
    List<Location> locations = port().catalog().locations();

    assertThat(locations).isNotEmpty().extracting(Location::id).doesNotHaveDuplicates();
    assertThat(locations).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  @Test
  @Promise({"The sizes a node can have", "the ID if there is no other"})
  void sizes_have_ids_of_their_own_and_names() {
    List<Size> sizes = port().catalog().sizes();

    assertThat(sizes).isNotEmpty().extracting(Size::id).doesNotHaveDuplicates();
    assertThat(sizes).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  @Test
  @Promise("The images a node can run")
  void images_have_ids_of_their_own_and_names() {
    List<Image> images = port().catalog().images();

    assertThat(images).isNotEmpty().extracting(Image::id).doesNotHaveDuplicates();
    assertThat(images).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  /// Indexes count from 0, so the order must be one.
  @Test
  @Promise({
    "in the provider's order, which `-l INDEX` counts from 0.",
    "in the provider's order, which `-s INDEX` counts from 0.",
    "The images a node can run, in the provider's order."
  })
  void lists_come_in_the_same_order_again() {
    assertThat(port().catalog().locations()).isEqualTo(port().catalog().locations());
    assertThat(port().catalog().sizes()).isEqualTo(port().catalog().sizes());
    assertThat(port().catalog().images()).isEqualTo(port().catalog().images());
  }

  @Test
  @Promise({
    "The location that this string denotes, if that can be determined without listing all: an ID",
    "The size that this string denotes, if that can be determined without listing all",
    "The image that this string denotes at this provider, if that can be determined without listing"
        + " all: an ID"
  })
  void what_an_id_stands_for_is_what_the_list_has_under_it() {
    for (Location one : port().catalog().locations()) {
      agrees(port().catalog().location(one.id()), Location::id, one.id());
    }
    for (Size one : port().catalog().sizes()) {
      agrees(port().catalog().size(one.id()), Size::id, one.id());
    }
    for (Image one : port().catalog().images()) {
      agrees(port().catalog().image(one.id()), Image::id, one.id());
    }
  }

  @Test
  @Promise("or the index of one that is known in advance.")
  void what_the_first_index_stands_for_is_what_the_list_begins_with() {
    agrees(
        port().catalog().location("0"), Location::id, port().catalog().locations().getFirst().id());
    agrees(port().catalog().size("0"), Size::id, port().catalog().sizes().getFirst().id());
  }

  @Test
  @Promise("empty if the string denotes none, or only a list can tell")
  void a_text_that_stands_for_nothing_is_no_image() {
    assertThat(port().catalog().image("no such image, and no id either")).isEmpty();
  }

  private static <T> void agrees(Optional<T> told, Function<T, String> id, String expected) {
    told.ifPresent(one -> assertThat(id.apply(one)).isEqualTo(expected));
  }
}
