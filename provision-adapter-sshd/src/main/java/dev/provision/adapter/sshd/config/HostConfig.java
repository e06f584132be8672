package dev.provision.adapter.sshd.config;

import dev.provision.adapter.sshd.config.ConfigValues.Given;
import dev.provision.adapter.sshd.time.TimeLimits.Liveness;
import dev.provision.ports.shell.LocalUser;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the user's SSH configuration says about one host, together with what the caller said, which
/// goes before it.
///
/// Tested by `SshConfigTest` and `JumpTest`.
public final class HostConfig {
  private static final int MOST_UNANSWERED = 1000;

  private static final int USUAL_PORT = 22;
  private static final List<Path> SYSTEM_KNOWN_HOSTS =
      List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"));

  private final HostQuery query;
  private final String hostName;
  private final ConfigValues values;
  private final LocalUser local;
  private final boolean followed;
  private final ConfigTokens tokens;

  /// @param hostName what `HostName` has made of the host
  /// @param followed whether there is any configuration that is followed
  HostConfig(
      HostQuery query, String hostName, ConfigValues values, LocalUser local, boolean followed)
      throws SshConfigException {
    this.query = query;
    this.hostName = hostName;
    this.values = values;
    this.local = local;
    this.followed = followed;
    this.tokens =
        new ConfigTokens(
            hostName, query.host(), hostKeyAlias().orElse(query.host()), port(), user(), local);
    refuseWhatCannotBeHonored();
  }

  private void refuseWhatCannotBeHonored() throws SshConfigException {
    Optional<Given> command = values.first(ConfigKeyword.PROXY_COMMAND).filter(g -> !g.isNone());
    if (command.isPresent()) {
      throw refused(command.get(), "ProxyCommand", "name the jump host with ProxyJump");
    }
    Optional<Given> canonical =
        values
            .first(ConfigKeyword.CANONICALIZE_HOST_NAME)
            .filter(given -> !isNo(given.text()) && !given.isNone());
    if (canonical.isPresent()) {
      throw refused(canonical.get(), "CanonicalizeHostname", "write host names in full");
    }
    Optional<Given> device = values.first(ConfigKeyword.BIND_INTERFACE).filter(g -> !g.isNone());
    if (device.isPresent()) {
      throw refused(device.get(), "BindInterface", "give the interface's address as BindAddress");
    }
    Optional<Given> revoked =
        values.first(ConfigKeyword.REVOKED_HOST_KEYS).filter(g -> !g.isNone());
    if (revoked.isPresent()) {
      throw refused(revoked.get(), "RevokedHostKeys", "put its keys into known_hosts as @revoked");
    }
  }

  private SshConfigException refused(Given given, String keyword, String instead) {
    return SshConfigException.at(
        given.place(),
        keyword
            + " for the host "
            + query.host()
            + " is not supported; "
            + instead
            + ", set it to 'none' for this host in a Host block before that line, or choose another"
            + " file with ssh-config: in provision.yaml");
  }

  private static boolean isNo(String text) {
    return text.equalsIgnoreCase("no") || text.equalsIgnoreCase("false");
  }

  /// Whether there is any configuration that is followed.
  public boolean isFollowed() {
    return followed;
  }

  /// The name or address to connect to.
  public String hostName() {
    return hostName;
  }

  public String user() {
    return query.user(values);
  }

  public int port() throws SshConfigException {
    if (query.port().isPresent()) {
      return query.port().getAsInt();
    }
    Optional<Given> given = values.first(ConfigKeyword.PORT);
    if (given.isEmpty()) {
      return USUAL_PORT;
    }
    int port = number(given.get().text());
    if (port < 1 || port > 65535) {
      throw SshConfigException.at(
          given.get().place(),
          "invalid port '" + given.get().text() + "'; write a number from 1 to 65535");
    }
    return port;
  }

  /// Negative if it is none.
  static int number(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(text);
  }

  /// The name to look up in known hosts, without a port, instead of the host's.
  public Optional<String> hostKeyAlias() {
    return values.first(ConfigKeyword.HOST_KEY_ALIAS).map(Given::text);
  }

  /// The private keys asked for; empty if the usual ones are meant.
  public Optional<List<Path>> identityFiles() throws SshConfigException {
    List<Given> given = values.all(ConfigKeyword.IDENTITY_FILE);
    return given.isEmpty() ? Optional.empty() : Optional.of(paths(given));
  }

  /// Certificates of the user's keys, besides those that lie beside the keys.
  public List<Path> certificateFiles() throws SshConfigException {
    return paths(values.all(ConfigKeyword.CERTIFICATE_FILE));
  }

  private List<Path> paths(List<Given> given) throws SshConfigException {
    List<Path> paths = new ArrayList<>();
    for (Given one : given) {
      if (!one.isNone()) {
        paths.add(tokens.path(one));
      }
    }
    return paths;
  }

  /// Whether an agent's keys are used only if they are asked for.
  public boolean identitiesOnly() throws SshConfigException {
    Optional<Given> given = values.first(ConfigKeyword.IDENTITIES_ONLY);
    if (given.isEmpty() || isNo(given.get().text())) {
      return false;
    }
    String text = given.get().text().toLowerCase(Locale.ROOT);
    if (text.equals("yes") || text.equals("true")) {
      return true;
    }
    throw SshConfigException.at(
        given.get().place(), "IdentitiesOnly is '" + text + "'; it must be yes or no");
  }

  /// The agent's socket.
  public Optional<Path> agent() throws SshConfigException {
    Optional<Given> given = values.first(ConfigKeyword.IDENTITY_AGENT);
    if (given.isPresent() && given.get().isNone()) {
      return Optional.empty();
    }
    String text = given.map(Given::text).orElse("SSH_AUTH_SOCK");
    if (text.equals("SSH_AUTH_SOCK") || (text.startsWith("$") && !text.startsWith("${"))) {
      return Optional.ofNullable(
              local.environment().get(text.startsWith("$") ? text.substring(1) : text))
          .filter(socket -> !socket.isBlank())
          .map(Path::of);
    }
    return Optional.of(tokens.path(given.orElseThrow()));
  }

  /// The hosts to go through, as the user wrote them.
  public Optional<Given> proxyJump() throws SshConfigException {
    Optional<Given> given = values.first(ConfigKeyword.PROXY_JUMP).filter(one -> !one.isNone());
    return given.isEmpty()
        ? given
        : Optional.of(new Given(tokens.jump(given.get()), given.get().place()));
  }

  /// Known hosts that the user or the system has besides those that are named elsewhere.
  public List<Path> knownHosts() throws SshConfigException {
    if (!followed) {
      return List.of();
    }
    List<Given> users = values.all(ConfigKeyword.USER_KNOWN_HOSTS_FILE);
    List<Given> systems = values.all(ConfigKeyword.GLOBAL_KNOWN_HOSTS_FILE);
    List<Path> files = new ArrayList<>(users.isEmpty() ? usersKnownHosts() : paths(users));
    files.addAll(systems.isEmpty() ? SYSTEM_KNOWN_HOSTS : paths(systems));
    return files;
  }

  private List<Path> usersKnownHosts() {
    Path directory = local.home().resolve(".ssh");
    return List.of(directory.resolve("known_hosts"), directory.resolve("known_hosts2"));
  }

  /// Where the user wants less care about host keys than Provision takes.
  public Optional<ConfigPlace> carelessness() {
    return values
        .first(ConfigKeyword.STRICT_HOST_KEY_CHECKING)
        .filter(given -> isNo(given.text()) || given.text().equalsIgnoreCase("off"))
        .map(Given::place);
  }

  /// Where the user wants keys of a device that is not asked here.
  public Optional<ConfigPlace> device() {
    return values
        .first(ConfigKeyword.PKCS11_PROVIDER)
        .filter(given -> !given.isNone())
        .map(Given::place);
  }

  /// Where the user wants no login with a key, and by which keyword.
  public Optional<String> keyless() {
    Optional<Given> never =
        values.first(ConfigKeyword.PUBKEY_AUTHENTICATION).filter(given -> isNo(given.text()));
    Optional<Given> others =
        values
            .first(ConfigKeyword.PREFERRED_AUTHENTICATIONS)
            .filter(given -> !List.of(given.text().split(",")).contains("publickey"));
    return never
        .map(given -> "PubkeyAuthentication no (" + given.place() + ")")
        .or(
            () ->
                others.map(
                    given ->
                        "PreferredAuthentications " + given.text() + " (" + given.place() + ")"));
  }

  /// How long one attempt to connect may take.
  public Optional<Duration> connectTimeout() throws SshConfigException {
    return ConfigTime.of(values, ConfigKeyword.CONNECT_TIMEOUT, "ConnectTimeout");
  }

  /// How a host is noticed that has vanished.
  ///
  /// @param usual where nothing else is said; an interval of 0, OpenSSH's own, says nothing
  public Liveness alive(Liveness usual) throws SshConfigException {
    Optional<Duration> interval =
        ConfigTime.of(values, ConfigKeyword.SERVER_ALIVE_INTERVAL, "ServerAliveInterval");
    Optional<Given> count = values.first(ConfigKeyword.SERVER_ALIVE_COUNT_MAX);
    int unanswered = usual.unanswered();
    if (count.isPresent()) {
      unanswered = number(count.get().text());
      if (unanswered < 0) {
        throw SshConfigException.at(
            count.get().place(),
            "ServerAliveCountMax is '" + count.get().text() + "'; write a number");
      }
    }
    return new Liveness(interval.orElse(usual.interval()), Math.min(unanswered, MOST_UNANSWERED));
  }

  /// The address on this machine to connect from.
  public Optional<String> bindAddress() {
    return values
        .first(ConfigKeyword.BIND_ADDRESS)
        .filter(given -> !given.isNone())
        .map(Given::text);
  }

  /// The kind of addresses to use; empty for both.
  public Optional<StandardProtocolFamily> family() throws SshConfigException {
    Optional<Given> given = values.first(ConfigKeyword.ADDRESS_FAMILY);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return switch (given.get().text().toLowerCase(Locale.ROOT)) {
      case "any" -> Optional.empty();
      case "inet" -> Optional.of(StandardProtocolFamily.INET);
      case "inet6" -> Optional.of(StandardProtocolFamily.INET6);
      default ->
          throw SshConfigException.at(
              given.get().place(),
              "AddressFamily is '" + given.get().text() + "'; it must be any, inet, or inet6");
    };
  }

  /// What was said, for tests.
  ConfigValues values() {
    return values;
  }
}
