package dev.provision.adapter.local;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
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
/// @param sudo whether steps are applied as root by way of `sudo`
record HostsOptions(
    Inventory inventory, boolean acceptNew, Path knownHosts, Optional<Path> key, boolean sudo) {
  private static final String HOSTS = "hosts";
  private static final String TRUST = "host-trust";
  private static final String KNOWN_HOSTS = "known-hosts";
  private static final String ACCEPT_NEW = "accept-new";
  private static final String KEY = "key";
  private static final String SUDO = "sudo";

  /// As `provision providers` shows them.
  static final List<CloudOption> DECLARED =
      List.of(
          option(
              HOSTS,
              CloudOption.Type.LIST,
              "the machines, each as [NAME=][USER@]HOST[:PORT]; IPv6 in brackets; USER and"
                  + " PORT are those of your SSH configuration, else root and 22",
              Optional.empty()),
          option(
              TRUST,
              CloudOption.Type.TEXT,
              "known-hosts: only hosts whose keys are known; accept-new: unknown ones are recorded,"
                  + " too",
              Optional.of(KNOWN_HOSTS)),
          option(
              KNOWN_HOSTS,
              CloudOption.Type.PATH,
              "file with the hosts' keys, instead of ~/.ssh/known_hosts",
              Optional.empty()),
          option(
              KEY,
              CloudOption.Type.PATH,
              "private key to log in with, before those of the user",
              Optional.empty()),
          option(
              SUDO,
              CloudOption.Type.BOOLEAN,
              "whether root's work is done by way of sudo",
              Optional.of("false")));

  /// Reads the account's options.
  ///
  /// @param home the user's home directory
  /// @throws CloudException [CloudFailure.InvalidRequest] if one is missing or unsuitable
  static HostsOptions parse(Map<String, String> options, Path home) {
    Optional<Path> key = Optional.ofNullable(options.get(KEY)).map(Path::of);
    key.ifPresent(file -> mustBeReadable("the private key", file, KEY));
    Optional<Path> knownHosts = Optional.ofNullable(options.get(KNOWN_HOSTS)).map(Path::of);
    knownHosts.ifPresent(file -> mustBeReadable("the file of known hosts", file, KNOWN_HOSTS));
    return new HostsOptions(
        Inventory.parse(options.getOrDefault(HOSTS, "")),
        acceptNew(options.getOrDefault(TRUST, KNOWN_HOSTS)),
        knownHosts.orElse(home.resolve(".ssh/known_hosts")),
        key,
        sudo(options.getOrDefault(SUDO, "false")));
  }

  private static void mustBeReadable(String what, Path file, String option) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw invalid(
          what
              + (" " + file + " (option " + option + ") ")
              + (Files.isDirectory(file)
                  ? "is a directory"
                  : Files.exists(file) ? "cannot be read" : "does not exist")
              + "; name a file that you can read, or leave the option out");
    }
  }

  private static boolean acceptNew(String trust) {
    if (trust.equals(KNOWN_HOSTS) || trust.equals(ACCEPT_NEW)) {
      return trust.equals(ACCEPT_NEW);
    }
    throw invalid("host-trust is '" + trust + "'; it may be known-hosts or accept-new");
  }

  private static boolean sudo(String value) {
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw invalid("sudo is '" + value + "'; it may be true or false");
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
