package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.UserDataSupport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cloud that jclouds drives: what is the same for every API.
///
/// Tested by `Ec2ContractTest` and `NovaContractTest`.
public sealed class JcloudsCloud implements CloudPort permits CloudWithLabels {
  private static final Duration DESTROY_LIMIT = Duration.ofMinutes(10);

  private final LazyApi api;
  private final JcloudsCatalog catalog;
  private final ApiCalls calls;
  private final NodeCreator creator;
  private final HostTrustPolicy hostTrust;
  private final NewNodes newNodes;
  private final NodeAwaiter awaiter;

  public JcloudsCloud(
      LazyApi api,
      ApiCalls calls,
      NodeEndpoints endpoints,
      HostTrustPolicy hostTrust,
      InstantSource clock,
      Pause pause) {
    this.api = api;
    this.calls = calls;
    this.catalog = new JcloudsCatalog(api, calls);
    this.hostTrust = hostTrust;
    this.newNodes = new NewNodes(clock);
    this.creator = new NodeCreator(api, calls, pause);
    this.awaiter =
        new NodeAwaiter(
            api,
            calls,
            endpoints,
            hostTrust,
            newNodes,
            this::readConsole,
            limit -> new PollSchedule(clock, pause, limit));
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public List<Node> nodes() {
    return calls.listing("listing the nodes", () -> api.get().nodes());
  }

  @Override
  public Node create(NodeRequest request) {
    CloudApi.Created created = creator.create(request);
    newNodes.note(request, created);
    return created.node();
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    requireReadable("waiting for node " + id, id);
    return awaiter.await(id, limit);
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    requireReadable(doing, id);
    newNodes.doom(id);
    try {
      calls.act(doing, () -> api.get().destroy(id));
    } catch (CloudException e) {
      if (!(e.failure() instanceof CloudFailure.NotFound)) {
        throw e;
      }
    }
    awaiter.awaitGone(doing, id, DESTROY_LIMIT);
    calls.act(doing, () -> api.get().cleanUp(id));
    newNodes.forget(id);
  }

  private static void requireReadable(String doing, NodeId id) {
    if (ListEntries.isUnreadable(id)) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "the cloud's list does not identify this node; inspect it with the provider's own"
                  + " tools"));
    }
  }

  @Override
  public UserDataSupport userData() {
    return api.takesUserData()
        ? new UserDataSupport.Taken(api.userDataLimit(), hostTrust.givesHostKeys())
        : new UserDataSupport.NotTaken();
  }

  @Override
  public Optional<String> restartObstacle() {
    return api.get().restartObstacle();
  }

  final void changeLabels(NodeId id, Map<String, String> labels) {
    String doing = "labelling node " + id;
    requireReadable(doing, id);
    calls.act(doing, () -> api.get().label(id, labels));
  }

  final Optional<String> readConsole(NodeId id) {
    String doing = "reading the console of node " + id;
    requireReadable(doing, id);
    return calls.repeatable(doing, () -> api.get().console(id));
  }

  @Override
  public void close() {
    api.close();
  }
}
