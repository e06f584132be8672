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
  public static Access of(
      ProviderProfile profile,
      CloudAccount account,
      Surroundings surroundings,
      List<String> endpoints,
      Properties properties) {
    Options options = new Options(account.provider(), account.options());
    List<String> users = profile.user().map(Credential::variables).orElse(List.of());
    List<String> secrets = profile.secret().map(Credential::variables).orElse(List.of());
    String user =
        users.isEmpty()
            ? NOBODY
            : account
                .userid()
                .or(() -> surroundings.variable(users.toArray(String[]::new)))
                .orElseThrow(() -> options.missing("the user", how("userid", users)));
    Secret secret =
        account
            .secretKey()
            .or(() -> surroundings.variable(secrets.toArray(String[]::new)).map(Secret::of))
            .orElseThrow(() -> options.missing("the secret", how("secret-key", secrets)));
    Properties all = new Properties();
    all.putAll(properties);
    all.putAll(options.raw());
    return new Access(
        user,
        secret,
        Optional.empty(),
        options
            .text(Option.ENDPOINT)
            .or(() -> surroundings.variable(endpoints.toArray(String[]::new))),
        options.text(Option.REGION),
        all,
        options);
  }

  /// For a cloud that lets everybody in; each user has nodes of his own.
  public static Access stub(CloudAccount account) {
    Options options = new Options(account.provider(), account.options());
    return new Access(
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
