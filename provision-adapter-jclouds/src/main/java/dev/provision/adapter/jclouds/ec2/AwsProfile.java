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
/// Tested by `AccountAccessTest`.
///
/// @param name the profile's name
/// @param exists whether one of the files has it, if only its name
/// @param config what `~/.aws/config` says of it
/// @param credentials what `~/.aws/credentials` says of it
/// @param services what the section says that its `services` names
/// @param place the directory, for messages
record AwsProfile(
    String name,
    boolean exists,
    Map<String, String> config,
    Map<String, String> credentials,
    Map<String, String> services,
    Path place) {
  static final String ID = "aws_access_key_id";

  /// What gets keys in another way, and goes before keys that stand in the files.
  private static final List<String> ROLES =
      List.of(
          "role_arn", "web_identity_token_file", "sso_session", "sso_start_url", "login_session");

  private static final String PROCESS = "credential_process";

  private static final Pattern PROFILE =
      Pattern.compile(
          "profile\\s+(?:(?<plain>[^\\s\"']+)|\"(?<double>[^\"]*)\"|'(?<single>[^']*)')\\s*");

  private static final Pattern ENDPOINT = Pattern.compile("endpoint_url\\s*=\\s*(\\S+)");

  /// Reads a profile; one that is not there is empty.
  static AwsProfile read(String name, CredentialSources sources, GivenOptions options) {
    Path directory = sources.home().resolve(".aws");
    Map<String, Map<String, String>> config =
        AwsFile.sections(file("AWS_CONFIG_FILE", directory.resolve("config"), sources), options);
    Map<String, Map<String, String>> credentials =
        AwsFile.sections(
            file("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("credentials"), sources),
            options);
    Optional<String> section =
        config.keySet().stream().filter(it -> isProfile(it, name)).reduce((_, last) -> last);
    Map<String, String> found = section.map(config::get).orElse(Map.of());
    return new AwsProfile(
        name,
        section.isPresent() || credentials.containsKey(name),
        found,
        credentials.getOrDefault(name, Map.of()),
        config.getOrDefault("services " + found.get("services"), Map.of()),
        directory);
  }

  private static Path file(String variable, Path usual, CredentialSources sources) {
    return sources
        .variable(variable)
        .map(
            name ->
                name.startsWith("~/")
                    ? sources.home().resolve(name.substring(2))
                    : sources.workingDirectory().resolve(name))
        .orElse(usual);
  }

  /// Whether a section of `config` is that profile; of several the last one counts.
  private static boolean isProfile(String section, String name) {
    Matcher profile = PROFILE.matcher(section);
    return profile.matches()
        ? Stream.of("plain", "double", "single")
            .anyMatch(quotes -> name.equals(profile.group(quotes)))
        : section.equals("default") && name.equals(section);
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(credentials.get(key))
        .or(() -> Optional.ofNullable(config.get(key)))
        .filter(value -> !value.isEmpty());
  }

  /// A part of the access key, under the first of these names: from the file that has the key's id.
  /// What the other file says belongs to another key.
  Optional<String> key(String... names) {
    Map<String, String> file = credentials.containsKey(ID) ? credentials : config;
    return Stream.of(names)
        .filter(file::containsKey)
        .findFirst()
        .map(file::get)
        .filter(value -> !value.isEmpty());
  }

  /// EC2's own endpoint, which goes before that of all services.
  Optional<String> endpoint() {
    return Optional.ofNullable(services.get("ec2"))
        .map(ENDPOINT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  /// By what the keys are got that we would have to get in the same way.
  Optional<String> unsupported() {
    Optional<String> role = ROLES.stream().filter(key -> get(key).isPresent()).findFirst();
    return role.isPresent() || credentials.containsKey(ID) || get(PROCESS).isEmpty()
        ? role
        : Optional.of(PROCESS);
  }
}
