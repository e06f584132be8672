package dev.provision.adapter.jclouds.http;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The proxies that variables of the environment name, as `curl` reads them: `https_proxy` or
/// `HTTPS_PROXY`, `http_proxy` in lower case only (a server's `HTTP_PROXY` comes from a header of a
/// request), and `all_proxy` or `ALL_PROXY` for what they leave open. Hosts that `no_proxy` names,
/// and this computer, are asked directly.
///
/// A variable is read when a request needs it, so that a bad one harms nobody else.
///
/// @param sources where the variables are
public record EnvironmentProxies(CredentialSources sources) {
  private static final String DIRECTLY = "no_proxy";
  private static final String DISABLED = "jdk.http.auth.tunneling.disabledSchemes";

  /// One that is used.
  ///
  /// @param variable that names it
  /// @param user and password, where it wants them; they are shown nowhere
  record Named(String variable, Proxy.Type type, InetSocketAddress address, Optional<Login> user) {
    Proxy proxy() {
      return new Proxy(type, address);
    }

    /// For people, behind the name of a host.
    String words() {
      return " (through the proxy %s:%s from %s)"
          .formatted(address.getHostString(), Integer.toString(address.getPort()), variable);
    }
  }

  /// Who wants to go through.
  record Login(String name, String password) {}

  /// The proxy for requests to this address, if it is one for them.
  ///
  /// @throws CloudException if a variable that decides about it cannot be read
  Optional<Named> of(URI to) {
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    List<String> variables =
        switch (scheme) {
          case "https" -> List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
          case "http" -> List.of("http_proxy", "all_proxy", "ALL_PROXY");
          default -> List.of();
        };
    Optional<String> variable =
        variables.stream().filter(name -> sources.variable(name).isPresent()).findFirst();
    return variable.isEmpty() || isDirect(to)
        ? Optional.empty()
        : variable.map(name -> named(name, sources.variable(name).orElseThrow()));
  }

  private boolean isDirect(URI to) {
    String variable = sources.variable(DIRECTLY).isPresent() ? DIRECTLY : "NO_PROXY";
    try {
      return new DirectHosts(sources.variable(variable).orElse("")).contain(to);
    } catch (IllegalArgumentException e) {
      throw bad(variable, String.valueOf(e.getMessage()));
    }
  }

  private static Named named(String variable, String text) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException _) {
      throw bad(variable, "it is not http://[USER:PASSWORD@]HOST:PORT");
    }
    String host = uri.getHost();
    if (host == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw bad(variable, "it is not http://[USER:PASSWORD@]HOST:PORT");
    }
    Proxy.Type type =
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
          case "http" -> Proxy.Type.HTTP;
          case "socks5" -> Proxy.Type.SOCKS;
          default ->
              throw bad(
                  variable,
                  "proxies of the type '%s' are not supported; use http or socks5"
                      .formatted(uri.getScheme()));
        };
    Optional<Login> user = Optional.ofNullable(uri.getRawUserInfo()).map(info -> login(info));
    if (type == Proxy.Type.SOCKS && user.isPresent()) {
      throw bad(variable, "users of SOCKS proxies are not supported");
    }
    if (user.isPresent() && System.getProperty(DISABLED) == null) {
      // Java tells no proxy a password in plain text unless this is said before its first
      // connection.
      System.setProperty(DISABLED, "");
    }
    // As curl has it where the port is left out.
    int port = uri.getPort() < 0 ? 1080 : uri.getPort();
    String plain = host.replaceAll("[\\[\\]]", "");
    return new Named(variable, type, InetSocketAddress.createUnresolved(plain, port), user);
  }

  private static Login login(String info) {
    int colon = info.indexOf(':');
    return new Login(
        decoded(colon < 0 ? info : info.substring(0, colon)),
        colon < 0 ? "" : decoded(info.substring(colon + 1)));
  }

  /// What `%` stands before; a plus is a plus.
  private static String decoded(String text) {
    return text.isEmpty() ? "" : URI.create("x:" + text).getSchemeSpecificPart();
  }

  /// Its value is not shown: it may hold a password.
  private static CloudException bad(String variable, String reason) {
    return new CloudException(
        new CloudFailure.InvalidRequest(
            "choosing the proxy", "the variable " + variable + " cannot be read: " + reason));
  }

  /// Lets a connection that goes through the proxy say who wants that. To a host behind a tunnel it
  /// is never said, so the header is only set where the proxy itself reads it.
  static void authorize(HttpURLConnection connection, Login user) {
    if (connection.getURL().getProtocol().equals("http")) {
      String both = user.name() + ":" + user.password();
      connection.setRequestProperty(
          "Proxy-Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    connection.setAuthenticator(new Once(user));
  }

  /// Answers the proxy, once: it would be asked again and again after a wrong password.
  private static final class Once extends Authenticator {
    private final Login user;
    private boolean asked;

    Once(Login user) {
      this.user = user;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (asked || getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      asked = true;
      return new PasswordAuthentication(user.name(), user.password().toCharArray());
    }
  }
}
