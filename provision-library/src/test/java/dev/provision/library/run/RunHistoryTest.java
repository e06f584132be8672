package dev.provision.library.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.library.run.OpenRun.Beginning;
import dev.provision.library.run.RunSummary.State;
import dev.provision.library.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunHistoryTest {
  private static final Beginning DEPLOYMENT =
      new Beginning("deploy-node", List.of("web-1", "web 2"), List.of("base", "shop"));

  @TempDir private Path home;
  private RunHistory runs = new RunHistory(new StateDirectory(Path.of("/"), Map.of()));
  private Instant now = Instant.now();
  private final Random random = new Random(1);

  @BeforeEach
  void history() {
    runs = new RunHistory(new StateDirectory(home, Map.of()));
  }

  private OpenRun begin(Beginning beginning) {
    InstantSource clock = () -> now;
    return runs.begin(beginning, Map.of("SUDO_USER", "alice"), clock, random);
  }

  private Path file(OpenRun run) {
    return home.resolve("state/runs").resolve(run.id().text()).resolve("run.jsonl");
  }

  private RunSummary summary(OpenRun run) {
    return runs.find(run.id().text());
  }

  @Test
  void a_run_is_running_as_long_as_its_process_lives() throws IOException {
    OpenRun run = begin(DEPLOYMENT);

    RunSummary running = summary(run);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(run))))
        .isEqualTo("rw-------");
    assertThat(running.state()).isEqualTo(State.RUNNING);
    assertThat(running.command()).isEqualTo("deploy-node");
    assertThat(running.nodes()).containsExactly("web-1", "web 2");
    assertThat(running.bundles()).containsExactly("base", "shop");
    assertThat(running.planDigest()).isEmpty();
    assertThat(running.by()).startsWith("alice@").hasSizeGreaterThan(6);
    assertThat(running.started()).isEqualTo(now);
    assertThat(running.ended()).isEmpty();

    replace(run, "\"pid\":\"\\d+\"", "\"pid\":\"999999999\"");
    assertThat(summary(run).state()).as("no such process").isEqualTo(State.INTERRUPTED);
  }

  private void replace(OpenRun run, String pattern, String text) throws IOException {
    String before = Files.readString(file(run));
    String after = before.replaceFirst(pattern, text);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file(run), after);
  }

  @Test
  void another_process_that_got_the_number_since_is_not_the_run_s() {
    now = ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60);

    assertThat(summary(begin(DEPLOYMENT)).state()).isEqualTo(State.INTERRUPTED);
  }

  @Test
  void nothing_is_known_of_processes_of_another_machine() throws IOException {
    OpenRun run = begin(DEPLOYMENT);
    replace(run, "\"pid\":\"\\d+\",\"host\":\"[^\"]*\"", "\"pid\":\"999999999\",\"host\":\"far\"");

    assertThat(summary(run).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void what_ended_says_how() {
    OpenRun done = begin(DEPLOYMENT);
    done.end(State.DONE, List.of(), "d1", Optional.empty());
    now = now.plusSeconds(7);
    OpenRun failed = begin(new Beginning("apply", List.of("db"), List.of()));
    now = now.plusSeconds(3);
    failed.end(State.FAILED, List.of("db"), "d2", Optional.of("x.sh: exit status 3\nand more"));

    assertThat(runs.newestFirst().map(RunSummary::id)).containsExactly(failed.id(), done.id());
    RunSummary summary = summary(failed);
    assertThat(summary.state()).isEqualTo(State.FAILED);
    assertThat(summary.failed()).containsExactly("db");
    assertThat(summary.failure()).contains("x.sh: exit status 3");
    assertThat(summary.ended()).contains(now);
    assertThat(summary.bundles()).isEmpty();
    assertThat(summary(done).state()).isEqualTo(State.DONE);
    assertThat(summary(done).planDigest()).isEqualTo("d1");
  }

  @Test
  void a_line_that_was_cut_off_does_not_count() throws IOException {
    OpenRun run = begin(DEPLOYMENT);
    Files.writeString(file(run), Files.readString(file(run)) + "{\"event\":\"RunEnded\",\"sta");
    assertThat(summary(run).state()).isEqualTo(State.RUNNING);

    Files.writeString(file(run), "{\"event\":\"RunSt");
    assertThat(runs.newestFirst()).isEmpty();
  }

  @Test
  void a_run_is_found_by_its_id_a_part_of_it_or_a_node() {
    OpenRun first = begin(DEPLOYMENT);
    now = now.plusSeconds(1);
    OpenRun second = begin(new Beginning("apply", List.of("web-1"), List.of()));
    String text = first.id().text();

    assertThat(runs.find(text.substring(text.length() - 4)).id()).isEqualTo(first.id());
    assertThat(runs.find("web-1").id()).isEqualTo(second.id());
    assertThat(runs.find("web 2").id()).isEqualTo(first.id());
    assertThatThrownBy(() -> runs.find(text.substring(0, 8)))
        .hasMessageContaining("the IDs of 2 runs begin with '" + text.substring(0, 8));
    assertThatThrownBy(() -> runs.find("web-3"))
        .hasMessageContaining("there is no run 'web-3', and no run of a node named so");
  }

  @Test
  void nodes_have_directories_of_their_own_whatever_they_are_called() {
    OpenRun run = begin(DEPLOYMENT);
    StateDirectory state = new StateDirectory(home, Map.of());
    List<String> names = List.of("a", "..", ".", "a/b", "a b", "a%2Fb", "ä");

    List<Path> made = names.stream().map(name -> state.createWithin(run.node(name))).toList();

    Path nodes = home.resolve("state/runs").resolve(run.id().text()).resolve("nodes");
    assertThat(made)
        .doesNotHaveDuplicates()
        .allSatisfy(path -> assertThat(path.normalize().getParent()).isEqualTo(nodes));
    assertThat(runs.ofNode("a/b")).containsExactly(made.get(3));
    runs.delete(run.id());
    assertThat(nodes).doesNotExist();
    assertThat(runs.newestFirst()).isEmpty();
  }

  @Test
  void runs_of_the_same_second_get_ids_of_their_own() {
    RandomGenerator alwaysTheSameAtFirst = new SplittableRandom(7);
    RunId first = runs.begin(DEPLOYMENT, Map.of(), () -> now, new SplittableRandom(7)).id();
    RunId second = runs.begin(DEPLOYMENT, Map.of(), () -> now, alwaysTheSameAtFirst).id();

    assertThat(second).isNotEqualTo(first);
    assertThat(second.text().substring(0, 16)).isEqualTo(first.text().substring(0, 16));
  }
}
