package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.openstack.CloudsYaml.Said;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Reads an account at an OpenStack: what the configuration leaves open, an entry of `clouds.yaml`
/// says, and then the `OS_…` variables, which OpenStack's own tools take.
///
/// The user id may be `DOMAIN:USER` (identity version 3) or `PROJECT:USER` (version 2).
///
/// Tested by `AccountAccessTest`.
public final class OpenStackAccess {
  private final CloudAccount account;
  private final GivenOptions options;
  private final Map<String, Said> entry;
  private final CredentialSources sources;

  private OpenStackAccess(
      CloudAccount account,
      GivenOptions options,
      Map<String, Said> entry,
      CredentialSources sources) {
    this.account = account;
    this.options = options;
    this.entry = entry;
    this.sources = sources;
  }

  public static AccountAccess of(CloudAccount account, CredentialSources sources) {
    GivenOptions options = new GivenOptions(account.provider(), account.options());
    Map<String, Said> entry =
        options
            .text(ProviderOption.CLOUD)
            .or(
                () ->
                    account.userid().isPresent() ? Optional.empty() : sources.variable("OS_CLOUD"))
            .map(name -> new CloudsYaml(sources, options).entry(name))
            .orElse(Map.of());
    OpenStackEntry.check(entry, options);
    if (entry.isEmpty() && options.set(ProviderOption.ENDPOINT).isEmpty()) {
      OpenStackEntry.check(sources, options);
    }
    return new OpenStackAccess(account, options, entry, sources).read();
  }

  private AccountAccess read() {
    String endpoint =
        options
            .text(ProviderOption.ENDPOINT)
            .or(() -> found("auth_url", "OS_AUTH_URL"))
            .orElseThrow(
                () ->
                    options.missing(
                        "Keystone's URL", "set endpoint, cloud (clouds.yaml) or OS_AUTH_URL"));
    boolean v2 = version(endpoint) == 2;
    String userid =
        account
            .userid()
            .or(() -> found("username", "OS_USERNAME"))
            .orElseThrow(
                () ->
                    options.missing("the user", "set userid, cloud (clouds.yaml) or OS_USERNAME"));
    Secret password =
        account
            .secretKey()
            .or(() -> found("password", "OS_PASSWORD").map(Secret::of))
            .orElseThrow(
                () ->
                    options.missing(
                        "the password", "set secret-key, cloud (clouds.yaml) or OS_PASSWORD"));
    Properties properties = new Properties();
    properties.setProperty("jclouds.keystone.version", v2 ? "2" : "3");
    String identity = v2 ? v2(userid) : v3(userid, properties);
    properties.putAll(options.raw());
    return new AccountAccess(
        identity,
        password,
        Optional.empty(),
        Optional.of(versioned(endpoint, v2)),
        options.text(ProviderOption.REGION).or(() -> found("region_name", "OS_REGION_NAME")),
        properties,
        options);
  }

  private int version(String endpoint) {
    Optional<String> said =
        options
            .text(ProviderOption.IDENTITY_VERSION)
            .or(() -> Optional.ofNullable(options.values().get("jclouds.keystone.version")))
            .or(() -> found("identity_api_version", "OS_IDENTITY_API_VERSION"));
    if (said.isEmpty()) {
      return endpoint.matches(".*/v2\\.0/?") ? 2 : 3;
    }
    return switch (said.get().replaceFirst("\\.0$", "")) {
      case "2" -> 2;
      case "3" -> 3;
      default ->
          throw options.invalid("identity-version is '" + said.get() + "'; it must be 2 or 3");
    };
  }

  /// With the version that many addresses lack.
  private static String versioned(String endpoint, boolean v2) {
    String plain = endpoint.replaceFirst("/+$", "");
    return plain.matches(".*/v[23](\\.0)?") ? plain : plain + (v2 ? "/v2.0" : "/v3");
  }

  private String v2(String userid) {
    if (userid.contains(":")) {
      return userid;
    }
    return project().map(project -> project + ":" + userid).orElse(userid);
  }

  private String v3(String userid, Properties properties) {
    boolean whole = userid.contains(":");
    String domain =
        options
            .set(ProviderOption.USER_DOMAIN)
            .or(() -> found("user_domain_name", "OS_USER_DOMAIN_NAME"))
            .or(() -> found("domain_name", "OS_DOMAIN_NAME"))
            .orElse("Default");
    Optional<String> projectId =
        options
            .text(ProviderOption.PROJECT_ID)
            .or(() -> found("project_id", "OS_PROJECT_ID", "OS_TENANT_ID"))
            .or(() -> said("tenant_id"));
    projectId
        .map(id -> "projectId:" + id)
        .or(() -> project().map(name -> "project:" + name))
        .ifPresent(scope -> properties.setProperty("jclouds.keystone.scope", scope));
    projectDomain()
        .ifPresent(name -> properties.setProperty("jclouds.keystone.project-domain-name", name));
    if (projectDomain().isEmpty()) {
      found("project_domain_id", "OS_PROJECT_DOMAIN_ID")
          .ifPresent(id -> properties.setProperty("jclouds.keystone.project-domain-id", id));
    }
    if (!properties.containsKey("jclouds.keystone.scope")
        && !options.values().containsKey("jclouds.keystone.scope")) {
      throw options.missing(
          "the project", "set project or project-id, cloud (clouds.yaml) or OS_PROJECT_NAME");
    }
    return whole ? userid : domain + ":" + userid;
  }

  private Optional<String> project() {
    return options
        .text(ProviderOption.PROJECT)
        .or(() -> found("project_name", "OS_PROJECT_NAME", "OS_TENANT_NAME"))
        .or(() -> said("tenant_name"));
  }

  private Optional<String> projectDomain() {
    return options
        .text(ProviderOption.PROJECT_DOMAIN)
        .or(() -> found("project_domain_name", "OS_PROJECT_DOMAIN_NAME"));
  }

  /// From the entry, else from the environment; not from both, which may be two clouds.
  private Optional<String> found(String key, String... variables) {
    return entry.isEmpty() ? sources.variable(variables) : said(key);
  }

  private Optional<String> said(String key) {
    return Optional.ofNullable(entry.get(key)).map(Said::value).filter(text -> !text.isEmpty());
  }
}
