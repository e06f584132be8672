package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.NodeId;
import java.time.InstantSource;
import java.util.Map;

/// A cloud whose API keeps labels, tags or metadata with nodes.
public sealed class CloudWithLabels extends JcloudsCloud implements LabelKeeper
    permits CloudWithConsole {
  public CloudWithLabels(
      LazyApi api,
      ApiCalls calls,
      NodeEndpoints endpoints,
      HostTrustPolicy hostTrust,
      InstantSource clock,
      Pause pause) {
    super(api, calls, endpoints, hostTrust, clock, pause);
  }

  @Override
  public final void label(NodeId id, Map<String, String> labels) {
    changeLabels(id, labels);
  }
}
