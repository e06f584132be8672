package dev.provision.library.account;

import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RemoteShellProvider;
import dev.provision.ports.shell.ShellSettings;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The open ports: each made when it is first asked for, closed together.
///
/// Tested by `ProvisionTest` and `ForeignProvidersTest`.
public final class OpenPorts implements AutoCloseable {
  private final ProvisionSettings settings;
  private final LoadedConfiguration loaded;
  private final ProviderCatalog catalog;
  private final StateDirectory state;
  private final UserLogins logins;
  private @Nullable CloudPort cloud;
  private @Nullable RemoteShellPort shells;
  private @Nullable HostKeyLedger ledger;
  private boolean closed;

  @Inject
  OpenPorts(
      ProvisionSettings settings,
      LoadedConfiguration loaded,
      ProviderCatalog catalog,
      StateDirectory state,
      UserLogins logins) {
    this.settings = settings;
    this.loaded = loaded;
    this.catalog = catalog;
    this.state = state;
    this.logins = logins;
  }

  public List<String> warnings() {
    List<String> all = new ArrayList<>(loaded.warnings());
    all.addAll(catalog.warnings());
    return List.copyOf(all);
  }

  public String providerName() {
    return settings.provider().orElseGet(() -> loaded.configuration().provider());
  }

  public synchronized CloudPort cloud() {
    checkOpen();
    if (cloud == null) {
      cloud = settings.cloud().orElseGet(this::openCloud);
    }
    return cloud;
  }

  private CloudPort openCloud() {
    return new AccountSettings(settings, loaded, catalog).open(providerName(), state);
  }

  /// The way to reach nodes.
  public static RemoteShellProvider shellProvider() {
    return ServiceLoader.load(RemoteShellProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no RemoteShellProvider on the class path; add"
                        + " provision-adapter-sshd"));
  }

  public synchronized RemoteShellPort shells() {
    checkOpen();
    if (shells == null) {
      RemoteShellPort port = settings.shells().orElseGet(this::openShells);
      shells = new PrivilegedShells(port, settings.becomePassword());
    }
    return shells;
  }

  /// By which keys the nodes of the account are recognized.
  public synchronized HostKeyLedger ledger() {
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
