package dev.provision.library.settings;

import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What a library was opened with.
public record ProvisionSettings(
    List<String> configurations,
    Map<String, String> environment,
    Path workingDirectory,
    Path userHome,
    Path provisionHome,
    Path providersDirectory,
    List<CloudProvider> providers,
    Optional<CloudPort> cloud,
    Optional<RemoteShellPort> shells,
    boolean simulated,
    Optional<String> provider,
    Optional<String> userid,
    Optional<Secret> secretKey,
    Map<String, String> options,
    DeployTimeouts timeouts,
    Optional<Long> maxOutput,
    NodeLimits limits,
    Login.Passphrase passphrase,
    Optional<Secret> becomePassword) {
  public ProvisionSettings {
    configurations = List.copyOf(configurations);
    providers = List.copyOf(providers);
    options = Map.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /// What paths start at, and where programs run.
  public Environment machine() {
    return new Environment(environment, workingDirectory, userHome, provisionHome);
  }

  /// Without the environment and the options' values: some of them are secrets.
  @Override
  public String toString() {
    return "Settings[configurations=%s, provider=%s, options=%s]"
        .formatted(configurations, provider, new TreeSet<>(options.keySet()));
  }
}
