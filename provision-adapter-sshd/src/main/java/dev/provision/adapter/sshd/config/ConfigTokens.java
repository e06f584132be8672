package dev.provision.adapter.sshd.config;

import dev.provision.ports.shell.LocalUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Puts in what `~`, `%h` and `${VARIABLE}` stand for in `ssh_config`.
///
/// Tested by `SshConfigTest` and `SshConfigOracleTest`.
///
/// @param host the host, after `HostName`
/// @param originalHost the host as it was given
/// @param alias the name in known hosts
/// @param port the port
/// @param remoteUser the login
/// @param local who runs this program
record ConfigTokens(
    String host, String originalHost, String alias, int port, String remoteUser, LocalUser local) {

  /// What `HostName` makes of a name; the name itself if there is none.
  static String hostName(ConfigValues values, String originalHost) throws SshConfigException {
    var given = values.first(ConfigKeyword.HOST_NAME);
    if (given.isEmpty()) {
      return originalHost;
    }
    return expand(
        given.get(),
        token ->
            switch (token) {
              case '%' -> "%";
              case 'h' -> originalHost;
              default -> null;
            });
  }

  /// A path.
  Path path(ConfigValues.Given given) throws SshConfigException {
    String home = withHome(given);
    String text =
        variables(expand(new ConfigValues.Given(home, given.place()), this::token), given.place());
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw SshConfigException.at(given.place(), "'" + text + "' is not a path");
    }
  }

  /// A text of `ProxyJump`.
  String jump(ConfigValues.Given given) throws SshConfigException {
    return expand(
        given,
        token ->
            switch (token) {
              case '%', 'h', 'n', 'p', 'r' -> token(token);
              default -> null;
            });
  }

  private String withHome(ConfigValues.Given given) throws SshConfigException {
    String text = given.text();
    if (text.equals("~") || text.startsWith("~/")) {
      return local.home() + text.substring(1);
    }
    if (text.startsWith("~")) {
      throw SshConfigException.at(
          given.place(),
          "'" + text + "': home directories of other users are not supported; write the path");
    }
    return text;
  }

  private String variables(String text, ConfigPlace place) throws SshConfigException {
    int start = text.indexOf("${");
    if (start < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    int from = 0;
    while (start >= 0) {
      int end = text.indexOf('}', start);
      String name = end < 0 ? "" : text.substring(start + 2, end);
      String value = local.environment().get(name);
      if (value == null) {
        throw SshConfigException.at(
            place, "'" + text + "': there is no environment variable '" + name + "'; set it");
      }
      result.append(text, from, start).append(value);
      from = end + 1;
      start = text.indexOf("${", from);
    }
    return result.append(text, from, text.length()).toString();
  }

  @FunctionalInterface
  private interface Tokens {
    /// What the token stands for; null if nothing.
    @Nullable String of(char token) throws SshConfigException;
  }

  private static String expand(ConfigValues.Given given, Tokens tokens) throws SshConfigException {
    String text = given.text();
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    int from = 0;
    while (percent >= 0) {
      String value = percent + 1 < text.length() ? tokens.of(text.charAt(percent + 1)) : null;
      if (value == null) {
        throw SshConfigException.at(
            given.place(),
            "'"
                + text
                + "': "
                + text.substring(percent, Math.min(percent + 2, text.length()))
                + " has no meaning here; write %% for a percent sign");
      }
      result.append(text, from, percent).append(value);
      from = percent + 2;
      percent = text.indexOf('%', from);
    }
    return result.append(text, from, text.length()).toString();
  }

  private @Nullable String token(char token) throws SshConfigException {
    return switch (token) {
      case '%' -> "%";
      case 'd' -> local.home().toString();
      case 'h' -> host;
      case 'i' -> userId();
      case 'k' -> alias;
      case 'L' -> localHost().split("\\.", 2)[0];
      case 'l' -> localHost();
      case 'n' -> originalHost;
      case 'p' -> Integer.toString(port);
      case 'r' -> remoteUser;
      case 'u' -> local.name();
      default -> null;
    };
  }

  private String userId() throws SshConfigException {
    try {
      return String.valueOf(Files.getAttribute(local.home(), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      throw new SshConfigException("cannot determine the user ID for %i; write it out");
    }
  }

  private static String localHost() throws SshConfigException {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new SshConfigException("cannot determine this machine's name for %l; write it out");
    }
  }
}
