package dev.provision.domain.boot;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Parts of a MIME message, RFC 2045 and 2046, of the kinds that cloud-init takes.
///
/// Tested by `UserDataTest`.
final class MimePart {
  /// By how a text begins, whatever its case; the longest beginning counts. So does cloud-init.
  private static final Map<String, String> TYPES =
      Map.of(
          "#!", "text/x-shellscript",
          "#cloud-config", "text/cloud-config",
          "#cloud-config-archive", "text/cloud-config-archive",
          "#cloud-config-jsonp", "text/cloud-config-jsonp",
          "#cloud-boothook", "text/cloud-boothook",
          "#part-handler", "text/part-handler",
          "#include", "text/x-include-url",
          "#include-once", "text/x-include-once-url",
          "## template: jinja", "text/jinja2");

  private static final int LINE = 76;

  private MimePart() {}

  /// Somebody's user data as a part; empty if it has no form that cloud-init knows.
  static Optional<String> ofUserData(String text) {
    if (isMessage(text)) {
      // A message is a part, be it of several parts or of one.
      return Optional.of(text);
    }
    String beginning = text.stripLeading().toLowerCase(Locale.ROOT);
    return TYPES.entrySet().stream()
        .filter(type -> beginning.startsWith(type.getKey()))
        .max(Comparator.comparingInt(type -> type.getKey().length()))
        .map(longest -> of(longest.getValue(), "", text));
  }

  private static boolean isMessage(String text) {
    List<String> header =
        text.lines().takeWhile(line -> !line.isBlank()).map(MimePart::lowerCase).toList();
    return header.stream().allMatch(line -> line.matches("[!-9;-~]+:.*|[ \t].*"))
        && header.stream().anyMatch(line -> line.startsWith("mime-version:"))
        && header.stream().anyMatch(line -> line.startsWith("content-type:"));
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// A part of this type; what a mail program might change travels in base64.
  ///
  /// @param name a file name, or empty
  static String of(String type, String name, String text) {
    boolean plain = text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~'));
    String header =
        "Content-Type: "
            + type
            + "; charset=\"utf-8\"\nMIME-Version: 1.0\nContent-Transfer-Encoding: "
            + (plain ? "7bit" : "base64")
            + (name.isEmpty() ? "" : "\nContent-Disposition: attachment; filename=\"" + name + "\"")
            + "\n\n";
    return header + (plain ? text : base64(text));
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder(LINE, new byte[] {'\n'})
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A message of these parts.
  static String mixed(List<String> parts) {
    String boundary = boundary(parts);
    return "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\""
        + boundary
        + "\"\n\n"
        + parts.stream()
            .map(part -> "--" + boundary + "\n" + part + "\n")
            .collect(Collectors.joining())
        + "--"
        + boundary
        + "--\n";
  }

  /// One that is in none of the parts.
  private static String boundary(List<String> parts) {
    String boundary = "=-provision";
    for (int number = 1; containsAny(parts, boundary); number++) {
      boundary = "=-provision-" + number;
    }
    return boundary;
  }

  private static boolean containsAny(List<String> parts, String text) {
    return parts.stream().anyMatch(part -> part.contains(text));
  }
}
