package dev.provision.domain.deploy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way to a node of an earlier command: by the keys that were written down when it was made, or
/// that the user's files know. A node of a cloud that gives host keys is not trusted because nobody
/// has seen it before.
///
/// @param node the node
/// @param shells the way to any node
record KnownNode(Node node, CloudPort cloud, RemoteShellPort shells, HostKeyLedger ledger)
    implements RemoteShellPort {

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    if (endpoint.trust() instanceof HostTrust.AwaitedKey) {
      return shells.connect(endpoint, limit, waiting); // it has just told its key
    }
    Optional<HostKeyRecord> record = ledger.of(node.id());
    if (record.isEmpty()) {
      return connectUnrecorded(endpoint, limit, waiting);
    }
    if (endpoint.trust() instanceof HostTrust.KnownKeys told && !cloud.userData().holdsHostKey()) {
      SshEndpoint known = endpoint.withTrust(either(told, record.get()));
      RemoteShell shell = shells.connect(known, limit, waiting);
      return noting(shell, shown -> note(record.get(), shown));
    }
    return connectRecorded(record.get(), endpoint, limit, waiting);
  }

  /// What the cloud finds out now may be newer than what was written down, as after a new
  /// installation; or older: a console shows the keys of the last boot, and the node has made
  /// another one since.
  private HostTrust either(HostTrust.KnownKeys told, HostKeyRecord record) {
    List<HostKey> keys = Stream.concat(told.keys().stream(), record.accepted().stream()).toList();
    String source = told.source() + ", or with the key in " + ledger.place(node.id());
    return new HostTrust.KnownKeys(keys.stream().distinct().toList(), source, told.record());
  }

  private RemoteShell connectRecorded(
      HostKeyRecord record, SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String source = "verified with the key in " + ledger.place(node.id());
    HostTrust trust =
        record.isOpen()
            ? endpoint.trust().in(record.accepted(), source)
            : new HostTrust.KnownKeys(record.accepted(), source, Optional.empty());
    try {
      RemoteShell shell = shells.connect(endpoint.withTrust(trust), limit, waiting);
      return noting(shell, shown -> note(record, shown));
    } catch (ShellException e) {
      throw explained(
          e,
          "node '%s' (ID %s) was given its host key at creation".formatted(node.name(), node.id()),
          "either someone is intercepting the connection, or another machine has its address, or"
              + " its system was reinstalled, or its image has no cloud-init and never installed"
              + " the key",
          ledger.place(node.id()));
    }
  }

  /// By the user's files and the provider's word; after that by what a node of this name was given
  /// by a deployment that has not heard its id.
  private RemoteShell connectUnrecorded(
      SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    List<HostKeyRecord> unanswered = ledger.unanswered(node.name());
    boolean strict = cloud.userData().holdsHostKey() || !unanswered.isEmpty();
    HostTrust trust = strict ? endpoint.trust().withoutNew() : endpoint.trust();
    try {
      return shells.connect(endpoint.withTrust(trust), limit, waiting);
    } catch (ShellException e) {
      if (!(e.failure() instanceof ShellFailure.HostUnknown unknown)) {
        throw e;
      }
      if (unanswered.isEmpty()) {
        throw strict ? nobodyKnows(unknown, e) : e;
      }
    }
    return connectByName(unanswered, endpoint, limit, waiting);
  }

  private RemoteShell connectByName(
      List<HostKeyRecord> unanswered, SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String places =
        unanswered.stream()
            .map(record -> ledger.place(record.token()))
            .collect(Collectors.joining(", "));
    List<HostKey> keys =
        unanswered.stream().flatMap(record -> record.accepted().stream()).distinct().toList();
    HostTrust trust =
        endpoint.trust().in(keys, "verified with the key given to a node of this name");
    try {
      RemoteShell shell = shells.connect(endpoint.withTrust(trust), limit, waiting);
      return noting(shell, shown -> bind(unanswered, shown));
    } catch (ShellException e) {
      throw explained(
          e,
          "a node named '%s' was given its host key by a deployment that did not learn the node's"
                  .formatted(node.name())
              + " ID",
          "either someone is intercepting the connection, or this is another node of that name (ID %s)"
              .formatted(node.id()),
          places);
    }
  }

  private void bind(List<HostKeyRecord> unanswered, HostKey shown) {
    unanswered.stream()
        .filter(record -> record.accepted().contains(shown))
        .findFirst()
        .ifPresent(record -> ledger.bind(record.token(), node.id()));
  }

  /// The shell, when what the node has shown is written down.
  private static RemoteShell noting(RemoteShell shell, Consumer<HostKey> writing) {
    try {
      writing.accept(shell.hostIdentity().key());
      return shell;
    } catch (ProblemsException e) {
      shell.close();
      throw e;
    }
  }

  /// Drops what the node does not show any more.
  private void note(HostKeyRecord record, HostKey shown) {
    boolean stays = record.given().filter(shown::equals).isPresent();
    boolean differs = record.isOpen() || !record.keys().contains(shown);
    if (!stays && differs) {
      ledger.settle(node.id(), record, shown);
    }
  }

  /// What is known of the node, if it shows the key that it was given and is still to change it.
  Optional<HostKeyRecord> changing(HostKey shown) {
    return ledger.of(node.id()).filter(record -> record.given().filter(shown::equals).isPresent());
  }

  private ShellException nobodyKnows(ShellFailure.HostUnknown unknown, ShellException e) {
    if (unknown.doing().contains(", on the way to ")) {
      return e; // a host before the node, of which this says nothing
    }
    List<String> damaged = ledger.unreadable();
    String reason =
        ("no key of node '%s' (ID %s) is known here, because it was created on another computer,"
                + " for another account, or by another program, or its deployment was interrupted"
                + " before its key was recorded%s; %s")
            .formatted(
                node.name(),
                node.id(),
                damaged.isEmpty()
                    ? ""
                    : " (a damaged record may have contained it: "
                        + String.join(", ", damaged)
                        + ")",
                unknown.reason());
    return new ShellException(
        new ShellFailure.HostUnknown(unknown.doing(), reason, unknown.offered()), e);
  }

  private static ShellException explained(ShellException e, String what, String why, String place) {
    if (!(e.failure() instanceof ShellFailure.HostKeyMismatch mismatch)
        || mismatch.knownIn().isPresent()) {
      return e;
    }
    String reason =
        "%s (%s), but the host presented another one, %s %s: %s"
            .formatted(
                what, place, mismatch.offered().type(), mismatch.offered().fingerprint(), why);
    return new ShellException(
        new ShellFailure.HostKeyMismatch(
            mismatch.doing(), reason, mismatch.known(), mismatch.offered(), Optional.of(place)),
        e);
  }

  @Override
  public void close() {}
}
