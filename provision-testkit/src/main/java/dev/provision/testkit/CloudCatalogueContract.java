package dev.provision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a cloud says it offers.
abstract class CloudCatalogueContract {
  private CloudFixture cloud;

  abstract CloudFixture fixture() throws Exception;

  @BeforeEach
  void start() throws Exception {
    cloud = fixture();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void locations_have_ids_of_their_own_and_names() {
    List<Location> locations = cloud.port().locations();

    assertThat(locations).isNotEmpty().extracting(Location::id).doesNotHaveDuplicates();
    assertThat(locations).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  @Test
  void sizes_have_ids_of_their_own_and_names() {
    List<Size> sizes = cloud.port().sizes();

    assertThat(sizes).isNotEmpty().extracting(Size::id).doesNotHaveDuplicates();
    assertThat(sizes).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  @Test
  void images_have_ids_of_their_own_and_names() {
    List<Image> images = cloud.port().images();

    assertThat(images).isNotEmpty().extracting(Image::id).doesNotHaveDuplicates();
    assertThat(images).allSatisfy(one -> assertThat(one.name()).isNotBlank());
  }

  /// Indexes count from 0, so the order must be one.
  @Test
  void lists_come_in_the_same_order_again() {
    CloudPort port = cloud.port();

    assertThat(port.locations()).isEqualTo(port.locations());
    assertThat(port.sizes()).isEqualTo(port.sizes());
    assertThat(port.images()).isEqualTo(port.images());
  }

  @Test
  void what_an_id_stands_for_is_what_the_list_has_under_it() {
    CloudPort port = cloud.port();

    for (Location one : port.locations()) {
      agrees(port.location(one.id()), Location::id, one.id());
    }
    for (Size one : port.sizes()) {
      agrees(port.size(one.id()), Size::id, one.id());
    }
    for (Image one : port.images()) {
      agrees(port.image(one.id()), Image::id, one.id());
    }
  }

  @Test
  void what_the_first_index_stands_for_is_what_the_list_begins_with() {
    CloudPort port = cloud.port();

    agrees(port.location("0"), Location::id, port.locations().getFirst().id());
    agrees(port.size("0"), Size::id, port.sizes().getFirst().id());
  }

  @Test
  void a_text_that_stands_for_nothing_is_no_image() {
    assertThat(cloud.port().image("no such image, and no id either")).isEmpty();
  }

  private static <T> void agrees(Optional<T> told, Function<T, String> id, String expected) {
    told.ifPresent(one -> assertThat(id.apply(one)).isEqualTo(expected));
  }
}
