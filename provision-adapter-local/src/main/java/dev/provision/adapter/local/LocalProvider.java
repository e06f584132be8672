package dev.provision.adapter.local;

import dev.provision.adapter.local.machine.ThisMachine;
import dev.provision.adapter.local.node.LocalCloud;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// The embedded cloud `local`: sandboxed nodes on this Linux machine. Needs no account.
public final class LocalProvider implements CloudProvider {
  /// For `ServiceLoader`.
  public LocalProvider() {}

  @Override
  public List<String> names() {
    return List.of("local");
  }

  @Override
  public String description() {
    return "sandboxed nodes on this Linux machine; requires no account";
  }

  @Override
  public List<CloudOption> options() {
    return List.of();
  }

  @Override
  public CloudPort open(CloudAccount account) {
    Path root = Path.of("/");
    return new LocalCloud(
        account.stateDirectory(),
        Path.of(System.getProperty("user.home", "/")),
        new ThisMachine(root, Runtime.getRuntime().availableProcessors()),
        InstantSource.system(),
        new SecureRandom());
  }
}
