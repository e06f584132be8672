package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.call.Pause;
import dev.provision.adapter.jclouds.node.CloudApi.Created;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Makes one node of one request, or none.
///
/// The request is sent once. If the answer does not tell what became of it, the node is looked for
/// by its token.
///
/// Tested by `CreateOnceTest` and `DockerTest`.
final class NodeCreator {
  /// A cloud may show a new node late.
  private static final int LOOKS = 4;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final LazyApi api;
  private final ApiCalls calls;
  private final Pause pause;
  private final Map<String, NodeId> made = new ConcurrentHashMap<>();

  NodeCreator(LazyApi api, ApiCalls calls, Pause pause) {
    this.api = api;
    this.calls = calls;
    this.pause = pause;
  }

  Created create(NodeRequest request) {
    String doing = "creating node " + request.name();
    check(doing, request);
    request.userData().ifPresent(calls.secrets()::learnWithKeys);
    NodeId known = made.get(request.token());
    if (known != null) {
      Optional<Node> earlier = calls.repeatable(doing, () -> api.get().node(known));
      if (earlier.isPresent()) {
        return new Created(earlier.get(), Optional.empty());
      }
    }
    Created created = send(doing, request);
    complete(doing, created.node().id(), request);
    made.put(request.token(), created.node().id());
    return created;
  }

  private void check(String doing, NodeRequest request) {
    int bytes =
        request
            .userData()
            .map(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
            .orElse(0);
    int most = api.userDataLimit().orElse(Integer.MAX_VALUE);
    if (bytes > most) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "its user data has %s bytes; the cloud accepts at most %s".formatted(bytes, most)));
    }
    if (bytes > 0 && !api.takesUserData()) {
      throw new CloudException(
          new CloudFailure.Unsupported(doing, "this cloud does not support user data"));
    }
  }

  private Created send(String doing, NodeRequest request) {
    try {
      return api.get().knowsTokens()
          ? calls.repeatable(doing, () -> asked(request))
          : calls.once(doing, () -> asked(request));
    } catch (CloudException e) {
      if (!leavesOpen(e.failure())) {
        throw e;
      }
      return new Created(found(doing, request, e), Optional.empty());
    }
  }

  private Created asked(NodeRequest request) {
    Created created = api.get().create(request);
    Node _ = ListEntries.withPlainId(created.node());
    return created;
  }

  /// A node that cannot be completed is of no use, and is not left behind.
  private void complete(String doing, NodeId id, NodeRequest request) {
    try {
      calls.act(doing, () -> api.get().finishCreation(id, request));
    } catch (CloudException e) {
      remove(doing, id, e);
      throw e;
    }
  }

  private void remove(String doing, NodeId id, CloudException why) {
    // An interrupted creation must not leave a node that nobody wants.
    boolean interrupted = Thread.interrupted();
    try {
      calls.act(doing, () -> api.get().destroy(id));
    } catch (CloudException e) {
      why.addSuppressed(e);
      throw new CloudException(
          new CloudFailure.Unclassified(
              doing,
              "%s; node %s was created for it, does not run, and could not be destroyed: %s"
                  .formatted(why.failure().reason(), id, e.failure().reason())),
          why);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Whether the node may have been made all the same.
  private static boolean leavesOpen(CloudFailure failure) {
    return switch (failure) {
      case CloudFailure.Unavailable _,
          CloudFailure.TimedOut _,
          CloudFailure.Malformed _,
          CloudFailure.Unclassified _ ->
          true;
      case CloudFailure.Unauthorized _,
          CloudFailure.RateLimited _,
          CloudFailure.QuotaExceeded _,
          CloudFailure.NotFound _,
          CloudFailure.NameTaken _,
          CloudFailure.InvalidRequest _,
          CloudFailure.Redirected _,
          CloudFailure.Unsupported _,
          CloudFailure.Unreachable _,
          CloudFailure.Interrupted _ ->
          false;
    };
  }

  private Node found(String doing, NodeRequest request, CloudException lost) {
    for (int look = 1; ; look++) {
      Optional<Node> node;
      try {
        node = calls.listing(doing, () -> api.get().findByToken(request));
      } catch (CloudException e) {
        lost.addSuppressed(e);
        throw unknown(doing, request, lost);
      }
      if (node.isPresent()) {
        return node.get();
      }
      if (look == LOOKS) {
        throw lost;
      }
      pause(doing);
    }
  }

  private void pause(String doing) {
    try {
      pause.of(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  private static CloudException unknown(String doing, NodeRequest request, CloudException lost) {
    String reason =
        lost.failure().reason()
            + "; it is unknown whether the node exists, because the cloud did not answer that, either; run list-nodes and look for %s, tagged %s=%s"
                .formatted(request.name(), CloudApi.TOKEN, request.token());
    CloudFailure failure =
        lost.failure() instanceof CloudFailure.TimedOut
            ? new CloudFailure.TimedOut(doing, reason)
            : new CloudFailure.Unavailable(doing, reason);
    return new CloudException(failure, lost);
  }
}
