package dev.provision.adapter.jclouds.node;

import dev.provision.ports.shell.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Host keys in what a node has written to its console.
///
/// cloud-init's module `keys-to-console`, which most images have switched on, writes the public
/// host keys at the end of a boot, one a line, between two lines that say so.
final class ConsoleKeys {
  private static final String BEGIN = "-----BEGIN SSH HOST KEY KEYS-----";
  private static final String END = "-----END SSH HOST KEY KEYS-----";

  /// Anywhere in its line: what passes messages on to the console may put a time before them.
  private static final Pattern KEY =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) (AAAA[A-Za-z0-9+/]+={0,2})");

  private ConsoleKeys() {}

  /// The keys of the latest boot that has told them; empty if none has yet.
  static List<HostKey> in(String console) {
    int end = console.lastIndexOf(END);
    int begin = end < 0 ? -1 : console.lastIndexOf(BEGIN, end);
    return begin < 0 ? List.of() : keys(console.substring(begin, end));
  }

  private static List<HostKey> keys(String block) {
    List<HostKey> keys = new ArrayList<>();
    Matcher key = KEY.matcher(block);
    while (key.find()) {
      keys.add(new HostKey(key.group(1), key.group(2)));
    }
    return keys;
  }
}
