package dev.provision.ports.cloud;

import java.util.Optional;

/// An option that a provider declares, set under `providers:` in a configuration.
///
/// @param name its key, lower case with hyphens; one that ends with `*` means every key with that
///   prefix, for values that are passed to a library unchanged
/// @param type the type of its values
/// @param help one human-readable line
/// @param defaultValue the value if none is set; [CloudAccount#value] returns it
/// @param secret whether its value is masked wherever it is shown
public record CloudOption(
    String name, Type type, String help, Optional<String> defaultValue, boolean secret) {

  /// Whether this is the option of that key.
  public boolean covers(String key) {
    return name.endsWith("*")
        ? key.startsWith(name.substring(0, name.length() - 1))
        : key.equals(name);
  }

  /// The type of a value; in [CloudAccount#options()] all values are strings.
  public enum Type {
    /// Any string.
    TEXT,
    /// A whole number in decimal.
    INTEGER,
    /// `true` or `false`.
    BOOLEAN,
    /// A path; a relative one has been resolved against the configuration directory.
    PATH,
    /// Any number of strings, joined by line feeds.
    LIST
  }
}
