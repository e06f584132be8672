package dev.provision.adapter.jclouds.azure;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.util.Optional;
import java.util.Properties;

/// Reads an account at Azure: an application, the password it has, its directory, and the
/// subscription that pays.
final class AzureAccess {
  private static final String LOGIN = "https://login.microsoftonline.com/";

  private AzureAccess() {}

  static AccountAccess of(CloudAccount account, CredentialSources sources) {
    GivenOptions options = new GivenOptions(account.provider(), account.options());
    String application =
        account
            .userid()
            .or(() -> sources.variable("AZURE_CLIENT_ID"))
            .orElseThrow(
                () -> options.missing("the application's ID", "set userid or AZURE_CLIENT_ID"));
    Secret password =
        account
            .secretKey()
            .or(() -> sources.variable("AZURE_CLIENT_SECRET").map(Secret::of))
            .orElseThrow(
                () ->
                    options.missing(
                        "the application's password", "set secret-key or AZURE_CLIENT_SECRET"));
    String subscription =
        options
            .text(ProviderOption.SUBSCRIPTION)
            .or(() -> sources.variable("AZURE_SUBSCRIPTION_ID"))
            .orElseThrow(
                () ->
                    options.missing(
                        "the subscription's ID", "set subscription or AZURE_SUBSCRIPTION_ID"));
    String tenant =
        options
            .text(ProviderOption.TENANT)
            .or(() -> sources.variable("AZURE_TENANT_ID"))
            .orElseThrow(
                () -> options.missing("the directory's ID", "set tenant or AZURE_TENANT_ID"));
    String base =
        options.text(ProviderOption.ENDPOINT).orElse(Azure.ENDPOINT).replaceFirst("/+$", "");
    Properties properties = new Properties();
    properties.setProperty("jclouds.oauth.credential-type", "clientCredentialsSecret");
    properties.setProperty("jclouds.oauth.resource", Azure.ENDPOINT + "/");
    properties.setProperty("oauth.endpoint", LOGIN + tenant + "/oauth2/token");
    properties.putAll(options.raw());
    return new AccountAccess(
        application,
        password,
        Optional.empty(),
        Optional.of(base + "/subscriptions/" + subscription),
        options.text(ProviderOption.REGION),
        properties,
        options);
  }
}
