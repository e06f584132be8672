package dev.provision.adapter.jclouds;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads an account at Amazon, or at a cloud with the same API: what the configuration leaves open,
/// the `AWS_…` variables say, and then a profile in `~/.aws`.
final class AwsAccess {
  private static final String USUAL_REGION = "us-east-1";
  private static final String USUAL_PROFILE = "default";

  private final CloudAccount account;
  private final Options options;
  private final Surroundings surroundings;

  private AwsAccess(CloudAccount account, Surroundings surroundings) {
    this.account = account;
    this.options = new Options(account.provider(), account.options());
    this.surroundings = surroundings;
  }

  static Access of(CloudAccount account, Surroundings surroundings) {
    return new AwsAccess(account, surroundings).read();
  }

  private Access read() {
    Map<String, String> profile = profile();
    boolean own = account.userid().isPresent();
    // A profile that somebody names goes before the variables, as for Amazon's own tools.
    boolean named = options.set(Option.PROFILE).isPresent();
    String identity =
        account
            .userid()
            .or(() -> found(named, profile, "aws_access_key_id", "AWS_ACCESS_KEY_ID"))
            .orElseThrow(
                () ->
                    options.missing(
                        "the access key's id",
                        "set userid, profile (~/.aws) or AWS_ACCESS_KEY_ID"));
    Secret secret =
        account
            .secretKey()
            .or(
                () ->
                    found(named, profile, "aws_secret_access_key", "AWS_SECRET_ACCESS_KEY")
                        .map(Secret::of))
            .orElseThrow(
                () ->
                    options.missing(
                        "the secret access key",
                        "set secret-key, profile (~/.aws) or AWS_SECRET_ACCESS_KEY"));
    Optional<Secret> token =
        own
            ? Optional.empty()
            : found(named, profile, "aws_session_token", "AWS_SESSION_TOKEN").map(Secret::of);
    String region =
        options
            .text(Option.REGION)
            .or(() -> surroundings.variable("AWS_REGION", "AWS_DEFAULT_REGION"))
            .or(() -> Optional.ofNullable(profile.get("region")))
            .orElse(USUAL_REGION);
    String endpoint = options.text(Option.ENDPOINT).orElseGet(() -> endpoint(region));
    return new Access(
        identity,
        secret,
        token,
        Optional.of(endpoint),
        Optional.of(region),
        options.raw(),
        options);
  }

  private static String endpoint(String region) {
    return "https://ec2." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
  }

  private Optional<String> found(
      boolean profileFirst, Map<String, String> profile, String key, String variable) {
    Optional<String> inProfile = Optional.ofNullable(profile.get(key));
    return profileFirst
        ? inProfile.or(() -> surroundings.variable(variable))
        : surroundings.variable(variable).or(() -> inProfile);
  }

  private Map<String, String> profile() {
    String name =
        options
            .set(Option.PROFILE)
            .or(() -> surroundings.variable("AWS_PROFILE"))
            .orElse(USUAL_PROFILE);
    Path directory = surroundings.home().resolve(".aws");
    Map<String, String> found = new HashMap<>();
    read(file("AWS_CONFIG_FILE", directory.resolve("config")), "profile " + name, name, found);
    read(file("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("credentials")), name, name, found);
    if (found.isEmpty() && options.set(Option.PROFILE).isPresent()) {
      throw options.invalid("there is no profile '%s' in %s".formatted(name, directory));
    }
    return found;
  }

  private Path file(String variable, Path usual) {
    return surroundings.variable(variable).map(Path::of).orElse(usual);
  }

  private void read(Path file, String section, String plain, Map<String, String> to) {
    if (!Files.isReadable(file)) {
      return;
    }
    try {
      String current = "";
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        int equals = text.indexOf('=');
        if (text.startsWith("[") && text.endsWith("]")) {
          current = text.substring(1, text.length() - 1).strip();
        } else if ((current.equals(section) || current.equals(plain))
            && equals > 0
            && !text.startsWith("#")) {
          to.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      throw options.invalid(file + " cannot be read: " + e.getMessage());
    }
  }
}
