package dev.provision.adapter.jclouds.account;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// Reads an account that has a user and a secret, or a secret only: what the configuration leaves
/// open, variables say.
public final class PlainAccess {
  private static final String NOBODY = "token";

  private PlainAccess() {}

  /// Reads an account and the variables that complete it.
  ///
  /// @param profile says which variables hold user and secret
  /// @param endpoints variables that hold the endpoint
  /// @param properties what jclouds is told besides
  public static AccountAccess of(
      ProviderProfile profile,
      CloudAccount account,
      CredentialSources sources,
      List<String> endpoints,
      Properties properties) {
    GivenOptions options = new GivenOptions(account.provider(), account.options());
    List<String> users = profile.user().map(Credential::variables).orElse(List.of());
    List<String> secrets = profile.secret().map(Credential::variables).orElse(List.of());
    String user =
        users.isEmpty()
            ? NOBODY
            : account
                .userid()
                .or(() -> sources.variable(users.toArray(String[]::new)))
                .orElseThrow(() -> options.missing("the user", how("userid", users)));
    Secret secret =
        account
            .secretKey()
            .or(() -> sources.variable(secrets.toArray(String[]::new)).map(Secret::of))
            .orElseThrow(() -> options.missing("the secret", how("secret-key", secrets)));
    Properties all = new Properties();
    all.putAll(properties);
    all.putAll(options.raw());
    return new AccountAccess(
        user,
        secret,
        Optional.empty(),
        options
            .text(ProviderOption.ENDPOINT)
            .or(() -> sources.variable(endpoints.toArray(String[]::new))),
        options.text(ProviderOption.REGION),
        all,
        options);
  }

  /// For a cloud that lets everybody in; each user has nodes of his own.
  public static AccountAccess stub(CloudAccount account) {
    GivenOptions options = new GivenOptions(account.provider(), account.options());
    return new AccountAccess(
        account.userid().orElse(NOBODY),
        Secret.of(NOBODY),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        options.raw(),
        options);
  }

  private static String how(String key, List<String> variables) {
    return "set " + key + (variables.isEmpty() ? "" : " or " + String.join(" or ", variables));
  }
}
