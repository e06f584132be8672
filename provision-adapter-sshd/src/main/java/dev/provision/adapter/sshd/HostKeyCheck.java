package dev.provision.adapter.sshd;

import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Decides whether a host is the one we mean, and remembers how it decided.
final class HostKeyCheck implements ServerKeyVerifier {
  private final Hop hop;
  private final String doing;
  private final Optional<KnownHosts> known;
  private volatile @Nullable HostIdentity identity;
  private volatile @Nullable ShellFailure failure;

  /// Reads the known hosts.
  ///
  /// @throws IOException if one of them exists and cannot be read
  HostKeyCheck(Hop hop) throws IOException {
    this.hop = hop;
    this.doing = hop.doing();
    this.known =
        switch (hop.trust()) {
          case HostTrust.KnownKeys _ -> Optional.empty();
          case HostTrust.KnownHosts(List<Path> files) -> Optional.of(read(files));
          case HostTrust.AcceptNew(List<Path> files, Path record) -> {
            List<Path> all = new ArrayList<>(files);
            all.add(record);
            yield Optional.of(read(all));
          }
        };
  }

  private KnownHosts read(List<Path> files) throws IOException {
    return KnownHosts.of(hop.knownAs(), files);
  }

  /// The host, for people.
  String hostName() {
    return hop.endpoint().toString();
  }

  /// The types of the keys we know; the host is asked for one of these first, so that it shows the
  /// key we can compare.
  Set<String> knownTypes() {
    return switch (hop.trust()) {
      case HostTrust.KnownKeys(List<HostKey> keys) ->
          keys.stream().map(HostKey::type).collect(Collectors.toSet());
      case HostTrust.KnownHosts _, HostTrust.AcceptNew _ ->
          known.stream()
              .flatMap(hosts -> hosts.keys().stream())
              .map(line -> line.key().type())
              .collect(Collectors.toSet());
    };
  }

  /// How the host was recognized; empty until then.
  Optional<HostIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  /// Why the host was refused; empty unless it was.
  Optional<ShellFailure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public boolean verifyServerKey(
      ClientSession session, SocketAddress address, PublicKey serverKey) {
    HostKey offered = encode(serverKey);
    failure = null;
    switch (hop.trust()) {
      case HostTrust.KnownKeys(List<HostKey> keys) -> compare(offered, keys);
      case HostTrust.KnownHosts(List<Path> files) ->
          lookUp(offered, () -> failure = unknown(offered, files));
      case HostTrust.AcceptNew(List<Path> _, Path record) ->
          lookUp(offered, () -> accept(offered, record));
    }
    return failure == null;
  }

  static HostKey encode(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    byte[] blob = buffer.getCompactData();
    return new HostKey(
        new ByteArrayBuffer(blob).getString(), Base64.getEncoder().encodeToString(blob));
  }

  private void compare(HostKey offered, List<HostKey> keys) {
    if (keys.contains(offered)) {
      identity = new HostIdentity(offered, "its key was given", false);
    } else {
      String reason =
          "the host showed the key "
              + describe(offered)
              + ", expected was "
              + keys.stream().map(HostKeyCheck::describe).collect(Collectors.joining(" or "))
              + "; it is another host, or somebody is in between";
      failure = new ShellFailure.HostKeyMismatch(doing, reason, keys, offered, Optional.empty());
    }
  }

  private void lookUp(HostKey offered, Runnable unknown) {
    KnownHosts hosts = known.orElseThrow();
    if (!decide(offered, hosts)) {
      unknown.run();
    }
  }

  /// Whether the known hosts decide about the key, one way or the other.
  private boolean decide(HostKey offered, KnownHosts hosts) {
    Optional<KnownHostsLine> revoking = hosts.revoking(offered);
    Optional<KnownHostsLine> same = hosts.with(offered);
    if (revoking.isPresent()) {
      failure = revoked(offered, revoking.get());
    } else if (same.isPresent()) {
      identity = new HostIdentity(offered, "its key is in " + same.get().place(), false);
    } else if (!hosts.keys().isEmpty()) {
      failure = changed(offered, hosts.keys());
    } else {
      return false;
    }
    return true;
  }

  private void accept(HostKey offered, Path record) {
    try {
      KnownHosts now = KnownHosts.record(hop.knownAs(), offered, record);
      decide(offered, now);
      if (failure == null) {
        identity = new HostIdentity(offered, "it was new and is now in " + record, true);
      }
    } catch (IOException e) {
      failure =
          new ShellFailure.Unclassified(
              doing, "cannot write the new host key to " + record + ": " + describe(e));
    }
  }

  private ShellFailure unknown(HostKey offered, List<Path> files) {
    String reason =
        "the host "
            + name()
            + " is not in "
            + files.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "; it showed the key "
            + describe(offered)
            + ". If that is its key, add this line there: "
            + name()
            + " "
            + offered;
    return new ShellFailure.HostUnknown(doing, reason, offered);
  }

  private ShellFailure changed(HostKey offered, List<KnownHostsLine> lines) {
    KnownHostsLine line =
        lines.stream()
            .filter(candidate -> candidate.key().type().equals(offered.type()))
            .findFirst()
            .orElse(lines.getFirst());
    String file = line.place().substring(0, line.place().lastIndexOf(':'));
    String reason =
        "the host showed the key "
            + describe(offered)
            + ", but "
            + line.place()
            + " has "
            + describe(line.key())
            + "; either the host was made anew, or somebody is in between. If it was made anew,"
            + " remove its old key: ssh-keygen -R '"
            + name()
            + "' -f '"
            + file
            + "'";
    return new ShellFailure.HostKeyMismatch(
        doing,
        reason,
        lines.stream().map(KnownHostsLine::key).toList(),
        offered,
        Optional.of(line.place()));
  }

  private ShellFailure revoked(HostKey offered, KnownHostsLine line) {
    String reason =
        "the host showed the key " + describe(offered) + ", which " + line.place() + " revokes";
    return new ShellFailure.HostKeyMismatch(
        doing, reason, List.of(), offered, Optional.of(line.place()));
  }

  private String name() {
    return hop.knownAs().entry();
  }

  private static String describe(HostKey key) {
    return key.type() + " " + key.fingerprint();
  }

  private static String describe(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
