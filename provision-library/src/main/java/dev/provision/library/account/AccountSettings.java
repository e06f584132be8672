package dev.provision.library.account;

import dev.provision.domain.SameName;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.RefusedSetting;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an account is opened with: what the program sets goes before the account's own settings,
/// and those before the configuration's `userid` and `secret-key`.
///
/// Those two are handed only to whom they are meant for: to the configuration's own `provider`, and
/// to providers that the program brings and that ask for credentials. Another provider, such as a
/// third party's that somebody chose with `-p`, gets neither, and no account of a third party's
/// provider inherits them.
record AccountSettings(
    ProvisionSettings settings, LoadedConfiguration loaded, ProviderCatalog catalog) {
  private static final Logger LOG = LoggerFactory.getLogger("provision.cloud");

  private static final String USERID = "userid";

  /// Opens the account of this name, or the provider's own account.
  ///
  /// @throws dev.provision.domain.ProblemsException if a reference leads to nothing, an option does
  ///   not fit, or there is no such provider
  CloudPort open(String name, StateDirectory state) {
    Configuration configuration = loaded.configuration();
    Optional<Account> account =
        Optional.ofNullable(
            configuration.accounts().get(SameName.among(configuration.accounts().keySet(), name)));
    String type = account.map(Account::type).orElse(name);
    CloudProvider provider = catalog.named(type).provider();
    boolean general =
        catalog.isOwn(type)
            ? SameName.same(name, configuration.provider()) || !provider.credentials().isEmpty()
            : account.isEmpty() && SameName.same(name, configuration.provider());
    Optional<String> userid =
        settings
            .userid()
            .or(() -> account.flatMap(this::userid))
            .or(() -> general ? configuration.userid().map(this::generalUserid) : Optional.empty());
    Optional<Secret> secret =
        settings
            .secretKey()
            .or(() -> account.flatMap(Account::secretKey))
            .or(() -> general ? configuration.secretKey() : Optional.empty());
    // A reference that leads to nothing is the user's to put right, and not an adapter's failure;
    // it troubles nobody who has not asked for a secret and only inherits it.
    boolean unasked = provider.credentials().isEmpty() && account.isEmpty();
    if (!unasked) {
      secret.ifPresent(Secret::reveal);
    }
    Map<String, String> options = options(provider, account);
    LOG.debug(
        "account '{}' of provider {}: user {}, secret {}, options {}",
        name,
        type,
        userid.isPresent() ? "set" : "not set",
        secret.isPresent() ? "set" : "not set",
        new TreeSet<>(options.keySet()));
    try {
      return provider.open(
          new CloudAccount(type, userid, secret, options, state.preparedForProvider(name)));
    } catch (CloudException e) {
      throw new RefusedSetting(settings, loaded, account).placed(e);
    }
  }

  private Optional<String> userid(Account account) {
    return account.userid().map(text -> resolve(text, USERID, account));
  }

  private String generalUserid(String text) {
    return loaded.references().resolve(text, USERID, loaded.useridOrigin());
  }

  private String resolve(String text, String key, Account account) {
    String place = account.places().getOrDefault(key, account.origin());
    return loaded.references().resolve(text, key, place);
  }

  /// What the configuration sets, and over that what the program sets; checked, with paths made
  /// absolute.
  private Map<String, String> options(CloudProvider provider, Optional<Account> account) {
    Path base = settings.workingDirectory().resolve(account.map(Account::directory).orElse(""));
    AccountOptions declared =
        new AccountOptions(
            provider,
            account.map(Account::places).orElse(Map.of()),
            new OptionFiles(base, settings.environment()));
    Map<String, String> configured = new HashMap<>();
    account.ifPresent(
        set -> set.options().forEach((key, text) -> configured.put(key, resolve(text, key, set))));
    Map<String, String> all = declared.withPaths(configured, path -> absolute(path, base));
    all.putAll(
        declared.withPaths(
            settings.options(), path -> absolute(path, settings.workingDirectory())));
    declared.check(all);
    return all;
  }

  private String absolute(String path, Path base) {
    return settings.machine().resolve(path, base).normalize().toString();
  }
}
