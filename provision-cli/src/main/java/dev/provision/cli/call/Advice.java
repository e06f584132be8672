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

  private static final String AGAIN = "run it again when ready; 'list-nodes' lists existing nodes";

  /// What to do when a cloud did not do what it was asked.
  public String on(CloudFailure failure) {
    return switch (failure) {
      case CloudFailure.Unauthorized _ ->
          "check the user ID and secret key (-u, -k, or userid and secret-key in the configuration)"
              + " and the account's permissions";
      case CloudFailure.RateLimited limited ->
          "the provider limits the number of requests: wait "
              + limited.retryAfter().map(Advice::inWords).orElse("a minute")
              + " and run it again";
      case CloudFailure.QuotaExceeded _ ->
          "destroy unused nodes ('list-nodes' lists them), choose a smaller size, or ask the"
              + " provider for a higher quota";
      case CloudFailure.NotFound _ ->
          "'provision list-nodes', 'images', 'sizes', and 'locations' list what exists";
      case CloudFailure.NameTaken _ ->
          has.test("-n")
              ? "choose another name with -n, or omit -n to get an unused one"
              : "choose another name";
      case CloudFailure.InvalidRequest _ ->
          "'provision providers NAME' lists the options that the provider requires and supports";
      case CloudFailure.Unavailable _ ->
          "check the network and the provider's status page, then run it again";
      case CloudFailure.Unreachable _ ->
          "no request was sent: check the endpoint and the connection to it (network, proxy,"
              + " certificate), then run it again";
      case CloudFailure.Redirected _ ->
          "nothing was changed: if the new location belongs to the provider, set it as endpoint;"
              + " otherwise something in between answered, such as a proxy that requires a login";
      case CloudFailure.Malformed _ ->
          "check that the endpoint is the provider's API, without a proxy in between; -v shows"
              + " details";
      case CloudFailure.TimedOut _ ->
          has.test("--wait")
              ? "check with 'list-nodes' which nodes exist, and allow more time with --wait"
              : "run it again; if the provider has the option call-timeout, it allows more time";
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
          "check that the node is running ('list-nodes') and that you can reach its SSH port";
      case ShellFailure.HostKeyMismatch mismatch -> onMismatch(mismatch);
      case ShellFailure.HostUnknown unknown ->
          "do not trust the offered key without checking it: copy the machine's line from the known"
              + " hosts of a computer that created or already knows it; or log in on the machine's"
              + " console (for a cloud node, in the cloud's web interface), compare "
              + unknown.offered().fingerprint()
              + " with the output of 'ssh-keygen -l -f /etc/ssh/FILE.pub' there, and add the line;"
              + " or set the provider's option host-trust: accept-new, which trusts the first host"
              + " that answers";
      case ShellFailure.Incompatible _ ->
          "update the node's SSH server, or enable one of the supported algorithms in its"
              + " sshd_config (KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs)";
      case ShellFailure.AuthRejected _ ->
          "check the login user and the key: an agent's (SSH_AUTH_SOCK), ~/.ssh/id_*, or"
              + " ssh-key-path in the configuration; if they are correct, the node's log says why"
              + " it rejects them (PubkeyAcceptedAlgorithms, AllowUsers, the mode of"
              + " authorized_keys)";
      case ShellFailure.PrivilegeRefused _ ->
          "check how the account becomes root (the options become and become-password of 'hosts',"
              + " PROVISION_BECOME_PASSWORD), and the login user's rights on the node";
      case ShellFailure.KeyUnusable unusable ->
          "check the key with: ssh-keygen -y -f " + ShellQuoting.shell(unusable.file().toString());
      case ShellFailure.Misconfigured _ ->
          "fix the SSH configuration, or choose another one with ssh-config in provision.yaml";
      case ShellFailure.Disconnected _ -> "check the network and the node, then run it again";
      case ShellFailure.TransferFailed _ -> "check free space and permissions on the node";
      case ShellFailure.TimedOut _ ->
          has.test("--wait")
              ? "allow more time with --wait, or check what keeps the node busy: 'provision ssh'"
              : "check on the node's console what keeps it busy, then run it again";
      case ShellFailure.Busy _ ->
          "run it again when the other run has finished"
              + (has.test("--no-wait")
                  ? ", or wait for it: omit --no-wait, and set a longer --wait"
                  : "");
      case ShellFailure.Interrupted _ -> AGAIN;
      case ShellFailure.Unclassified _ -> "run it again with -v for the details";
    };
  }

  private static String onMismatch(ShellFailure.HostKeyMismatch mismatch) {
    String known =
        mismatch.known().stream().map(key -> key.fingerprint()).collect(Collectors.joining(", "));
    return "the known key is "
        + known
        + mismatch.knownIn().map(place -> " (" + place + ")").orElse("")
        + ", the offered key is "
        + mismatch.offered().fingerprint()
        + ": find out why before you continue. Log in on the machine's console (for a cloud node,"
        + " in the cloud's web interface); 'ssh-keygen -l -f /etc/ssh/FILE.pub' lists its keys"
        + " there. If the offered key is not one of them, another host answers at that address"
        + mismatch
            .knownIn()
            .map(place -> "; if it is, replace the old key with it in " + place)
            .orElse("")
        + ". If the node is not needed, destroy it and deploy it again; if its image has no"
        + " cloud-init, do so with the provider's option host-trust: accept-new";
  }

  private static String inWords(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
