package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// By which keys the node of an earlier command is accepted.
class KnownNodeTest {
  private static final String HOST = "192.0.2.1";
  private static final NodeId ID = new NodeId("17");
  private static final HostKey GIVEN = key();
  private static final HostKey OTHER = key();

  @TempDir private Path directory;
  private final HostKeyLedger ledger = HostKeyLedger.inMemory();
  private final InMemoryShell shells = new InMemoryShell();
  private Path knownHosts = Path.of("");

  private static HostKey key() {
    return BootKey.generate(new SecureRandom()).publicKey();
  }

  @BeforeEach
  void file() {
    knownHosts = directory.resolve("known_hosts");
  }

  private static HostKeyRecord record(String token, HostKey given) {
    return new HostKeyRecord(token, "web1", Instant.EPOCH, given);
  }

  private void recorded() {
    ledger.open(record("t", GIVEN));
    ledger.bind("t", ID);
  }

  private HostTrust acceptNew() {
    return new HostTrust.AcceptNew(List.of(), knownHosts);
  }

  private static Node node() {
    return new Node(
        ID,
        "web1",
        Node.State.RUNNING,
        List.of(HOST),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private HostKey connect(boolean givesHostKeys, HostTrust trust) {
    InMemoryCloud cloud = new InMemoryCloud("Debian 12");
    if (givesHostKeys) {
      cloud.takingUserData(OptionalInt.empty());
    }
    SshEndpoint endpoint =
        new SshEndpoint(HOST, 22, "root", List.of(new Login.Password(Secret.of("p"))), trust)
            .withHostName(ID.value());
    try (RemoteShell shell =
        new KnownNode(node(), cloud, shells, ledger).connect(endpoint, Duration.ZERO, _ -> {})) {
      return shell.hostIdentity().key();
    }
  }

  private ShellFailure refusal(boolean givesHostKeys, HostTrust trust) {
    return catchThrowableOfType(ShellException.class, () -> connect(givesHostKeys, trust))
        .failure();
  }

  @Test
  void a_node_that_shows_a_key_of_its_record_is_accepted() {
    recorded();
    shells.hostKey(HOST, GIVEN);
    assertThat(connect(true, acceptNew())).isEqualTo(GIVEN);

    ledger.announce(ID, ledger.of(ID).orElseThrow(), OTHER);
    assertThat(connect(true, acceptNew())).isEqualTo(GIVEN);
    shells.hostKey(HOST, OTHER);
    assertThat(connect(true, acceptNew())).isEqualTo(OTHER);

    // It has been seen with its own key.
    shells.hostKey(HOST, GIVEN);
    assertThat(refusal(true, acceptNew())).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  @Test
  void a_node_that_was_given_a_key_and_shows_another_is_refused_whatever_the_account_says() {
    recorded();
    shells.hostKey(HOST, OTHER);

    for (boolean gives : List.of(true, false)) {
      assertThat(refusal(gives, acceptNew()))
          .isInstanceOfSatisfying(
              ShellFailure.HostKeyMismatch.class,
              mismatch -> {
                assertThat(mismatch.knownIn()).contains(ledger.place(ID));
                assertThat(mismatch.reason())
                    .contains(
                        "'web1' (ID 17)",
                        OTHER.fingerprint(),
                        "intercepting the connection",
                        "no cloud-init");
              });
    }
    assertThat(knownHosts).doesNotExist();
  }

  @Test
  void nobody_is_trusted_for_being_new_where_nodes_are_given_their_keys() {
    assertThat(refusal(true, acceptNew()))
        .isInstanceOfSatisfying(
            ShellFailure.HostUnknown.class,
            unknown -> assertThat(unknown.reason()).contains("'web1' (ID 17)", "another computer"));
    assertThat(knownHosts).doesNotExist();
  }

  @Test
  void where_the_account_accepts_new_nodes_a_node_that_nobody_knows_is_accepted() {
    assertThat(connect(false, acceptNew())).isEqualTo(shells.hostKey(HOST));
    assertThat(knownHosts).content().contains(shells.hostKey(HOST).toString());
  }

  @Test
  void a_node_whose_id_nobody_has_heard_is_known_by_its_name_and_then_by_its_id() {
    HostKey second = key();
    ledger.open(record("t1", GIVEN));
    ledger.open(record("t2", second));
    shells.hostKey(HOST, second);

    assertThat(connect(true, acceptNew())).isEqualTo(second);
    assertThat(ledger.of(ID)).contains(record("t2", second));
    assertThat(ledger.unanswered("web1")).containsExactly(record("t1", GIVEN));
  }

  @Test
  void one_that_shows_another_key_than_a_node_of_its_name_was_given_is_refused() {
    ledger.open(record("t1", GIVEN));
    shells.hostKey(HOST, OTHER);

    for (boolean gives : List.of(true, false)) {
      ShellFailure failure = refusal(gives, acceptNew());
      assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
      assertThat(failure.reason())
          .contains("'web1'", "another node of that name", "17", ledger.place("t1"));
    }
    assertThat(ledger.of(ID)).isEmpty();
  }

  /// What is unknown there is the jump host, for which the node's records are no excuse.
  @Test
  void of_a_host_on_the_way_nothing_is_said_about_the_node() {
    ShellFailure onTheWay =
        new ShellFailure.HostUnknown(
            "connecting to jump, on the way to web1", "nobody knows it", OTHER);
    shells.fail(onTheWay);

    assertThat(refusal(true, acceptNew())).isSameAs(onTheWay);
  }

  @Test
  void another_failure_than_a_wrong_key_stays_what_it_is() {
    recorded();
    ShellFailure failure = new ShellFailure.Unreachable("connecting", "nobody there");
    shells.fail(failure);

    assertThat(refusal(true, acceptNew())).isSameAs(failure);
  }

  @Test
  void only_a_node_that_still_shows_the_key_that_it_was_given_has_to_change_it() {
    KnownNode known = new KnownNode(node(), new InMemoryCloud("Debian 12"), shells, ledger);
    assertThat(known.changing(GIVEN)).isEmpty();

    recorded();
    assertThat(known.changing(GIVEN)).contains(record("t", GIVEN));
    assertThat(known.changing(OTHER)).isEmpty();

    ledger.settle(ID, ledger.of(ID).orElseThrow(), OTHER);
    assertThat(known.changing(GIVEN)).isEmpty();
    assertThat(known.changing(OTHER)).isEmpty();
  }

  /// Such as one whose name is used again, or whose line was copied from another computer.
  @Test
  void a_line_for_the_node_s_id_goes_before_what_a_node_of_its_name_was_given() throws IOException {
    ledger.open(record("t1", GIVEN));
    shells.hostKey(HOST, OTHER);
    Files.writeString(knownHosts, "17 " + OTHER + "\n");

    assertThat(connect(true, acceptNew())).isEqualTo(OTHER);
    assertThat(ledger.unanswered("web1")).hasSize(1);
  }

  @Test
  void what_the_cloud_finds_out_now_goes_before_the_record_and_is_written_there() {
    recorded();
    shells.hostKey(HOST, OTHER);
    HostTrust console = new HostTrust.KnownKeys(List.of(OTHER), "its console", Optional.empty());

    assertThat(connect(false, console)).isEqualTo(OTHER);
    assertThat(ledger.of(ID).orElseThrow().accepted()).containsExactly(OTHER);
  }

  /// It shows what the node had when it booted, and the node has replaced it since.
  @Test
  void a_console_that_still_shows_the_key_that_was_given_refuses_no_node_that_has_made_its_own() {
    recorded();
    ledger.announce(ID, ledger.of(ID).orElseThrow(), OTHER);
    ledger.settle(ID, ledger.of(ID).orElseThrow(), OTHER);
    HostTrust console = new HostTrust.KnownKeys(List.of(GIVEN), "its console", Optional.empty());
    shells.hostKey(HOST, OTHER);
    assertThat(connect(false, console)).isEqualTo(OTHER);

    shells.hostKey(HOST, key());
    assertThat(refusal(false, console)).isInstanceOf(ShellFailure.HostKeyMismatch.class);
  }

  @Test
  void the_record_of_a_node_that_is_gone_counts_for_no_other() {
    recorded();
    ledger.forget(ID);
    shells.hostKey(HOST, OTHER);

    assertThat(connect(false, acceptNew())).isEqualTo(OTHER);
  }
}
