package dev.provision.adapter.local;

import dev.provision.adapter.local.hosts.HostsCloud;
import dev.provision.adapter.local.hosts.HostsOptions;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// The cloud `hosts`: machines that exist already, from an inventory. To create a node is to take a
/// free one; to destroy it is to give it back, and what was done to it stays.
public final class HostsProvider implements CloudProvider {
  /// For `ServiceLoader`.
  public HostsProvider() {}

  @Override
  public List<String> names() {
    return List.of("hosts");
  }

  @Override
  public String description() {
    return "existing machines, reached over SSH; requires the option hosts";
  }

  @Override
  public List<CloudOption> options() {
    return HostsOptions.DECLARED;
  }

  @Override
  public CloudPort open(CloudAccount account) {
    Path home = Path.of(System.getProperty("user.home", "/"));
    return new HostsCloud(
        HostsOptions.parse(account.options(), home),
        account.stateDirectory().toAbsolutePath(),
        InstantSource.system(),
        new SecureRandom());
  }
}
