package dev.provision.cli.call;

import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.ShellFailure;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What to do about a failure: the one place that knows a next step for each kind.
///
/// @param has whether the command that failed has this option: no other is advised
public record Advice(Predicate<String> has) {
  /// For commands that deploy, which have all of those that are advised.
  public static final Advice DEPLOYING = new Advice(_ -> true);

  /// For commands that have none of them.
  public static final Advice PLAIN = new Advice(_ -> false);

  private static final String AGAIN =
      "run it again when you like; 'list-nodes' shows what there is";

  /// What to do when a cloud did not do what it was asked.
  public String on(CloudFailure failure) {
    return switch (failure) {
      case CloudFailure.Unauthorized _ ->
          "check the user id and the secret key (-u, -k, or userid and secret-key in the"
              + " configuration) and what the account may do";
      case CloudFailure.RateLimited limited ->
          "the provider asks for fewer requests: wait "
              + limited.retryAfter().map(Advice::inWords).orElse("a minute")
              + " and run it again";
      case CloudFailure.QuotaExceeded _ ->
          "destroy nodes that are not needed ('list-nodes' shows them), choose a smaller size, or"
              + " ask the provider for more";
      case CloudFailure.NotFound _ ->
          "'provision list-nodes', 'images', 'sizes' and 'locations' show what there is";
      case CloudFailure.NameTaken _ ->
          has.test("-n")
              ? "choose another name with -n, or leave -n out for one that is free"
              : "choose another name";
      case CloudFailure.InvalidRequest _ ->
          "'provision providers NAME' shows what the provider needs and understands";
      case CloudFailure.Unavailable _ ->
          "check the network and the provider's status page, then run it again";
      case CloudFailure.Unreachable _ ->
          "nothing was asked of the provider: check the endpoint and the way to it (network, proxy,"
              + " certificate), then run it again";
      case CloudFailure.Redirected _ ->
          "nothing was done there: if that place is the provider's own, make it the endpoint; else"
              + " something in between has answered, such as a proxy that wants a login";
      case CloudFailure.Malformed _ ->
          "check that the endpoint is the provider's own, with no proxy in between; -v shows more";
      case CloudFailure.TimedOut _ ->
          has.test("--wait")
              ? "look with 'list-nodes' what there is, and allow more time with --wait"
              : "run it again; the provider's option call-timeout, where it has that, allows more"
                  + " time";
      case CloudFailure.Unsupported _ -> "choose another provider with -p";
      case CloudFailure.Interrupted _ -> AGAIN;
      case CloudFailure.Unclassified _ -> "run it again with -v for the details";
    };
  }

  /// What to do when a node could not be reached or used.
  public String on(ShellFailure failure) {
    return ObstacleAdvice.on(failure.obstacle()).orElseGet(() -> onKind(failure));
  }

  private String onKind(ShellFailure failure) {
    return switch (failure) {
      case ShellFailure.Unreachable _ ->
          "check that the node runs ('list-nodes') and that its SSH port is open for you";
      case ShellFailure.HostKeyMismatch mismatch -> onMismatch(mismatch);
      case ShellFailure.HostUnknown unknown ->
          "do not take the host's word for its key: copy the line that the computer which made or"
              + " knows the machine has for it in its known hosts; or log in by the machine's"
              + " console (for a cloud's node, in the cloud's own web interface), compare "
              + unknown.offered().fingerprint()
              + " with what 'ssh-keygen -l -f /etc/ssh/FILE.pub' shows there, and add the line; or"
              + " set the provider's option host-trust: accept-new, which trusts whoever answers"
              + " first";
      case ShellFailure.Incompatible _ ->
          "update the node's SSH server, or let its sshd_config offer one of those that are taken"
              + " here (KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs)";
      case ShellFailure.AuthRejected _ ->
          "check the login and the key: an agent's (SSH_AUTH_SOCK), ~/.ssh/id_*, or ssh-key-path in"
              + " the configuration; if they are right, the node's own log tells why it refuses"
              + " them (PubkeyAcceptedAlgorithms, AllowUsers, the mode of authorized_keys)";
      case ShellFailure.PrivilegeRefused _ ->
          "check what the provider's account says of becoming root (the options become and"
              + " become-password of 'hosts', PROVISION_BECOME_PASSWORD), and what the login may"
              + " do";
      case ShellFailure.KeyUnusable unusable ->
          "check the key with: ssh-keygen -y -f " + ShellQuoting.shell(unusable.file().toString());
      case ShellFailure.Misconfigured _ ->
          "mend the SSH configuration, or choose another one with ssh-config in provision.yaml";
      case ShellFailure.Disconnected _ -> "check the network and the node, then run it again";
      case ShellFailure.TransferFailed _ -> "check the node's free space and permissions";
      case ShellFailure.TimedOut _ ->
          has.test("--wait")
              ? "allow more time with --wait, or look at what the node is busy with: 'provision"
                  + " ssh'"
              : "look at what the node is busy with by its console, then run it again";
      case ShellFailure.Busy _ ->
          "run it again when that has ended"
              + (has.test("--no-wait")
                  ? ", or wait for it: without --no-wait, and with a longer --wait"
                  : "");
      case ShellFailure.Interrupted _ -> AGAIN;
      case ShellFailure.Unclassified _ -> "run it again with -v for the details";
    };
  }

  private static String onMismatch(ShellFailure.HostKeyMismatch mismatch) {
    String known =
        mismatch.known().stream().map(key -> key.fingerprint()).collect(Collectors.joining(", "));
    return "known is "
        + known
        + mismatch.knownIn().map(place -> " (" + place + ")").orElse("")
        + ", offered was "
        + mismatch.offered().fingerprint()
        + ": find out why before you go on. Log in by the machine's console (for a cloud's node, in"
        + " the cloud's own web interface); 'ssh-keygen -l -f /etc/ssh/FILE.pub' shows there which"
        + " keys it has. If the offered one is not among them, somebody else answers at that"
        + " address"
        + mismatch
            .knownIn()
            .map(place -> "; if it is, put it in place of the old one in " + place)
            .orElse("")
        + ". A node that nobody needs is better destroyed, and deployed anew; one whose image has"
        + " no cloud-init, with the provider's option host-trust: accept-new";
  }

  private static String inWords(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
