package dev.provision.adapter.sshd.trust;

import dev.provision.adapter.sshd.route.Hop;
import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.adapter.sshd.text.TextEncoding;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says why a host is refused, and what to do if it is the right one.
///
/// Tested by `HostTrustTest` and `AwaitedKeyTest`.
final class HostKeyFailures {
  private static final Path NOTHING = Path.of("/dev/null");

  private final Hop hop;
  private final String name;

  HostKeyFailures(Hop hop) {
    this.hop = hop;
    this.name = hop.knownAs().entry();
  }

  /// The key is none of those we were told.
  ShellFailure notTold(HostKey offered, List<HostKey> keys) {
    String reason =
        "the host presented the key "
            + describe(offered)
            + ", but expected "
            + keys.stream().map(HostKeyFailures::describe).collect(Collectors.joining(" or "))
            + "; it is another host, or someone is intercepting the connection";
    return new ShellFailure.HostKeyMismatch(hop.doing(), reason, keys, offered, Optional.empty());
  }

  /// The key is not, or not yet, the one that the host was given.
  ShellFailure notTaken(HostKey offered, HostKey given) {
    String reason =
        "the host presented the key "
            + describe(offered)
            + ", not the given key "
            + describe(given)
            + "; either it did not install the given key (its image needs cloud-init), or it is"
            + " another host, or someone is intercepting the connection";
    return new ShellFailure.HostKeyMismatch(
        hop.doing(), reason, List.of(given), offered, Optional.empty());
  }

  /// The key cannot be written down.
  ShellFailure unwritten(Path record, IOException e) {
    String why = e.getMessage() == null ? "" : ": " + e.getMessage();
    return new ShellFailure.Unclassified(
        hop.doing(),
        "cannot record the new host key in " + record + ": " + e.getClass().getSimpleName() + why);
  }

  /// No file knows the host.
  ShellFailure unknown(HostKey offered, List<Path> files) {
    List<Path> read = files.stream().filter(file -> !file.equals(NOTHING)).toList();
    String reason =
        "the host "
            + name
            + (read.isEmpty()
                ? " is unknown, because no known_hosts file is read (UserKnownHostsFile is"
                    + " /dev/null or none)"
                : " is not in "
                    + read.stream().map(Path::toString).collect(Collectors.joining(", ")))
            + unreadable(read)
            + "; it presented the key "
            + describe(offered)
            + (read.isEmpty()
                ? ". If that is its key, add this line to a file named by UserKnownHostsFile or"
                    + " known-hosts: "
                    + name
                    + " "
                    + offered
                    + carelessness()
                : addition(offered));
    return new ShellFailure.HostUnknown(hop.doing(), reason, offered);
  }

  /// What OpenSSH does not read either; a line that is added there would not help.
  private static String unreadable(List<Path> files) {
    StringBuilder said = new StringBuilder();
    for (Path file : files) {
      try {
        TextEncoding.fault(OrdinaryFile.read(file))
            .ifPresent(
                fault ->
                    said.append(
                        " (%s:%s: %s; save it as UTF-8 without a byte order mark first)"
                            .formatted(file, fault.line(), fault.what())));
      } catch (IOException _) {
        // It was read a moment ago: then it has gone, and says nothing.
      }
    }
    return said.toString();
  }

  private String addition(HostKey offered) {
    return ". If that is its key, add this line there: " + name + " " + offered + carelessness();
  }

  /// Why it does not help to ask for less care.
  private String carelessness() {
    return hop.config()
        .carelessness()
        .map(place -> " (StrictHostKeyChecking, " + place + ", does not disable this check)")
        .orElse("");
  }

  /// The host shows a plain key where a certificate is due.
  ShellFailure uncertified(HostKey offered, KnownHostsLine authority) {
    String reason =
        "the host "
            + name
            + " presented the key "
            + describe(offered)
            + " without a certificate, but "
            + authority.place()
            + " has a certificate authority for it"
            + addition(offered);
    return new ShellFailure.HostUnknown(hop.doing(), reason, offered);
  }

  /// Somebody else has certified the host.
  ShellFailure otherAuthority(
      HostKey offered, HostKey authority, List<KnownHostsLine> authorities) {
    String reason =
        "the host "
            + name
            + " presented a certificate of the authority "
            + describe(authority)
            + ", but expected one by "
            + authorities.stream()
                .map(line -> describe(line.key()) + " (" + line.place() + ")")
                .collect(Collectors.joining(" or "));
    return new ShellFailure.HostUnknown(hop.doing(), reason, offered);
  }

  /// Something is wrong with the certificate.
  ShellFailure badCertificate(String what, KnownHostsLine authority) {
    return new ShellFailure.Incompatible(
        hop.doing(),
        "the host's certificate is not valid for %s, for which %s requires a certificate: %s"
            .formatted(hop.knownAs().host(), authority.place(), what));
  }

  /// The host had another key when it was written down.
  ShellFailure changed(HostKey offered, List<KnownHostsLine> lines) {
    KnownHostsLine line =
        lines.stream()
            .filter(candidate -> candidate.key().type().equals(offered.type()))
            .findFirst()
            .orElse(lines.getFirst());
    String file = line.place().substring(0, line.place().lastIndexOf(':'));
    String reason =
        "the host presented the key "
            + describe(offered)
            + ", but "
            + line.place()
            + " has "
            + describe(line.key())
            + "; either someone is intercepting the connection, or another machine has its address,"
            + " or its system was reinstalled. Do not trust the new key without checking it: if the"
            + " host's console or its administrator confirms it, remove the old one: ssh-keygen -R"
            + " '"
            + name
            + "' -f '"
            + file
            + "', and add this line: "
            + name
            + " "
            + offered
            + carelessness();
    return new ShellFailure.HostKeyMismatch(
        hop.doing(),
        reason,
        lines.stream().map(KnownHostsLine::key).toList(),
        offered,
        Optional.of(line.place()));
  }

  /// The key is one that must not be accepted any more.
  ShellFailure revoked(HostKey offered, KnownHostsLine line) {
    String reason =
        "the host presented the key " + describe(offered) + ", which " + line.place() + " revokes";
    return new ShellFailure.HostKeyMismatch(
        hop.doing(), reason, List.of(), offered, Optional.of(line.place()));
  }

  private static String describe(HostKey key) {
    return key.type() + " " + key.fingerprint();
  }
}
