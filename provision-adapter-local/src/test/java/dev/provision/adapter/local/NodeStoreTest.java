package dev.provision.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.local.NodeStore.NameInUseException;
import dev.provision.adapter.local.NodeStore.Reservation;
import dev.provision.ports.cloud.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path directory;
  private Path proc;
  private Path state;

  @BeforeEach
  void this_program_runs() throws IOException {
    proc = directory.resolve("proc");
    state = directory.resolve("state");
    ProcessTableTest.process(proc, SELF, "java", 'S', 7);
  }

  private NodeStore store() {
    return new NodeStore(state, new ProcessTable(proc), new Random(1));
  }

  private Reservation reserve(String name, String token) throws Exception {
    return store().reserve(name, token, NOW);
  }

  @Test
  void a_node_is_pending_until_its_first_process_is_known_and_stopped_when_that_has_ended()
      throws Exception {
    NodeStore store = store();
    NodeStore.Entry entry = store.reserve("web1", "t1", NOW).entry();
    assertThat(store.state(entry)).isEqualTo(Node.State.PENDING);

    ProcessTableTest.process(proc, 500, "sh", 'S', 9);
    store.started(entry, new ProcessTable(proc).identify(500).orElseThrow());

    NodeStore.Entry started = store.find(entry.record().id()).orElseThrow();
    assertThat(store.state(started)).isEqualTo(Node.State.RUNNING);
    Files.delete(proc.resolve("500/stat"));
    assertThat(store.state(started)).isEqualTo(Node.State.STOPPED);
  }

  @Test
  void what_was_recorded_is_read_by_the_next_program() throws Exception {
    NodeRecord record = reserve("web1", "token with = and \n").entry().record();

    assertThat(store().entries()).extracting(NodeStore.Entry::record).containsExactly(record);
    assertThat(record.id()).startsWith("web1-");
    assertThat(record.createdAt()).isEqualTo(NOW);
  }

  @Test
  void a_name_is_given_once() throws Exception {
    reserve("web1", "t1");

    assertThatThrownBy(() -> reserve("web1", "t2")).isInstanceOf(NameInUseException.class);
  }

  @Test
  void the_same_token_gets_the_same_node() throws Exception {
    Reservation first = reserve("web1", "t1");

    Reservation again = reserve("web1", "t1");

    assertThat(first.fresh()).isTrue();
    assertThat(again.fresh()).isFalse();
    assertThat(again.entry().record()).isEqualTo(first.entry().record());
  }

  @Test
  void a_node_whose_maker_died_was_never_made_and_its_name_is_free() throws Exception {
    Path left = reserve("web1", "t1").entry().directory();

    ProcessTableTest.process(proc, SELF, "java", 'S', 8);

    assertThat(store().entries()).isEmpty();
    assertThat(reserve("web1", "t2").fresh()).isTrue();
    assertThat(store().leftovers())
        .extracting(path -> String.valueOf(path.getFileName()))
        .containsExactly("." + left.getFileName());
  }

  @Test
  void a_directory_without_a_record_is_left_over_too() throws Exception {
    Files.createDirectories(state.resolve("nodes/half-made"));

    reserve("web1", "t1");

    assertThat(store().leftovers()).hasSize(1);
    assertThat(store().entries()).hasSize(1);
  }

  @Test
  void a_discarded_node_is_off_the_record_and_its_files_wait_to_be_deleted() throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();

    store().discard(entry);
    store().discard(entry);

    assertThat(store().entries()).isEmpty();
    assertThat(store().leftovers()).hasSize(1);
  }

  @Test
  void nobody_else_may_look_into_the_nodes_directories() throws Exception {
    reserve("web1", "t1");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("nodes"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name=web1\n", "name=web1\ntok", "\u00ff\u00fe\u0000", "x=\\uZZZZ"})
  void a_damaged_record_is_named_and_hides_no_other(String text) throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();
    Path file = entry.directory().resolve("node.properties");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);

    reserve("web2", "t2");

    assertThat(store().entries())
        .extracting(listed -> listed.record().name())
        .containsExactlyInAnyOrder("web1", "web2");
    NodeStore.Entry damaged = store().find(entry.record().id()).orElseThrow();
    assertThat(store().state(damaged)).isEqualTo(Node.State.ERROR);
    assertThat(damaged.damage().orElseThrow()).contains(file.toString());
    assertThatThrownBy(() -> reserve("web1", "t3")).isInstanceOf(NameInUseException.class);
  }

  @Test
  void a_directory_in_place_of_a_record_is_a_damaged_record() throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();
    Path file = entry.directory().resolve("node.properties");
    Files.delete(file);
    Files.createDirectory(file);

    assertThat(store().entries())
        .singleElement()
        .satisfies(listed -> assertThat(listed.damage().orElseThrow()).contains(file.toString()));
  }

  @Test
  void a_node_that_has_run_is_not_cleared_away_because_its_record_is_missing() throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();
    store().started(entry, new ProcessTable(proc).identify(SELF).orElseThrow());
    Files.delete(entry.directory().resolve("node.properties"));

    reserve("web2", "t2");

    assertThat(store().leftovers()).isEmpty();
    assertThat(store().find(entry.record().id()).orElseThrow().damage()).isPresent();
  }

  @Test
  void to_discard_a_node_makes_no_file_and_no_directory() throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();
    List<Path> before = tree();

    store().discard(entry);

    assertThat(tree()).hasSameSizeAs(before);
  }

  private List<Path> tree() throws IOException {
    try (var all = Files.walk(state)) {
      return all.toList();
    }
  }

  @Test
  void many_at_once_get_names_and_addresses_of_their_own() throws Exception {
    List<Callable<Reservation>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "web" + i;
      calls.add(() -> store().reserve(name, name, NOW));
    }

    List<Future<Reservation>> done;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      done = threads.invokeAll(calls);
    }

    assertThat(done).allMatch(future -> future.resultNow().fresh());
    assertThat(store().entries())
        .extracting(entry -> entry.record().address())
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  void one_of_many_that_want_the_same_name_gets_it() throws Exception {
    List<Callable<Reservation>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = "t" + i;
      calls.add(() -> store().reserve("web1", token, NOW));
    }

    List<Future<Reservation>> done;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      done = threads.invokeAll(calls);
    }

    assertThat(done).filteredOn(f -> f.state() == Future.State.SUCCESS).hasSize(1);
    assertThat(done)
        .filteredOn(f -> f.state() == Future.State.FAILED)
        .hasSize(19)
        .allMatch(f -> f.exceptionNow() instanceof NameInUseException);
  }
}
