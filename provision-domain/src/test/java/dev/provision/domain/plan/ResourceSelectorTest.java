package dev.provision.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.Location;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceSelectorTest {
  private final List<Location> offered =
      List.of(new Location("dfw", "Dallas"), new Location("7", "Seven"), new Location("lon", "L"));

  private String choose(String asked) {
    return new ResourceSelector("location", asked, true)
        .choose(offered, Location::id, Location::name)
        .id();
  }

  @Test
  void a_number_is_an_index_while_the_list_is_long_enough_else_an_id() {
    assertThat(choose("0")).isEqualTo("dfw");
    assertThat(choose("2")).isEqualTo("lon");
    assertThat(choose("7")).isEqualTo("7");
  }

  @Test
  void ids_and_names_are_known() {
    assertThat(choose("lon")).isEqualTo("lon");
    assertThat(choose("Dallas")).isEqualTo("dfw");
  }

  @Test
  void what_is_not_there_is_named_with_the_nearest_and_the_range_of_indexes() {
    assertThatThrownBy(() -> choose("dfx"))
        .hasMessageContaining("no location has the index, ID, or name 'dfx'")
        .hasMessageContaining("0 to 2")
        .hasMessageContaining("'dfw'")
        .hasMessageContaining("provision locations");
    assertThatThrownBy(() -> choose("3")).hasMessageContaining("0 to 2");
  }

  @Test
  void a_configured_one_gives_way_where_there_is_no_choice() {
    List<Location> only = List.of(new Location("here", "Here"));

    assertThat(
            new ResourceSelector("location", "dfw", false)
                .choose(only, Location::id, Location::name)
                .id())
        .isEqualTo("here");
    assertThatThrownBy(
            () ->
                new ResourceSelector("location", "dfw", true)
                    .choose(only, Location::id, Location::name))
        .hasMessageContaining("'dfw'");
  }
}
