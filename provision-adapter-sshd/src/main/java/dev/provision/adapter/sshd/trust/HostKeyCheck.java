package dev.provision.adapter.sshd.trust;

import dev.provision.adapter.sshd.route.Hop;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Decides whether a host is the one we mean, and remembers how it decided.
///
/// Tested by `HostTrustTest`, `HostCertificateTest` and `AwaitedKeyTest`.
public final class HostKeyCheck implements ServerKeyVerifier {
  private final Hop hop;
  private final HostKeyFailures failures;
  private final Optional<KnownHosts> known;
  private volatile @Nullable HostIdentity identity;
  private volatile @Nullable ShellFailure failure;

  /// Reads the known hosts, and writes down a key that is awaited.
  ///
  /// @throws IOException if one of them exists and cannot be read, or cannot be written
  public HostKeyCheck(Hop hop) throws IOException {
    this.hop = hop;
    this.failures = new HostKeyFailures(hop);
    this.known =
        switch (hop.trust()) {
          case HostTrust.KnownKeys _ -> Optional.empty();
          case HostTrust.AwaitedKey(HostKey key, Optional<Path> record) -> {
            if (record.isPresent()) {
              KnownHosts.replace(hop.knownAs(), key, record.get());
            }
            yield Optional.empty();
          }
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
  public String hostName() {
    return hop.endpoint().toString();
  }

  /// What certificates must call the host.
  public InetSocketAddress certifiedAs() {
    return InetSocketAddress.createUnresolved(hop.knownAs().host(), hop.port());
  }

  /// Whether we know somebody whose certificates count for the host.
  public boolean expectsCertificate() {
    return known.isPresent() && !known.get().authorities().isEmpty();
  }

  /// A certificate of which something is wrong.
  ///
  /// @param what what the library says is wrong
  public ShellFailure badCertificate(String what) {
    return failures.badCertificate(what, known.orElseThrow().authorities().getFirst());
  }

  /// The types of the keys we know; the host is asked for one of these first, so that it shows the
  /// key we can compare.
  public Set<String> knownTypes() {
    return switch (hop.trust()) {
      case HostTrust.KnownKeys(List<HostKey> keys, String _, Optional<Path> _) ->
          keys.stream().map(HostKey::type).collect(Collectors.toSet());
      case HostTrust.AwaitedKey(HostKey key, Optional<Path> _) -> Set.of(key.type());
      case HostTrust.KnownHosts _, HostTrust.AcceptNew _ ->
          known.stream()
              .flatMap(hosts -> hosts.keys().stream())
              .map(line -> line.key().type())
              .collect(Collectors.toSet());
    };
  }

  /// How the host was recognized; empty until then.
  public Optional<HostIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  /// Why the host was refused; empty unless it was.
  public Optional<ShellFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /// What to say while a host that was refused may still turn out to be the right one; empty if it
  /// will not.
  public Optional<String> notYet() {
    return hop.trust() instanceof HostTrust.AwaitedKey
            && failure instanceof ShellFailure.HostKeyMismatch mismatch
        ? Optional.of(
            hop.place()
                + " does not present the given key yet, but "
                + mismatch.offered().fingerprint())
        : Optional.empty();
  }

  @Override
  public boolean verifyServerKey(
      ClientSession session, SocketAddress address, PublicKey serverKey) {
    failure = null;
    if (serverKey instanceof OpenSshCertificate certificate) {
      certified(certificate);
    } else {
      plain(encode(serverKey));
    }
    return failure == null;
  }

  private void plain(HostKey offered) {
    switch (hop.trust()) {
      case HostTrust.KnownKeys told -> compare(offered, told);
      case HostTrust.AwaitedKey(HostKey key, Optional<Path> record) ->
          awaited(offered, key, record);
      case HostTrust.KnownHosts(List<Path> files) ->
          lookUp(offered, () -> failure = failures.unknown(offered, files));
      case HostTrust.AcceptNew(List<Path> _, Path record) ->
          lookUp(offered, () -> accept(offered, record));
    }
  }

  /// Decides about a certificate. Its signature, kind, time, names and options have been checked.
  private void certified(OpenSshCertificate certificate) {
    HostKey key = encode(certificate.getCertPubKey());
    HostKey authority = encode(certificate.getCaPubKey());
    KnownHosts hosts = known.orElseThrow();
    Optional<KnownHostsLine> revoking = hosts.revoking(authority).or(() -> hosts.revoking(key));
    Optional<KnownHostsLine> trusting =
        hosts.authorities().stream().filter(line -> line.key().equals(authority)).findFirst();
    if (revoking.isPresent()) {
      failure = failures.revoked(revoking.get().key(), revoking.get());
    } else if (trusting.isPresent()) {
      identity =
          new HostIdentity(
              key,
              "verified with certificate '%s' of the authority in %s"
                  .formatted(certificate.getId(), trusting.get().place()),
              false);
    } else if (!decide(key, hosts)) {
      failure = failures.otherAuthority(key, authority, hosts.authorities());
    }
  }

  public static HostKey encode(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    byte[] blob = buffer.getCompactData();
    return new HostKey(
        new ByteArrayBuffer(blob).getString(), Base64.getEncoder().encodeToString(blob));
  }

  private void compare(HostKey offered, HostTrust.KnownKeys told) {
    if (!told.keys().contains(offered)) {
      failure = failures.notTold(offered, told.keys());
      return;
    }
    try {
      if (told.record().isPresent()) {
        KnownHosts.replace(hop.knownAs(), offered, told.record().get());
      }
      identity =
          new HostIdentity(
              offered,
              told.source() + told.record().map(file -> ", recorded in " + file).orElse(""),
              told.record().isPresent());
    } catch (IOException e) {
      failure = failures.unwritten(told.record().orElseThrow(), e);
    }
  }

  private void awaited(HostKey offered, HostKey key, Optional<Path> record) {
    if (offered.equals(key)) {
      String place = record.map(file -> ", recorded in " + file).orElse("");
      identity =
          new HostIdentity(
              offered, "verified with the key given at creation" + place, record.isPresent());
    } else {
      failure = failures.notTaken(offered, key);
    }
  }

  private void lookUp(HostKey offered, Runnable unknown) {
    KnownHosts hosts = known.orElseThrow();
    if (decide(offered, hosts)) {
      return;
    }
    if (expectsCertificate()) {
      // Not new, even where new hosts are accepted: somebody is known who should have certified it.
      failure = failures.uncertified(offered, hosts.authorities().getFirst());
    } else {
      unknown.run();
    }
  }

  /// Whether the known hosts decide about the key, one way or the other.
  private boolean decide(HostKey offered, KnownHosts hosts) {
    Optional<KnownHostsLine> revoking = hosts.revoking(offered);
    Optional<KnownHostsLine> same = hosts.with(offered);
    if (revoking.isPresent()) {
      failure = failures.revoked(offered, revoking.get());
    } else if (same.isPresent()) {
      identity = new HostIdentity(offered, "verified with the key in " + same.get().place(), false);
    } else if (!hosts.keys().isEmpty()) {
      failure = failures.changed(offered, hosts.keys());
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
        identity =
            new HostIdentity(
                offered, "NOT verified: first contact; key recorded in " + record, true);
      }
    } catch (IOException e) {
      failure = failures.unwritten(record, e);
    }
  }
}
