package dev.provision.adapter.jclouds.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// The address of an API, looked at before anything is sent: what Java says of a bad one comes late
/// and names neither the setting nor the reason.
///
/// @param text as somebody wrote it
public record WebAddress(String text) {
  private static final String HOST = "[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+\\]";
  private static final int LAST_PORT = 65_535;

  /// Why it is none; empty if it is one.
  Optional<String> flaw() {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return Optional.of(
          "it contains a character that is not allowed in a URL, such as a space or '\\'");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.isOpaque() || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of("it must begin with https:// or http://");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.contains("@")) {
      return Optional.of("it must not contain a user or a password; set userid and secret-key");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("it must not contain '?' or '#'");
    }
    return placeFlaw(authority);
  }

  private static Optional<String> placeFlaw(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (!host.matches(HOST)) {
      return Optional.of(host.isEmpty() ? "it has no host" : "its host is invalid");
    }
    String port = hasPort ? authority.substring(colon + 1) : "443";
    return port.matches("[0-9]{1,5}")
            && Integer.parseInt(port) >= 1
            && Integer.parseInt(port) <= LAST_PORT
        ? Optional.empty()
        : Optional.of("its port must be a number from 1 to " + LAST_PORT);
  }

  /// For people: without what may be a password.
  public String shown() {
    return text.replaceFirst("^([^/?#]*:)?(//)?[^/]*@", "$1$2******@")
        .replaceFirst("[?#].*", "?******");
  }
}
