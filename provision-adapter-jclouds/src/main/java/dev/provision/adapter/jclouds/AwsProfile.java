package dev.provision.adapter.jclouds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A profile in Amazon's files, read as Amazon's own tools do.
///
/// @param name the profile's name
/// @param config what `~/.aws/config` says of it
/// @param credentials what `~/.aws/credentials` says of it
/// @param place the directory, for messages
record AwsProfile(
    String name, Map<String, String> config, Map<String, String> credentials, Path place) {
  static final String ID = "aws_access_key_id";

  /// What gets keys in another way, and goes before keys that stand in the files.
  private static final List<String> ROLES =
      List.of(
          "role_arn", "web_identity_token_file", "sso_session", "sso_start_url", "login_session");

  private static final String PROCESS = "credential_process";

  /// Reads a profile; one that is not there is empty.
  static AwsProfile read(String name, Surroundings surroundings, Options options) {
    Path directory = surroundings.home().resolve(".aws");
    Path config =
        surroundings.variable("AWS_CONFIG_FILE").map(Path::of).orElse(directory.resolve("config"));
    Path credentials =
        surroundings
            .variable("AWS_SHARED_CREDENTIALS_FILE")
            .map(Path::of)
            .orElse(directory.resolve("credentials"));
    Map<String, Map<String, String>> sections = sections(config, options);
    Map<String, String> found = sections.get("profile " + name);
    if (found == null && name.equals("default")) {
      found = sections.get(name);
    }
    return new AwsProfile(
        name,
        found == null ? Map.of() : found,
        sections(credentials, options).getOrDefault(name, Map.of()),
        directory);
  }

  boolean isEmpty() {
    return config.isEmpty() && credentials.isEmpty();
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(credentials.get(key))
        .or(() -> Optional.ofNullable(config.get(key)))
        .filter(value -> !value.isEmpty());
  }

  /// By what the keys are got that we would have to get in the same way.
  Optional<String> unsupported() {
    Optional<String> role = ROLES.stream().filter(key -> get(key).isPresent()).findFirst();
    return role.isPresent() || credentials.containsKey(ID) || get(PROCESS).isEmpty()
        ? role
        : Optional.of(PROCESS);
  }

  private static Map<String, Map<String, String>> sections(Path file, Options options) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    if (!Files.exists(file)) {
      return sections;
    }
    Map<String, String> current = null;
    int number = 0;
    for (String line : new ForeignFile(options).read(file).lines().toList()) {
      number++;
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[") && text.endsWith("]")) {
        current = sections.computeIfAbsent(section(text), _ -> new HashMap<>());
      } else if (current == null || (equals <= 0 && !nested(line))) {
        throw options.invalid(
            "%s:%s is neither a section, such as [default], nor KEY = VALUE"
                .formatted(file, number));
      } else if (!nested(line)) {
        current.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return sections;
  }

  /// Indented lines are values of the key before.
  private static boolean nested(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }

  /// `[profile "my lab"]` and `[ profile my ]` are read as well.
  private static String section(String text) {
    return text.substring(1, text.length() - 1)
        .strip()
        .replaceFirst("^profile\\s+", "profile ")
        .replaceFirst("^(profile )?[\"'](.*)[\"']$", "$1$2");
  }
}
