package dev.provision.adapter.jclouds.call;

import java.net.URI;
import java.util.Optional;

/// Where an answer wants to send us. We do not go: the request has credentials in it, and whoever
/// is there would get them.
///
/// @param status of HTTP
/// @param target the place, for people: without its query, which may echo a signature of ours
record Redirect(int status, String target) {
  private static final int LONGEST = 200;

  /// @param location the header of that name
  static Redirect of(int status, Optional<String> location, URI asked) {
    return new Redirect(
        status,
        location.filter(text -> !text.isBlank()).map(text -> place(text, asked)).orElse(""));
  }

  private static String place(String location, URI asked) {
    String text = location.strip();
    int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
    String plain = text.substring(0, Math.min(end, LONGEST)).replaceFirst("//[^/@]*@", "//");
    try {
      return asked.resolve(plain).toString();
    } catch (IllegalArgumentException _) {
      return plain;
    }
  }

  String words() {
    return "sent a redirect (HTTP status %s) %s; it was not followed, because the credentials"
            .formatted(status, target.isEmpty() ? "without a location" : "to " + target)
        + " of the account would be sent along";
  }
}
