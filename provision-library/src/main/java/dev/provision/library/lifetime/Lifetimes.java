package dev.provision.library.lifetime;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.domain.lifetime.Expiries;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.domain.lifetime.ExpiryRecords;
import dev.provision.domain.lifetime.Reaper;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.deployment.EarlierDeployments;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How long the nodes of the account live.
///
/// Tested by `LifetimeTest` and `LifetimeIT`.
public final class Lifetimes {
  private final OpenPorts ports;
  private final LoadedConfiguration loaded;
  private final ProvisionSettings settings;
  private final StateDirectory state;
  private final EarlierDeployments earlier;
  private final InstantSource clock;
  private @Nullable Expiries expiries;

  @Inject
  Lifetimes(
      OpenPorts ports,
      LoadedConfiguration loaded,
      ProvisionSettings settings,
      StateDirectory state,
      EarlierDeployments earlier,
      InstantSource clock) {
    this.ports = ports;
    this.loaded = loaded;
    this.settings = settings;
    this.state = state;
    this.earlier = earlier;
    this.clock = clock;
  }

  private synchronized Expiries expiries() {
    if (expiries == null) {
      ExpiryRecords records =
          settings.simulated() ? ExpiryRecords.inMemory() : state.expiries(ports.providerName());
      expiries = new Expiries(ports.cloud(), records);
    }
    return expiries;
  }

  /// When a node expires; empty if it was created without a time to live.
  public Optional<Expiry> of(Node node) {
    return expiries().of(node);
  }

  /// What came of a renewal.
  ///
  /// @param node whose expiry has changed
  /// @param expiry the new one
  /// @param onlyHere whether only this computer knows it, because the provider cannot keep it
  public record Renewal(Node node, Expiry expiry, boolean onlyHere) {}

  /// Gives a node this much time, from now on.
  ///
  /// @param asked its name or ID
  /// @throws ProblemsException if there is no such node, or several, or Provision did not create it
  public Renewal renew(String asked, TimeToLive ttl) {
    Node node = one(asked, existing());
    if (expiries().showsTokens() && !expiries().isOurs(node)) {
      throw new ProblemsException(
          Problem.refused(
                  "node '%s' carries no token of Provision, so it never expires"
                      .formatted(node.name()))
              .next("destroy it when it is no longer needed; its ID is " + node.id()));
    }
    Expiry expiry = ttl.from(clock.instant());
    return new Renewal(node, expiry, expiries().change(node, expiry));
  }

  private List<Node> existing() {
    return ports.cloud().nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .toList();
  }

  private static Node one(String asked, List<Node> nodes) {
    List<Node> named = nodes.stream().filter(node -> node.name().equals(asked)).toList();
    List<Node> found =
        named.isEmpty()
            ? nodes.stream().filter(node -> node.id().value().equals(asked)).toList()
            : named;
    if (found.isEmpty()) {
      throw new ProblemsException(
          Problem.refused("there is no node '%s'".formatted(asked))
              .next(NearNames.advice(asked, nodes.stream().map(Node::name).toList())));
    }
    if (found.size() > 1) {
      throw new ProblemsException(
          Problem.refused(
                  "%s nodes are named '%s': %s"
                      .formatted(
                          found.size(),
                          asked,
                          String.join(
                              ", ", found.stream().map(node -> node.id().value()).toList())))
              .next("give the ID of one of them"));
    }
    return found.getFirst();
  }

  /// What [#reap] would do now.
  public Reaper.Due due() {
    return reaper().find();
  }

  /// Destroys what has expired.
  ///
  /// @param due what [#due] has found; each node is looked at again before it is destroyed
  /// @param before is called with each node just before it is destroyed, on any thread
  /// @return whether the node is gone, for each; or the failure
  public List<Part<Node, Boolean>> reap(Reaper.Due due, FleetRun run, Consumer<Node> before) {
    Reaper reaper = reaper();
    return run.each(
        due.expired(),
        node -> {
          boolean gone = reaper.reap(node, () -> before.accept(node));
          if (gone) {
            ports.ledger().forget(node.id());
          }
          return gone;
        },
        _ -> true);
  }

  private Reaper reaper() {
    return new Reaper(
        ports.cloud(),
        expiries(),
        new DestroyPolicy(loaded.configuration().destroyablePrefixes()),
        earlier::inProgress,
        clock);
  }

  /// Forgets what was recorded of a node that is gone.
  public void forget(NodeId id) {
    expiries().records().forget(id);
  }

  /// A listener that makes sure that the expiry of each new node is kept.
  public Consumer<DeployEvent> keeping(Consumer<DeployEvent> listener) {
    TimeToLive ttl = settings.limits().or(loaded.limits()).timeToLive();
    return ttl.equals(TimeToLive.NONE)
        ? listener
        : event -> {
          if (event instanceof DeployEvent.Created(String name, Node node)) {
            Expiry expiry = ttl.from(clock.instant());
            if (expiries().keep(node, expiry)) {
              listener.accept(new DeployEvent.Warned(name, onlyHere(expiry)));
            }
          }
          listener.accept(event);
        };
  }

  /// What the user should know if the provider cannot keep an expiry.
  public static String onlyHere(Expiry expiry) {
    return "its expiry%s is recorded on this computer only, because the provider cannot keep it with the node"
        .formatted(expiry.moment().map(time -> ", " + time + ",").orElse(""));
  }
}
