package dev.provision.testkit.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.testkit.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connecting: whom to trust, how long to wait.
abstract class ShellConnectContract extends ShellContract {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final HostKey OTHER = HostKey.parse(ONE_KEY);

  @TempDir private Path temporary;

  @Test
  @Promise("How the host's identity was verified on this connection, human-readable.")
  void the_host_is_identified() {
    assertThat(shell().hostIdentity().key().fingerprint()).startsWith("SHA256:");
    assertThat(shell().hostIdentity().how()).isNotBlank();
  }

  @Test
  @Promise("Where the connection leads, with all defaults filled in.")
  void the_connection_knows_where_it_goes_to() {
    SshEndpoint endpoint = shell().endpoint();

    assertThat(endpoint.host()).isEqualTo(node().endpoint().host());
    assertThat(endpoint.port()).isPresent();
    assertThat(endpoint.user()).isPresent();
  }

  @Test
  @Promise({
    "Accepts only these keys, reported by a source that knows the host.",
    "The host presented another key than the known one.",
    "a wrong host key, a rejected login, or an unusable key make it fail at once."
  })
  void a_host_with_another_key_than_the_known_one_is_refused() {
    ShellFailure failure = failureOf(trusting(new HostTrust.KnownKeys(List.of(OTHER))), LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(((ShellFailure.HostKeyMismatch) failure).offered())
        .isEqualTo(shell().hostIdentity().key());
    assertThat(((ShellFailure.HostKeyMismatch) failure).known()).containsExactly(OTHER);
    assertThat(failure.reason())
        .contains(OTHER.fingerprint(), shell().hostIdentity().key().fingerprint());
  }

  @Test
  @Promise(
      "Accepts the keys in these files in OpenSSH's `known_hosts` format; a host that is in none of"
          + " them is rejected.")
  void a_host_that_nobody_knows_is_refused() {
    ShellFailure failure = failureOf(trusting(new HostTrust.KnownHosts(List.of())), LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.HostUnknown.class);
    assertThat(((ShellFailure.HostUnknown) failure).offered())
        .isEqualTo(shell().hostIdentity().key());
  }

  @Test
  @Promise({
    "As [KnownHosts], but a host that is in none of them is accepted and recorded in `record`.",
    "created when first needed, together with its directory",
    "whether the key was new and has been written to the known hosts"
  })
  void a_new_host_is_accepted_once_where_that_is_wanted_and_known_from_then_on() {
    Path record = temporary.resolve("state/known_hosts");
    HostKey key = shell().hostIdentity().key();

    HostIdentity first = identityOf(new HostTrust.AcceptNew(List.of(), record));
    HostIdentity second = identityOf(new HostTrust.KnownHosts(List.of(record)));

    assertThat(first.recorded()).isTrue();
    assertThat(second.recorded()).isFalse();
    assertThat(List.of(first.key(), second.key())).containsOnly(key);
    assertThat(record).content().contains(key.toString());
  }

  @Test
  @Promise({
    "how they were verified, such as",
    "where the key that the host presented is recorded, replacing any other key of the host"
  })
  void a_key_that_somebody_told_is_written_down_where_that_is_wanted() {
    Path record = temporary.resolve("state/known_hosts");
    HostKey key = shell().hostIdentity().key();
    failureOf(trusting(new HostTrust.AwaitedKey(OTHER, Optional.of(record))), SHORT);

    HostIdentity told =
        identityOf(
            new HostTrust.KnownKeys(List.of(OTHER, key), "a bird told", Optional.of(record)));

    assertThat(told.how()).contains("a bird told");
    assertThat(told.recorded()).isTrue();
    assertThat(identityOf(new HostTrust.KnownHosts(List.of(record))).key()).isEqualTo(key);
  }

  @Test
  @Promise("A host that is known with another key is rejected.")
  void a_host_that_was_known_with_another_key_is_not_new() throws IOException {
    Path record = temporary.resolve("known_hosts");
    identityOf(new HostTrust.AcceptNew(List.of(), record));
    HostKey key = shell().hostIdentity().key();
    Files.writeString(record, Files.readString(record).replace(key.toString(), OTHER.toString()));

    ShellFailure failure = failureOf(trusting(new HostTrust.AcceptNew(List.of(), record)), LIMIT);

    assertThat(failure)
        .isInstanceOfSatisfying(
            ShellFailure.HostKeyMismatch.class,
            mismatch -> assertThat(mismatch.knownIn()).contains(record + ":1"));
  }

  @Test
  @Promise(
      "Accepts only this key, which was given to the host; a host that is still booting may present"
          + " another one.")
  void a_host_that_shows_the_key_it_was_given_is_accepted() {
    HostKey key = shell().hostIdentity().key();

    assertThat(identityOf(new HostTrust.AwaitedKey(key, Optional.empty())).key()).isEqualTo(key);
  }

  @Test
  @Promise({
    "While it does, each connection ends before the login, and connecting is retried until the"
        + " limit; then it is a mismatch.",
    "is called, from the calling thread, each time an attempt failed that will be repeated",
    "The last attempt failed for this reason, and there will be another."
  })
  void a_host_that_does_not_take_the_key_it_was_given_is_waited_for_and_refused() {
    List<String> reasons = new ArrayList<>();

    ShellFailure failure =
        failureOf(trusting(new HostTrust.AwaitedKey(OTHER, Optional.empty())), SHORT, reasons);

    assertThat(failure).isInstanceOf(ShellFailure.HostKeyMismatch.class);
    assertThat(reasons).isNotEmpty();
  }

  @Test
  @Promise({
    "The host rejected every login.",
    "What was being done and to what, such as `connecting to root@192.0.2.7`."
  })
  void a_refused_login_ends_the_wait_and_names_user_and_host() {
    SshEndpoint good = node().endpoint();

    ShellFailure failure = failureOf(good.withLogins(List.of()), LIMIT);

    assertThat(failure).isInstanceOf(ShellFailure.AuthRejected.class);
    assertThat(failure.doing()).contains(good.user().orElseThrow(), good.host());
  }

  @Test
  @Promise({
    "waits for a node that is still booting, for at most `limit`.",
    "Nothing answers at that address."
  })
  void a_host_where_nothing_listens_is_waited_for_until_the_limit() throws IOException {
    SshEndpoint silent = node().silentEndpoint();
    List<String> reasons = new ArrayList<>();

    ShellFailure failure = failureOf(silent, SHORT, reasons);

    assertThat(failure).isInstanceOf(ShellFailure.Unreachable.class);
    assertThat(failure.doing()).contains(silent.toString());
    assertThat(reasons).isNotEmpty();
  }

  @Test
  @Promise({
    "From now on this is awaited, for at most `limit`",
    "and before that with what each attempt waits for"
  })
  void what_is_waited_for_is_named_with_its_limit() {
    List<String> awaited = new ArrayList<>();
    WaitObserver observer =
        new WaitObserver() {
          @Override
          public void waiting(String reason) {}

          @Override
          public void awaiting(String what, Duration limit) {
            assertThat(limit).isPositive().isLessThanOrEqualTo(LIMIT);
            awaited.add(what);
          }
        };

    node().port().connect(node().endpoint(), LIMIT, observer).close();

    assertThat(awaited).isNotEmpty().allMatch(what -> !what.isBlank());
  }

  @Test
  @Promise("If its thread is interrupted, a call fails promptly with [ShellFailure.Interrupted].")
  void an_interrupted_wait_ends_soon() throws Exception {
    SshEndpoint silent = node().silentEndpoint();
    AtomicReference<ShellFailure> failure = new AtomicReference<>();
    Thread waiting =
        Thread.ofPlatform().start(() -> failure.set(failureOf(silent, Duration.ofMinutes(5))));

    waiting.interrupt();
    waiting.join(Duration.ofSeconds(30));

    assertThat(failure.get()).isInstanceOf(ShellFailure.Interrupted.class);
  }

  @Test
  @Promise("Safe for use by several threads at once. Every failure is a [ShellException].")
  void several_threads_may_connect_at_once() throws Exception {
    List<Callable<HostKey>> calls =
        IntStream.range(0, 5)
            .<Callable<HostKey>>mapToObj(_ -> () -> identityOf(node().endpoint().trust()).key())
            .toList();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HostKey> key : threads.invokeAll(calls)) {
        assertThat(key.get()).isEqualTo(shell().hostIdentity().key());
      }
    }
  }

  private SshEndpoint trusting(HostTrust trust) {
    return node().endpoint().withTrust(trust);
  }

  private HostIdentity identityOf(HostTrust trust) {
    try (RemoteShell shell = node().port().connect(trusting(trust), LIMIT, reason -> {})) {
      return shell.hostIdentity();
    }
  }

  private ShellFailure failureOf(SshEndpoint endpoint, Duration limit) {
    return failureOf(endpoint, limit, new ArrayList<>());
  }

  private ShellFailure failureOf(SshEndpoint endpoint, Duration limit, List<String> reasons) {
    return catchThrowableOfType(
            ShellException.class,
            () -> node().port().connect(endpoint, limit, reasons::add).close())
        .failure();
  }
}
