package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.FailureTranslation;
import dev.provision.adapter.local.machine.LocalCatalog;
import dev.provision.adapter.local.machine.LocalNodeName;
import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import dev.provision.adapter.local.machine.ThisMachine;
import dev.provision.adapter.local.sandbox.Sandbox;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.LabelKeeper;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sandboxed nodes on this machine.
public final class LocalCloud implements CloudPort, LabelKeeper {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final ThisMachine machine;
  private final LocalCatalog catalog;
  private final InstantSource clock;
  private final NodeStore store;
  private final NodeMaker maker;
  private final NodeServers servers = new NodeServers();

  public LocalCloud(
      Path stateDirectory,
      Path home,
      ThisMachine machine,
      InstantSource clock,
      RandomGenerator random) {
    this.machine = machine;
    this.catalog = new LocalCatalog(machine::location, machine::size, machine::image);
    this.clock = clock;
    ProcessTable processes = new ProcessTable(machine.root().resolve("proc"));
    this.store = new NodeStore(stateDirectory.toAbsolutePath(), processes, random);
    this.maker = new NodeMaker(machine.root(), processes, List.of(stateDirectory, home));
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public List<Node> nodes() {
    return FailureTranslation.to(
        "listing nodes",
        () -> {
          List<Node> nodes = new ArrayList<>();
          for (NodeStore.Entry entry : store.entries()) {
            nodes.add(node(entry));
          }
          return nodes;
        });
  }

  @Override
  public Node create(NodeRequest request) {
    String doing = "creating node " + request.name();
    return FailureTranslation.to(
        doing,
        () -> {
          LocalNodeName.check(doing, request.name());
          catalog.check(doing, request);
          Sandbox sandbox = maker.sandbox(doing);
          NodeStore.Reservation reservation = reserve(doing, request);
          if (reservation.fresh()) {
            make(doing, sandbox, reservation.entry(), request);
          }
          tryToClear(sandbox);
          return node(store.find(reservation.entry().record().id()).orElseThrow(() -> gone(doing)));
        });
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    String doing = "reaching node " + id;
    return FailureTranslation.to(
        doing,
        () -> {
          long deadline = System.nanoTime() + limit.toNanos();
          while (true) {
            NodeStore.Entry entry = existing(doing, id);
            switch (store.state(entry)) {
              case RUNNING -> {
                Sandbox sandbox = maker.sandbox(doing);
                return new ReachableNode(
                    node(entry), servers.endpoint(entry, sandbox, () -> running(id)));
              }
              case STOPPED -> restart(doing, id);
              case ERROR -> throw damaged(doing, entry);
              case PENDING, TERMINATED, UNKNOWN -> pause(doing, deadline, limit);
            }
          }
        });
  }

  @Override
  public void destroy(NodeId id) {
    String doing = "destroying node " + id;
    servers.end(id.value());
    FailureTranslation.act(
        doing,
        () -> {
          Optional<NodeStore.Entry> found = store.find(id.value());
          if (found.isEmpty() && store.leftovers().isEmpty()) {
            return;
          }
          Sandbox sandbox = maker.sandbox(doing);
          if (found.isPresent()) {
            Optional<ProcessIdentity> init = store.firstProcess(found.get());
            if (init.isPresent()) {
              sandbox.kill(init.get());
            }
            store.discard(found.get());
          }
          clear(sandbox);
        });
  }

  @Override
  public void label(NodeId id, Map<String, String> labels) {
    String doing = "labelling node " + id;
    NodeStore.Entry _ =
        FailureTranslation.to(
            doing,
            () ->
                store.exclusively(
                    () -> {
                      NodeStore.Entry entry = existing(doing, id);
                      if (entry.damage().isPresent()) {
                        throw damaged(doing, entry);
                      }
                      store.replace(entry, entry.record().labelled(labels));
                      return entry;
                    }));
  }

  @Override
  public void close() {
    servers.close();
  }

  private NodeStore.Reservation reserve(String doing, NodeRequest request)
      throws IOException, InterruptedException {
    try {
      return store.reserve(request, clock.instant());
    } catch (NodeStore.NameInUseException e) {
      throw new CloudException(
          new CloudFailure.NameTaken(
              doing,
              "a node named "
                  + request.name()
                  + " already exists on this machine; choose another name, or destroy that node"
                  + " first"),
          e);
    }
  }

  /// Starts a node whose sandbox has ended, as all do when the machine does: its files are still
  /// there.
  private void restart(String doing, NodeId id) throws IOException, InterruptedException {
    Sandbox sandbox = maker.sandbox(doing);
    store.exclusively(
        () -> {
          NodeStore.Entry entry = existing(doing, id);
          if (store.state(entry) == Node.State.STOPPED) {
            maker.start(doing, sandbox, entry, init -> store.started(entry, init));
          }
          return entry;
        });
  }

  private static void pause(String doing, long deadline, Duration limit)
      throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new CloudException(
          new CloudFailure.TimedOut(
              doing, "the node did not start within " + limit.toSeconds() + " s"));
    }
    Thread.sleep(PAUSE);
  }

  private NodeStore.Entry existing(String doing, NodeId id) throws IOException {
    return store
        .find(id.value())
        .orElseThrow(
            () ->
                new CloudException(
                    new CloudFailure.NotFound(doing, "there is no such node on this machine")));
  }

  private ProcessIdentity running(NodeId id) throws IOException {
    Optional<NodeStore.Entry> entry = store.find(id.value());
    if (entry.isPresent() && store.state(entry.get()) == Node.State.RUNNING) {
      return entry.get().init().orElseThrow();
    }
    throw new IOException("the node " + id + " is no longer running");
  }

  private void make(String doing, Sandbox sandbox, NodeStore.Entry entry, NodeRequest request)
      throws IOException, InterruptedException {
    try {
      maker.make(doing, sandbox, entry, request, init -> store.started(entry, init));
    } catch (IOException | InterruptedException | RuntimeException e) {
      undo(sandbox, entry, e);
      throw e;
    }
  }

  /// Leaves nothing of a node that could not be made, also when the thread is interrupted.
  private void undo(Sandbox sandbox, NodeStore.Entry entry, Exception why) {
    boolean interrupted = Thread.interrupted();
    try {
      store.discard(entry);
      clear(sandbox);
    } catch (IOException e) {
      why.addSuppressed(e);
    } catch (InterruptedException e) {
      why.addSuppressed(e);
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Deletes what is left of nodes that are gone; their directories may be large, so no lock is
  /// held.
  private void clear(Sandbox sandbox) throws IOException, InterruptedException {
    for (Path leftover : store.leftovers()) {
      sandbox.delete(leftover);
    }
  }

  /// Deletes it if it can be deleted. What others left does not concern a node that has been made;
  /// whoever destroys one is told.
  private void tryToClear(Sandbox sandbox) throws InterruptedException {
    try {
      clear(sandbox);
    } catch (IOException e) {
      // Tried again with the next node.
    }
  }

  private static CloudException damaged(String doing, NodeStore.Entry entry) {
    return new CloudException(
        new CloudFailure.Unclassified(
            doing,
            entry.damage().orElse("its record is damaged")
                + "; it can no longer be reached: destroy it (provision destroy-node "
                + entry.record().name()
                + ") and create a new one. Its files are in "
                + entry.directory().resolve("fs")
                + " and "
                + entry.directory().resolve("layers/upper")));
  }

  private static CloudException gone(String doing) {
    return new CloudException(
        new CloudFailure.NotFound(doing, "it was destroyed while it was being created"));
  }

  private Node node(NodeStore.Entry entry) throws IOException {
    Node node =
        new Node(
                new NodeId(entry.record().id()),
                entry.record().name(),
                store.state(entry),
                entry.damage().isPresent() ? List.of() : List.of(entry.record().address()),
                List.of(),
                Optional.of(machine.image()),
                Optional.of(machine.size()),
                Optional.of(machine.location()),
                Optional.of(entry.record().createdAt()))
            .labelled(entry.record().shown());
    return entry.damage().map(node::remarked).orElse(node);
  }
}
