package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A cloud that jclouds drives: what is the same for every API.
public final class JcloudsCloud implements CloudPort {
  private static final Duration DESTROY_LIMIT = Duration.ofMinutes(10);

  private final LazyApi api;
  private final ApiCalls calls;
  private final NodeCreator creation;
  private final HostTrustPolicy recognition;
  private final NewNodes made;
  private final NodeAwaiter waiting;

  public JcloudsCloud(
      LazyApi api,
      ApiCalls calls,
      NodeEndpoints endpoints,
      HostTrustPolicy recognition,
      InstantSource clock,
      Pause pause) {
    this.api = api;
    this.calls = calls;
    this.recognition = recognition;
    this.made = new NewNodes(clock);
    this.creation = new NodeCreator(api, calls, pause);
    this.waiting =
        new NodeAwaiter(
            api,
            calls,
            endpoints,
            recognition,
            made,
            this::console,
            limit -> new PollSchedule(clock, pause, limit));
  }

  @Override
  public List<Location> locations() {
    return calls.listing("listing the locations", () -> api.get().locations());
  }

  @Override
  public List<Size> sizes() {
    return calls.listing("listing the sizes", () -> api.get().sizes());
  }

  @Override
  public List<Image> images() {
    return calls.listing("listing the images", () -> api.get().images());
  }

  @Override
  public Optional<Location> location(String text) {
    return calls.repeatable("looking for location " + text, () -> api.get().location(text));
  }

  @Override
  public Optional<Size> size(String text) {
    return calls.repeatable("looking for size " + text, () -> api.get().size(text));
  }

  @Override
  public Optional<Image> image(String text) {
    return calls.repeatable("looking for image " + text, () -> api.get().image(text));
  }

  @Override
  public List<Node> nodes() {
    return calls.listing("listing the nodes", () -> api.get().nodes());
  }

  @Override
  public Node create(NodeRequest request) {
    CloudApi.Created created = creation.create(request);
    made.note(request, created);
    return created.node();
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    requireReadable("waiting for node " + id, id);
    return waiting.await(id, limit);
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    requireReadable(doing, id);
    made.doom(id);
    try {
      calls.act(doing, () -> api.get().destroy(id));
    } catch (CloudException e) {
      if (!(e.failure() instanceof CloudFailure.NotFound)) {
        throw e;
      }
    }
    waiting.awaitGone(doing, id, DESTROY_LIMIT);
    calls.act(doing, () -> api.get().cleanUp(id));
    made.forget(id);
  }

  private static void requireReadable(String doing, NodeId id) {
    if (ListEntries.isUnreadable(id)) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "the cloud's list does not say which node this is; look at it with the provider's own"
                  + " means"));
    }
  }

  @Override
  public boolean takesUserData() {
    return api.takesUserData();
  }

  @Override
  public boolean givesHostKey() {
    return recognition.givesHostKeys();
  }

  @Override
  public OptionalInt userDataLimit() {
    return api.userDataLimit();
  }

  @Override
  public Optional<String> console(NodeId id) {
    String doing = "reading the console of node " + id;
    requireReadable(doing, id);
    return calls.repeatable(doing, () -> api.get().console(id));
  }

  @Override
  public void close() {
    api.close();
  }
}
