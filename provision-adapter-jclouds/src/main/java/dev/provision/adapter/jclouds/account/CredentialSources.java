package dev.provision.adapter.jclouds.account;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where credentials may stand besides the configuration, as the clouds' own tools have them.
///
/// @param environment the process's variables
/// @param home the user's home directory
/// @param workingDirectory where the program was started
public record CredentialSources(Map<String, String> environment, Path home, Path workingDirectory) {
  public CredentialSources {
    environment = Map.copyOf(environment);
  }

  /// Those of this process.
  public static CredentialSources ofProcess() {
    // Java has "?" for a user that the user database does not know.
    Path home = Path.of(System.getProperty("user.home", "/"));
    return new CredentialSources(
        System.getenv(),
        home.isAbsolute() ? home : Path.of("/nonexistent"),
        Path.of(System.getProperty("user.dir", ".")));
  }

  /// The first of these variables that says something.
  public Optional<String> variable(String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }
}
