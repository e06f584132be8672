package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private static final Pattern PROFILE =
      Pattern.compile(
          "profile\\s+(?:(?<plain>[^\\s\"']+)|\"(?<double>[^\"]*)\"|'(?<single>[^']*)')\\s*");

  /// Reads a profile; one that is not there is empty.
  static AwsProfile read(String name, CredentialSources surroundings, GivenOptions options) {
    Path directory = surroundings.home().resolve(".aws");
    Path config =
        surroundings.variable("AWS_CONFIG_FILE").map(Path::of).orElse(directory.resolve("config"));
    Path credentials =
        surroundings
            .variable("AWS_SHARED_CREDENTIALS_FILE")
            .map(Path::of)
            .orElse(directory.resolve("credentials"));
    Map<String, String> found = Map.of();
    for (Map.Entry<String, Map<String, String>> section :
        AwsFile.sections(config, options).entrySet()) {
      if (isProfile(section.getKey(), name)) {
        found = section.getValue();
      }
    }
    return new AwsProfile(
        name,
        found,
        AwsFile.sections(credentials, options).getOrDefault(name, Map.of()),
        directory);
  }

  /// Whether a section of `config` is that profile; of several the last one counts.
  private static boolean isProfile(String section, String name) {
    Matcher profile = PROFILE.matcher(section);
    return profile.matches()
        ? Stream.of("plain", "double", "single")
            .anyMatch(quotes -> name.equals(profile.group(quotes)))
        : section.equals("default") && name.equals(section);
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
}
