package dev.provision.domain.boot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a node is handed at its first boot, in one of the forms that cloud-init takes.
///
/// @param text the whole; it holds a private key
/// @param holdsKey whether the host key is in it
/// @param warnings for people
public record UserData(String text, boolean holdsKey, List<String> warnings) {

  /// Copies the list.
  public UserData {
    warnings = List.copyOf(warnings);
  }

  private static final String AUTHORIZED = "ssh_authorized_keys:";

  /// So many bytes of public keys at most; what is left of them comes by SSH.
  private static final int MOST_KEYS = 6 << 10;

  /// A host key, with what the user has for the node.
  ///
  /// Who may log in later may do so from the start, so that the first login needs no key pair of
  /// the cloud's; unless the user's own text says who may.
  ///
  /// The user's part comes first and the key's last, because of two parts that set the same the
  /// last one counts. What cloud-init would not understand is handed on as it is, without the key:
  /// it is for something else.
  ///
  /// @param users the user's own user data, of any form
  /// @param authorized lines of `authorized_keys`
  public static UserData with(BootKey key, Optional<String> users, List<String> authorized) {
    boolean said = users.map(text -> text.contains(AUTHORIZED)).orElse(false);
    String config = config(key) + (said ? "" : authorized(authorized));
    if (users.isEmpty() || users.get().isBlank()) {
      return new UserData(config, true, List.of());
    }
    String text = users.get();
    Optional<String> part = MimePart.ofUserData(text);
    if (part.isEmpty()) {
      return new UserData(
          text,
          false,
          List.of(
              "cloud-init does not support the form of the user data, so the node gets no host key"
                  + " from it; its key is accepted on first contact"));
    }
    return new UserData(
        MimePart.mixed(
            List.of(part.get(), MimePart.of("text/cloud-config", "provision-host-key", config))),
        true,
        replaced(text));
  }

  private static List<String> replaced(String text) {
    return text.lines().anyMatch(line -> line.startsWith("ssh_keys:"))
        ? List.of(
            "the user data sets ssh_keys; the node replaces them with a host key that it generates")
        : List.of();
  }

  /// `ssh_deletekeys` removes what the image has; where `ssh_keys` are given, no others are made.
  private static String config(BootKey key) {
    return "#cloud-config\nssh_deletekeys: true\nssh_keys:\n  ed25519_private: |\n"
        + key.privateKey().reveal().indent(4)
        + "  ed25519_public: "
        + key.publicKey()
        + "\n";
  }

  private static String authorized(List<String> lines) {
    StringBuilder list = new StringBuilder();
    for (String line : lines) {
      String item = "  - \"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
      if (list.length() + item.length() <= MOST_KEYS) {
        list.append(item);
      }
    }
    return list.isEmpty() ? "" : AUTHORIZED + "\n" + list;
  }

  /// How many bytes it has.
  public int size() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Without the text.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "UserData[%d bytes, holdsKey=%s, warnings=%s]", size(), holdsKey, warnings);
  }
}
