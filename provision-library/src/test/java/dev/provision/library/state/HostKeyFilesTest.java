package dev.provision.library.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyFilesTest {
  private static final NodeId ID = new NodeId("RegionOne/17");
  private static final HostKey GIVEN = key(1);
  private static final HostKey OWN = key(2);
  private static final HostKeyRecord RECORD =
      new HostKeyRecord("token-1", "web1", Instant.EPOCH, GIVEN);

  @TempDir private Path home;
  private Path directory;
  private HostKeyFiles files;

  @BeforeEach
  void open() {
    directory = home.resolve("state/providers/site/host-keys");
    files = new HostKeyFiles(directory, Map.of());
  }

  private static HostKey key(int filling) {
    byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer blob = ByteBuffer.allocate(4 + type.length + 4 + 32);
    blob.putInt(type.length).put(type).putInt(32).put(new byte[31]).put((byte) filling);
    return new HostKey("ssh-ed25519", Base64.getEncoder().encodeToString(blob.array()));
  }

  @Test
  void a_record_is_found_by_name_until_the_node_has_an_id_and_by_that_from_then_on() {
    assertThat(files.unanswered("web1")).isEmpty();
    files.open(RECORD);
    assertThat(new HostKeyFiles(directory, Map.of()).unanswered("web1")).containsExactly(RECORD);
    assertThat(files.unanswered("web2")).isEmpty();

    files.bind("token-1", ID);

    assertThat(files.unanswered("web1")).isEmpty();
    assertThat(new HostKeyFiles(directory, Map.of()).of(ID)).contains(RECORD);
    assertThat(files.of(new NodeId("RegionOne/18"))).isEmpty();
  }

  @Test
  void a_node_without_answer_that_never_came_to_be_and_one_that_is_gone_leave_nothing()
      throws IOException {
    files.open(RECORD);
    files.withdraw("token-1");
    files.open(RECORD);
    files.bind("token-1", ID);
    files.forget(ID);

    try (var left = Files.list(directory)) {
      assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly(".lock");
    }
  }

  @Test
  void the_given_key_counts_until_the_own_one_has_been_seen() {
    files.open(RECORD);
    files.bind("token-1", ID);

    HostKeyRecord announced = files.announce(ID, RECORD, OWN);
    assertThat(announced.accepted()).containsExactly(GIVEN, OWN);
    assertThat(files.of(ID)).contains(announced);

    files.settle(ID, announced, OWN);
    assertThat(files.of(ID).orElseThrow().accepted()).containsExactly(OWN);
    assertThat(files.of(ID).orElseThrow().isOpen()).isFalse();
  }

  /// Two commands at once, of which one does not know yet what the other has been told.
  @Test
  void what_another_command_has_announced_is_not_dropped() {
    files.open(RECORD);
    files.bind("token-1", ID);
    HostKeyRecord mine = files.announce(ID, RECORD, OWN);
    HostKeyRecord theirs = files.announce(ID, RECORD, key(3));

    files.settle(ID, mine, OWN);

    assertThat(files.of(ID).orElseThrow().accepted()).contains(OWN, key(3));
    files.settle(ID, theirs, key(3));
    assertThat(files.of(ID).orElseThrow().accepted()).containsExactly(key(3));
    // The first one has settled when the second has been told a further key.
    files.announce(ID, theirs, key(4));
    assertThat(files.of(ID).orElseThrow().accepted()).contains(key(3), key(4));
  }

  @Test
  void announcements_of_many_threads_and_programs_at_once_are_all_kept() throws Exception {
    files.open(RECORD);
    files.bind("token-1", ID);
    List<Callable<HostKeyRecord>> all =
        IntStream.range(10, 60)
            .<Callable<HostKeyRecord>>mapToObj(
                i -> () -> new HostKeyFiles(directory, Map.of()).announce(ID, RECORD, key(i)))
            .toList();

    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<HostKeyRecord> one : threads.invokeAll(all)) {
        one.get();
      }
    }

    assertThat(files.of(ID).orElseThrow().keys()).hasSize(50);
  }

  @Test
  void files_and_directories_are_their_owner_s_alone() throws IOException {
    files.open(RECORD);

    for (String path : List.of("", "/providers", "/providers/site", "/providers/site/host-keys")) {
      assertThat(mode(Path.of(home + "/state" + path))).as(path).isEqualTo("rwx------");
    }
    assertThat(mode(directory.resolve("creation-token-1"))).isEqualTo("rw-------");
    assertThat(mode(directory.resolve(".lock"))).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatever_is_cut_off_or_added_is_damage_that_names_the_file() throws IOException {
    files.open(RECORD);
    files.bind("token-1", ID);
    Path file = Path.of(files.place(ID));
    String text = Files.readString(file);
    List<String> damaged = new ArrayList<>(List.of("", "\0\0\0\0", text + "more\n"));
    for (int length = 1; length < text.length() - 1; length++) {
      damaged.add(text.substring(0, length));
    }
    damaged.add(text.replace(GIVEN.base64(), GIVEN.base64().substring(0, 61)));
    damaged.add(text.replace("given", "gave"));

    for (String one : damaged) {
      Files.writeString(file, one);
      assertThatThrownBy(() -> files.of(ID))
          .as(one)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContainingAll(file.toString(), "damaged", "console");
    }
  }

  /// Nobody can tell whose it is: that must not keep anybody from the others.
  @Test
  void a_damaged_record_of_a_node_without_id_is_named_and_hides_no_other() throws IOException {
    files.open(RECORD);
    Files.write(directory.resolve("creation-token-2"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Files.write(directory.resolve("creation-token-3"), new byte[0]);

    assertThat(files.unanswered("web1")).containsExactly(RECORD);
    assertThat(files.unreadable())
        .containsExactlyInAnyOrder(
            directory.resolve("creation-token-2").toString(),
            directory.resolve("creation-token-3").toString());
  }

  @Test
  void what_cannot_be_written_is_a_problem_that_names_the_file() throws IOException {
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "in the way");

    assertThatThrownBy(() -> files.open(RECORD))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContainingAll(
            directory.resolve("creation-token-1").toString(), "cannot record", "PROVISION_HOME");
  }

  /// An interrupt comes when the program is to end; just then nothing may be lost.
  @Test
  void an_interrupted_thread_writes_and_stays_interrupted() {
    Thread.currentThread().interrupt();

    files.open(RECORD);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(files.unanswered("web1")).containsExactly(RECORD);
  }

  @Test
  void ids_of_any_form_are_told_apart() {
    List<String> ids =
        List.of("a/b", "a%2Fb", "..", "A", "a", ".lock", "x".repeat(300), "é", "sha256-1", " ");
    for (int i = 0; i < ids.size(); i++) {
      files.open(new HostKeyRecord("token-" + i, "node-" + i, Instant.EPOCH, GIVEN));
      files.bind("token-" + i, new NodeId(ids.get(i)));
    }

    for (int i = 0; i < ids.size(); i++) {
      assertThat(files.of(new NodeId(ids.get(i))).map(HostKeyRecord::name))
          .isEqualTo(Optional.of("node-" + i));
    }
  }

  @Test
  void a_record_that_others_can_change_is_not_believed_and_named() throws IOException {
    files.open(RECORD);
    files.bind("token-1", ID);
    Path file = Path.of(files.place(ID));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(() -> files.of(ID))
        .isInstanceOf(ProblemsException.class)
        .hasMessageStartingWith(file + ": ignoring this record of a node's host keys, because")
        .hasMessageEndingWith("run: chmod go-w " + file);
  }
}
