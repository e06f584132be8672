package dev.provision.library;

import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The open ports: each made when it is first asked for, closed together.
final class Connections implements AutoCloseable {
  private final Settings settings;
  private final LoadedConfiguration loaded;
  private final ProviderCatalog catalog;
  private final StateDirectory state;
  private final Logins logins;
  private @Nullable CloudPort cloud;
  private @Nullable RemoteShellPort shells;
  private @Nullable HostKeyLedger ledger;
  private boolean closed;

  @Inject
  Connections(
      Settings settings,
      LoadedConfiguration loaded,
      ProviderCatalog catalog,
      StateDirectory state,
      Logins logins) {
    this.settings = settings;
    this.loaded = loaded;
    this.catalog = catalog;
    this.state = state;
    this.logins = logins;
  }

  List<String> warnings() {
    List<String> all = new ArrayList<>(loaded.warnings());
    all.addAll(catalog.warnings());
    return List.copyOf(all);
  }

  String providerName() {
    return settings.provider().orElseGet(() -> loaded.configuration().provider());
  }

  synchronized CloudPort cloud() {
    checkOpen();
    if (cloud == null) {
      cloud = settings.cloud().orElseGet(this::openCloud);
    }
    return cloud;
  }

  private CloudPort openCloud() {
    Configuration configuration = loaded.configuration();
    String name = providerName();
    Optional<Account> account = Optional.ofNullable(configuration.accounts().get(name));
    String type = account.map(Account::type).orElse(name);
    CloudProvider provider = catalog.named(type).provider();
    Optional<String> userid =
        settings
            .userid()
            .or(
                () ->
                    account
                        .flatMap(Account::userid)
                        .or(configuration::userid)
                        .map(loaded.references()::resolve));
    Optional<Secret> secret =
        settings
            .secretKey()
            .or(() -> account.flatMap(Account::secretKey))
            .or(configuration::secretKey);
    Map<String, String> options = options(provider, account);
    return provider.open(new CloudAccount(type, userid, secret, options, state.ofProvider(name)));
  }

  /// What the configuration sets, and over that what the program sets; checked, with paths made
  /// absolute.
  private Map<String, String> options(CloudProvider provider, Optional<Account> account) {
    AccountOptions declared =
        new AccountOptions(provider, account.map(Account::places).orElse(Map.of()));
    Map<String, String> configured = new HashMap<>(account.map(Account::options).orElse(Map.of()));
    configured.replaceAll((_, value) -> loaded.references().resolve(value));
    Path base = settings.workingDirectory().resolve(account.map(Account::directory).orElse(""));
    Map<String, String> all = declared.withPaths(configured, path -> absolute(path, base));
    all.putAll(
        declared.withPaths(
            settings.options(), path -> absolute(path, settings.workingDirectory())));
    declared.check(all);
    return all;
  }

  private String absolute(String path, Path base) {
    return ProvisionBuilder.machine(settings).resolve(path, base).normalize().toString();
  }

  /// The way to reach nodes.
  static RemoteShellProvider shellProvider() {
    return ServiceLoader.load(RemoteShellProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no RemoteShellProvider on the class path; add provision-adapter-sshd"));
  }

  synchronized RemoteShellPort shells() {
    checkOpen();
    if (shells == null) {
      RemoteShellPort port = settings.shells().orElseGet(this::openShells);
      shells = new PrivilegedShells(port, settings.becomePassword());
    }
    return shells;
  }

  /// By which keys the nodes of the account are recognized.
  synchronized HostKeyLedger ledger() {
    if (ledger == null) {
      ledger = settings.simulated() ? HostKeyLedger.inMemory() : state.hostKeys(providerName());
    }
    return ledger;
  }

  private RemoteShellPort openShells() {
    return shellProvider()
        .open(
            new ShellSettings(
                state.ofShells(), logins.sshConfigurations(loaded.sshConfig()), logins.user()));
  }

  /// A port made now would never be closed.
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this Provision is closed; open another one");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (shells != null) {
        shells.close();
      }
    } finally {
      if (cloud != null) {
        cloud.close();
      }
    }
  }
}
