package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.NodeId;
import java.time.InstantSource;
import java.util.Optional;

/// A cloud whose API shows what nodes write to their consoles.
public final class CloudWithConsole extends CloudWithLabels implements ConsoleReader {
  public CloudWithConsole(
      LazyApi api,
      ApiCalls calls,
      NodeEndpoints endpoints,
      HostTrustPolicy hostTrust,
      InstantSource clock,
      Pause pause) {
    super(api, calls, endpoints, hostTrust, clock, pause);
  }

  @Override
  public Optional<String> console(NodeId id) {
    return readConsole(id);
  }
}
