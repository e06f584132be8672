package dev.provision.library.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.plan.NodePlace;
import dev.provision.library.deployment.EarlierDeployments.Earlier;
import dev.provision.library.run.RunHistory;
import dev.provision.library.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierDeploymentsTest {
  private static final String CREATING = "{\"event\":\"Creating\",\"name\":\"k-1\"}\n";
  private static final String CREATED = "{\"event\":\"Created\",\"name\":\"k-1\",\"id\":\"7\"}\n";

  @TempDir Path home;

  private void journal(String directory, String text) throws IOException {
    Path place =
        Files.createDirectories(home.resolve("state/runs").resolve(directory).resolve("nodes/k-1"));
    Files.writeString(place.resolve("journal.jsonl"), text);
  }

  private EarlierDeployments earlier() {
    return new EarlierDeployments(new RunHistory(new StateDirectory(home, Map.of())));
  }

  @Test
  void without_any_journal_nothing_was_made() {
    assertThat(earlier().last("k-1")).isEmpty();
  }

  @Test
  void one_that_was_killed_before_the_answer_has_no_id() throws IOException {
    journal("20261130-080000-aaaa", CREATING);

    assertThat(earlier().last("k-1")).hasValueSatisfying(it -> assertThat(it.id()).isEmpty());
  }

  @Test
  void one_that_was_killed_in_the_middle_of_a_line_is_read_up_to_there() throws IOException {
    journal("20261130-080000-aaaa", CREATING + CREATED + "{\"event\":\"Fini");

    assertThat(earlier().last("k-1").flatMap(EarlierDeployments.Earlier::id)).hasValue("7");
  }

  @Test
  void one_that_failed_may_have_left_a_node_and_one_that_cleaned_up_has_not() throws IOException {
    String failed = "{\"event\":\"Finished\",\"name\":\"k-1\",\"ok\":\"false\"}\n";
    journal("20261130-080000-aaaa", CREATING + CREATED + failed);
    assertThat(earlier().last("k-1"))
        .contains(new Earlier("k-1", Optional.of("7"), false, Optional.empty()));

    String destroyed = "{\"event\":\"Destroyed\",\"name\":\"k-1\",\"id\":\"7\"}\n";
    journal("20261130-080001-aaaa", CREATING + CREATED + destroyed + failed);
    assertThat(earlier().last("k-1")).isEmpty();
  }

  @Test
  void only_the_last_deployment_that_asked_for_a_node_counts() throws IOException {
    String done = "{\"event\":\"Finished\",\"name\":\"k-1\",\"ok\":\"true\"}\n";
    journal("20261130-080000-aaaa", CREATING);
    journal("20261130-080100-aaaa", CREATING + CREATED + done);
    journal("20261130-080200-aaaa", done.replace("true", "false")); // of an apply

    assertThat(earlier().last("k-1"))
        .contains(new Earlier("k-1", Optional.of("7"), true, Optional.empty()));
  }

  @Test
  void a_node_keeps_the_place_that_it_was_deployed_with_until_it_is_gone() throws IOException {
    String started =
        "{\"event\":\"Started\",\"name\":\"k-1\",\"node_index\":\"2\",\"node_count\":\"5\"}\n";
    String applied = "{\"event\":\"Started\",\"name\":\"k-1\",\"bundles\":\"b\"}\n";
    journal("20261130-080000-aaaa", started + CREATING + CREATED);
    journal("20261130-080100-aaaa", applied);
    assertThat(earlier().last("k-1").flatMap(Earlier::place)).contains(new NodePlace(2, 5));

    journal("20261130-080200-aaaa", started.replace("2", "x") + CREATING + CREATED);
    assertThat(earlier().last("k-1").flatMap(Earlier::place)).isEmpty();
  }

  @Test
  void a_name_that_only_begins_alike_is_another_node() throws IOException {
    journal("20261130-080000-bbbb", CREATING.replace("k-1", "k-10"));
    journal("20261130-080000-cccc", CREATING.replace("k-1", "k-1-2"));

    assertThat(earlier().last("k-1")).isEmpty();
  }
}
