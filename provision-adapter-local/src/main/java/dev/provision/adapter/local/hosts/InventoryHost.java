package dev.provision.adapter.local.hosts;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A machine that exists already.
///
/// What the inventory leaves open, the user's SSH configuration decides.
///
/// @param name what the inventory calls it
/// @param user who logs in
/// @param host its address or host name; an IPv6 address without brackets
/// @param port where its SSH server listens
record InventoryHost(String name, Optional<String> user, String host, OptionalInt port) {
  private static final int SSH = 22;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<name>[^=@\\s]+)=)?(?:(?<user>[^@:\\s]+)@)?"
              + "(?:\\[(?<v6>[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?)]"
              + "|(?<host>[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*))"
              + "(?::(?<port>\\d{1,5}))?");
  private static final Pattern PASSWORD = Pattern.compile("([^@:]*):(?!//)[^@]*@.*");

  /// Reads `[NAME=][USER@]HOST[:PORT]`.
  ///
  /// @throws IllegalArgumentException if the text has another form; the message says what is wrong
  ///   with it
  static InventoryHost parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(mistake(text));
    }
    OptionalInt port =
        parts.group("port") == null
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(parts.group("port")));
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65535)) {
      throw new IllegalArgumentException(
          "'" + text + "': invalid port " + port.getAsInt() + "; write a number from 1 to 65535");
    }
    String host = parts.group("v6") == null ? parts.group("host") : parts.group("v6");
    Optional<String> user = Optional.ofNullable(parts.group("user"));
    String address = address(user, host, port);
    String name = parts.group("name") == null ? address : parts.group("name");
    return new InventoryHost(name, user, host, port);
  }

  private static String mistake(String text) {
    Matcher password = PASSWORD.matcher(text);
    if (password.matches()) {
      // A secret: not to be repeated.
      return "'"
          + password.group(1)
          + ":...' contains a password, which is not allowed here; log in with a key (the option"
          + " key, or your own), and write [NAME=][USER@]HOST[:PORT]";
    }
    boolean bare = text.chars().filter(c -> c == ':').count() > 1 && !text.matches(".*[/\\[].*");
    return "'"
        + text
        + "' is not a host; write [NAME=][USER@]HOST[:PORT]"
        + (bare ? "; write an IPv6 address in brackets, as in root@[2001:db8::1]:22" : "");
  }

  /// Whether both are the same machine, as far as that can be told.
  boolean isSameMachine(InventoryHost other) {
    return host.equalsIgnoreCase(other.host) && port.orElse(SSH) == other.port.orElse(SSH);
  }

  /// Whether the inventory gives it a name of its own.
  boolean isNamed() {
    return !name.equals(address(user, host, port));
  }

  /// What [#parse] reads.
  String format() {
    String address = address(user, host, port);
    return isNamed() ? name + "=" + address : address;
  }

  /// For people.
  @Override
  public String toString() {
    String address = address(user, host, port);
    return name.equals(address) ? address : name + " (" + address + ")";
  }

  private static String address(Optional<String> user, String host, OptionalInt port) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return user.map(login -> login + "@").orElse("")
        + bracketed
        + (port.isPresent() ? ":" + port.getAsInt() : "");
  }
}
