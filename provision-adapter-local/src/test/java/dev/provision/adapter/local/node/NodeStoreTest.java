package dev.provision.adapter.local.node;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import dev.provision.adapter.local.machine.ProcessTableTest;
import dev.provision.adapter.local.node.NodeStore.NameInUseException;
import dev.provision.adapter.local.node.NodeStore.Reservation;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  private static NodeRequest request(String name, String token) {
    return new NodeRequest(
        name,
        token,
        new Image("i", "i"),
        new Size("s", "s", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
        new Location("l", "l"),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        new FleetPlace("f", 1, 2).labels());
  }

  private Reservation reserve(String name, String token) throws Exception {
    return store().reserve(request(name, token), NOW);
  }

  @Test
  void a_node_is_pending_until_its_first_process_is_known_and_stopped_when_that_has_ended()
      throws Exception {
    NodeStore store = store();
    NodeStore.Entry entry = store.reserve(request("web1", "t1"), NOW).entry();
    assertThat(store.state(entry)).isEqualTo(Node.State.PENDING);

    ProcessTableTest.process(proc, 500, "sh", 'S', 9);
    ProcessTableTest.first(proc, 500, entry.directory().resolve("fs"));
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

  private NodeStore.Entry running(String name, long pid) throws Exception {
    NodeStore.Entry entry = reserve(name, "token of " + name).entry();
    ProcessTableTest.process(proc, pid, "sh", 'S', 9);
    ProcessTableTest.first(proc, pid, entry.directory().resolve("fs"));
    store().started(entry, new ProcessTable(proc).identify(pid).orElseThrow());
    return entry;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "499 9 boot-1 pid:[4026531836]", "500 8 boot-1 pid:[4026531836]", "0 0 a b"})
  void a_running_node_is_not_taken_for_a_stopped_one_whatever_its_record_says(String text)
      throws Exception {
    NodeStore.Entry entry = running("web1", 500);
    Files.writeString(entry.directory().resolve("init"), text);

    NodeStore.Entry read = store().find(entry.record().id()).orElseThrow();

    assertThat(store().state(read)).isEqualTo(Node.State.RUNNING);
    assertThat(read.init().orElseThrow().pid()).isEqualTo(500);
  }

  @Test
  void the_process_of_another_node_is_not_this_nodes_whatever_the_record_says() throws Exception {
    NodeStore.Entry other = running("web1", 500);
    NodeStore.Entry entry = running("web2", 501);
    Files.copy(
        other.directory().resolve("init"),
        entry.directory().resolve("init"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(store().find(entry.record().id()).orElseThrow().init().orElseThrow().pid())
        .isEqualTo(501);
    Files.delete(proc.resolve("501/stat"));
    NodeStore.Entry ended = store().find(entry.record().id()).orElseThrow();
    assertThat(store().state(ended)).isEqualTo(Node.State.STOPPED);
    assertThat(ended.init()).contains(ProcessIdentity.NONE);
  }

  @Test
  void a_record_of_another_node_is_not_believed() throws Exception {
    NodeStore.Entry other = reserve("web1", "t1").entry();
    NodeStore.Entry entry = reserve("web2", "t2").entry();
    Files.copy(
        other.directory().resolve("node.properties"),
        entry.directory().resolve("node.properties"),
        StandardCopyOption.REPLACE_EXISTING);

    NodeStore.Entry read = store().find(entry.record().id()).orElseThrow();

    assertThat(read.record().name()).isEqualTo("web2");
    assertThat(read.damage().orElseThrow()).endsWith("it belongs to another node, web1");
  }

  @Test
  void an_address_that_others_can_reach_is_not_believed() throws Exception {
    NodeStore.Entry entry = reserve("web1", "t1").entry();
    Path file = entry.directory().resolve("node.properties");
    Files.writeString(
        file, Files.readString(file).replace(entry.record().address(), "localhost.example"));

    assertThat(store().entries().getFirst().damage().orElseThrow())
        .endsWith("'localhost.example' is not a loopback address");
  }

  /// What may lie in place of a record, and what is said of it.
  enum Odd {
    PIPE("it is a pipe, a socket or a device, not a file"),
    LINK("it is a symbolic link, not a file"),
    DIRECTORY("it is a directory, not a file"),
    HUGE("it is larger than 64 KiB, the limit for records"),
    OTHER_BYTES("it is not UTF-8 text");

    private final String said;

    Odd(String said) {
      this.said = said;
    }

    void replace(Path file) throws Exception {
      Files.delete(file);
      switch (this) {
        case PIPE ->
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        case LINK -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
        case DIRECTORY -> Files.createDirectory(file);
        case HUGE -> {
          // Takes no space.
          try (var channel = FileChannel.open(file, CREATE_NEW, WRITE, SPARSE)) {
            channel.write(ByteBuffer.allocate(1), 1L << 40);
          }
        }
        case OTHER_BYTES -> Files.write(file, new byte[] {'n', (byte) 0xFF, '\n'});
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void what_is_no_record_keeps_nobody_waiting_and_is_named(Odd odd) throws Exception {
    NodeStore.Entry entry = running("web1", 500);
    Path file = entry.directory().resolve("node.properties");
    odd.replace(file);
    odd.replace(entry.directory().resolve("init"));

    NodeStore.Entry read = store().find(entry.record().id()).orElseThrow();

    assertThat(read.damage()).contains("the record " + file + " is damaged: " + odd.said);
    assertThat(read.init().orElseThrow().pid()).isEqualTo(500);
    assertThat(reserve("web2", "t2").fresh()).isTrue();
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
      calls.add(() -> store().reserve(request(name, name), NOW));
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
      calls.add(() -> store().reserve(request("web1", token), NOW));
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
