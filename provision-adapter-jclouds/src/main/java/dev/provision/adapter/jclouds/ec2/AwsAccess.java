package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import java.util.Optional;

/// Reads an account at Amazon, or at a cloud with the same API: what the configuration leaves open,
/// the `AWS_…` variables say, and then a profile in `~/.aws`.
///
/// Tested by `AccountAccessTest`.
public final class AwsAccess {
  private static final String USUAL_REGION = "us-east-1";
  private static final String USUAL_PROFILE = "default";
  private static final String SECRET = "aws_secret_access_key";
  private static final String SECRET_VARIABLE = "AWS_SECRET_ACCESS_KEY";
  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private final CloudAccount account;
  private final GivenOptions options;
  private final CredentialSources sources;

  private AwsAccess(CloudAccount account, CredentialSources sources) {
    this.account = account;
    this.options = new GivenOptions(account.provider(), account.options());
    this.sources = sources;
  }

  public static AccountAccess of(CloudAccount account, CredentialSources sources) {
    return new AwsAccess(account, sources).read();
  }

  private AccountAccess read() {
    Optional<String> named = options.set(ProviderOption.PROFILE);
    Optional<String> asked = named.or(() -> sources.variable("AWS_DEFAULT_PROFILE", "AWS_PROFILE"));
    AwsProfile profile = AwsProfile.read(asked.orElse(USUAL_PROFILE), sources, options);
    if (asked.isPresent() && !profile.exists() && !saysAll()) {
      throw options.invalid(
          "there is no profile '%s' in %s; fix the option profile or AWS_PROFILE"
              .formatted(asked.get(), profile.place()));
    }
    Keys keys = account.userid().isPresent() ? ownKeys(profile) : keys(profile, named.isPresent());
    String region =
        options
            .text(ProviderOption.REGION)
            .or(() -> sources.variable("AWS_REGION", "AWS_DEFAULT_REGION"))
            .or(() -> profile.get("region"))
            .orElse(USUAL_REGION);
    return new AccountAccess(
        keys.id(),
        keys.secret(),
        keys.token(),
        Optional.of(new AwsEndpoint(options, sources, profile).of(region)),
        Optional.of(region),
        options.raw(),
        options);
  }

  /// Whether the configuration leaves nothing open for which a profile would count.
  private boolean saysAll() {
    return account.userid().isPresent()
        && account.secretKey().isPresent()
        && options.set(ProviderOption.REGION).isPresent();
  }

  /// An access key in all its parts.
  private record Keys(String id, Secret secret, Optional<Secret> token) {}

  /// The configuration says whose key it is; its secret may stand elsewhere.
  private Keys ownKeys(AwsProfile profile) {
    Secret secret =
        account
            .secretKey()
            .or(() -> sources.variable(SECRET_VARIABLE).map(Secret::of))
            .or(() -> profile.get(SECRET).map(Secret::of))
            .orElseThrow(this::noSecret);
    return new Keys(account.userid().orElseThrow(), secret, Optional.empty());
  }

  /// All parts from one place: two halves of different keys are no key. A profile that the
  /// configuration names goes before the variables, as for Amazon's own tools.
  private Keys keys(AwsProfile profile, boolean profileFirst) {
    Optional<String> variable = sources.variable("AWS_ACCESS_KEY_ID");
    if (variable.isPresent() && !profileFirst) {
      return new Keys(
          variable.get(),
          account
              .secretKey()
              .or(() -> sources.variable(SECRET_VARIABLE).map(Secret::of))
              .orElseThrow(this::noSecret),
          sources.variable("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN").map(Secret::of));
    }
    if (!profileFirst && sources.variable(WEB_IDENTITY).isPresent()) {
      throw options.invalid(
          WEB_IDENTITY
              + " is set, but its role is not supported; unset it, or get its keys with Amazon's"
              + " tool: eval \"$(aws configure export-credentials --format env)\"");
    }
    profile
        .unsupported()
        .ifPresent(
            key -> {
              throw options.invalid(
                  "the profile '%s' in %s gets its keys through %s, which is not supported; get them with Amazon's tool: eval \"$(aws configure export-credentials --profile %s --format env)\""
                      .formatted(profile.name(), profile.place(), key, profile.name()));
            });
    return new Keys(
        profile.key(AwsProfile.ID).orElseThrow(this::noId),
        account
            .secretKey()
            .or(() -> profile.key(SECRET).map(Secret::of))
            .orElseThrow(this::noSecret),
        profile.key("aws_security_token", "aws_session_token").map(Secret::of));
  }

  private CloudException noId() {
    String how =
        sources
            .variable(
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .map(
                _ ->
                    "; the role in environment variables of this machine is not supported; get its"
                        + " keys with: eval \"$(aws configure export-credentials --format env)\"")
            .orElse("");
    return options.missing(
        "the access key's ID", "set userid, profile (~/.aws) or AWS_ACCESS_KEY_ID" + how);
  }

  private CloudException noSecret() {
    return options.missing(
        "the secret access key",
        "set secret-key, AWS_SECRET_ACCESS_KEY, or both parts of the key in one file of ~/.aws");
  }
}
