package dev.provision.ports.cloud;

import java.util.Optional;

/// An option that a provider declares, set under `providers:` in a configuration.
///
/// @param name its key, lower case with hyphens; one that ends with `*` stands for every key that
///   begins like it, for what goes to a library as it is
/// @param type what values it takes
/// @param help one line for people
/// @param defaultValue the value where none is set; [CloudAccount#value] gives it
/// @param secret whether its value is masked wherever it is shown
public record CloudOption(
    String name, Type type, String help, Optional<String> defaultValue, boolean secret) {

  /// Whether this is the option of that key.
  public boolean covers(String key) {
    return name.endsWith("*")
        ? key.startsWith(name.substring(0, name.length() - 1))
        : key.equals(name);
  }

  /// What a value may be; values travel as text in [CloudAccount#options()].
  public enum Type {
    /// Any text.
    TEXT,
    /// A whole number in decimal.
    INTEGER,
    /// `true` or `false`.
    BOOLEAN,
    /// A path; a relative one has been resolved against the configuration directory.
    PATH,
    /// Any number of texts, joined by line feeds.
    LIST
  }
}
