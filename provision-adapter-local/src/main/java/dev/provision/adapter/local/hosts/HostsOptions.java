package dev.provision.adapter.local.hosts;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.shell.Privilege;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of the provider `hosts`.
///
/// @param inventory the machines
/// @param acceptNew whether the key of a host nobody knows is accepted and recorded
/// @param knownHosts the user's known hosts
/// @param key the private key to log in with, where one is given
/// @param privilege as whom the steps are applied
public record HostsOptions(
    Inventory inventory,
    boolean acceptNew,
    Path knownHosts,
    Optional<Path> key,
    Privilege privilege) {
  private static final String HOSTS = "hosts";
  private static final String TRUST = "host-trust";
  private static final String KNOWN_HOSTS = "known-hosts";
  private static final String ACCEPT_NEW = "accept-new";
  private static final String KEY = "key";
  private static final String BECOME = "become";
  private static final String BECOME_PASSWORD = "become-password";
  private static final String SUDO = "sudo";

  /// As `provision providers` shows them.
  public static final List<CloudOption> DECLARED =
      List.of(
          option(
              HOSTS,
              CloudOption.Type.LIST,
              "the machines, each as [NAME=][USER@]HOST[:PORT]; IPv6 in brackets; USER and PORT"
                  + " default to your SSH configuration, then to root and 22",
              Optional.empty()),
          option(
              TRUST,
              CloudOption.Type.TEXT,
              "known-hosts: accept only known host keys; accept-new: also accept and record keys of"
                  + " unknown hosts",
              Optional.of(KNOWN_HOSTS)),
          option(
              KNOWN_HOSTS,
              CloudOption.Type.PATH,
              "file with host keys, instead of ~/.ssh/known_hosts",
              Optional.empty()),
          option(
              KEY,
              CloudOption.Type.PATH,
              "private key to log in with, tried before the user's keys",
              Optional.empty()),
          option(
              BECOME,
              CloudOption.Type.TEXT,
              "how the login user becomes root: none, sudo, doas, or su",
              Optional.of("none")),
          new CloudOption(
              BECOME_PASSWORD,
              CloudOption.Type.TEXT,
              "the login user's password for sudo or doas, or root's for su, if they ask for it",
              Optional.empty(),
              true),
          option(
              SUDO,
              CloudOption.Type.BOOLEAN,
              "true is the same as become: sudo",
              Optional.of("false")));

  /// Reads the account's options.
  ///
  /// @param home the user's home directory
  /// @throws CloudException [CloudFailure.InvalidRequest] if one is missing or unsuitable
  public static HostsOptions parse(Map<String, String> options, Path home) {
    Optional<Path> key = Optional.ofNullable(options.get(KEY)).map(Path::of);
    key.ifPresent(file -> mustBeReadable("the private key", file, KEY));
    Optional<Path> knownHosts = Optional.ofNullable(options.get(KNOWN_HOSTS)).map(Path::of);
    knownHosts.ifPresent(file -> mustBeReadable("the file of known hosts", file, KNOWN_HOSTS));
    return new HostsOptions(
        Inventory.parse(options.getOrDefault(HOSTS, "")),
        acceptNew(options.getOrDefault(TRUST, KNOWN_HOSTS)),
        knownHosts.orElse(home.resolve(".ssh/known_hosts")),
        key,
        privilege(options));
  }

  private static void mustBeReadable(String what, Path file, String option) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw invalid(
          what
              + (" " + file + " (option " + option + ") ")
              + (Files.isDirectory(file)
                  ? "is a directory"
                  : Files.exists(file) ? "cannot be read" : "does not exist")
              + "; name a readable file, or remove the option");
    }
  }

  private static boolean acceptNew(String trust) {
    if (trust.equals(KNOWN_HOSTS) || trust.equals(ACCEPT_NEW)) {
      return trust.equals(ACCEPT_NEW);
    }
    throw invalid("host-trust is '" + trust + "'; it must be known-hosts or accept-new");
  }

  private static Privilege privilege(Map<String, String> options) {
    boolean sudo = sudo(options.getOrDefault(SUDO, "false"));
    String become = options.getOrDefault(BECOME, sudo ? "sudo" : "none");
    if (sudo && !become.equals("sudo")) {
      throw invalid("become is '" + become + "' and sudo is true; remove one of them");
    }
    Optional<Secret> password =
        Optional.ofNullable(options.get(BECOME_PASSWORD)).map(HostsOptions::oneLine);
    return switch (become) {
      case "none" -> {
        if (password.isPresent()) {
          throw invalid("become-password is set, but become is not");
        }
        yield new Privilege.None();
      }
      case "sudo" -> new Privilege.Sudo(password);
      case "doas" -> new Privilege.Doas(password);
      case "su" -> new Privilege.Su(password);
      default -> throw invalid("become is '" + become + "'; it must be none, sudo, doas, or su");
    };
  }

  private static Secret oneLine(String password) {
    if (password.isEmpty() || password.contains("\n")) {
      throw invalid("option become-password: it must be one line that is not empty");
    }
    return Secret.of(password);
  }

  private static boolean sudo(String value) {
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw invalid("sudo is '" + value + "'; it must be true or false");
  }

  private static CloudOption option(
      String name, CloudOption.Type type, String help, Optional<String> otherwise) {
    return new CloudOption(name, type, help, otherwise, false);
  }

  private static CloudException invalid(String reason) {
    return new CloudException(
        new CloudFailure.InvalidRequest("opening the provider hosts", reason));
  }
}
