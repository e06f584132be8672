package dev.provision.adapter.jclouds.gce;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ForeignFile;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// Reads an account at Google: a service account, by its JSON key.
///
/// The key is a file, or the secret key itself; or the user id is the account's e-mail address and
/// the secret its private key in PEM form.
///
/// Tested by `AccountAccessTest`.
public final class GoogleAccess {
  private static final String TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token";

  private final CloudAccount account;
  private final GivenOptions options;
  private final CredentialSources sources;

  private GoogleAccess(CloudAccount account, CredentialSources sources) {
    this.account = account;
    this.options = new GivenOptions(account.provider(), account.options());
    this.sources = sources;
  }

  public static AccountAccess of(CloudAccount account, CredentialSources sources) {
    return new GoogleAccess(account, sources).read();
  }

  private AccountAccess read() {
    Optional<JsonValue> key = key();
    String email =
        key.flatMap(json -> json.text("client_email"))
            .or(account::userid)
            .orElseThrow(() -> missing("the service account's e-mail address"));
    Secret pem =
        key.flatMap(json -> json.text("private_key"))
            .map(Secret::of)
            .or(account::secretKey)
            .orElseThrow(() -> missing("the service account's private key"));
    String project =
        options
            .text(ProviderOption.PROJECT)
            .or(() -> key.flatMap(json -> json.text("project_id")))
            .or(() -> sources.variable("GOOGLE_CLOUD_PROJECT"))
            .orElseThrow(
                () -> options.missing("the project", "set project or GOOGLE_CLOUD_PROJECT"));
    String tokens = key.flatMap(json -> json.text("token_uri")).orElse(TOKEN_ENDPOINT);
    Properties properties = new Properties();
    properties.setProperty("oauth.endpoint", tokens);
    properties.setProperty("jclouds.oauth.audience", tokens);
    properties.putAll(options.raw());
    return new AccountAccess(
        email,
        pem,
        Optional.empty(),
        Optional.of(
            options.text(ProviderOption.ENDPOINT).orElse(Gce.ENDPOINT).replaceFirst("/+$", "")
                + "/projects/"
                + project),
        options.text(ProviderOption.ZONE),
        properties,
        options);
  }

  private CloudException missing(String what) {
    return options.missing(
        what, "set key-file or GOOGLE_APPLICATION_CREDENTIALS, or userid and secret-key");
  }

  private Optional<JsonValue> key() {
    Optional<String> file =
        options
            .text(ProviderOption.KEY_FILE)
            .or(
                () ->
                    account.secretKey().isPresent()
                        ? Optional.empty()
                        : sources.variable("GOOGLE_APPLICATION_CREDENTIALS"));
    if (file.isPresent()) {
      return Optional.of(
          parsed(new ForeignFile(options).readPrivate(Path.of(file.get())), file.get()));
    }
    return account
        .secretKey()
        .filter(secret -> secret.reveal().stripLeading().startsWith("{"))
        .map(secret -> parsed(secret.reveal(), "secret-key"));
  }

  private JsonValue parsed(String text, String where) {
    try {
      return JsonValue.parse(text);
    } catch (IllegalArgumentException e) {
      throw options.invalid(where + " is not a JSON key of a service account");
    }
  }
}
