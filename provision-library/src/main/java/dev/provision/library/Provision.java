package dev.provision.library;

import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.deploy.StepComparison;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.domain.plan.Planner;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DeploymentService;
import dev.provision.library.deployment.EarlierNode;
import dev.provision.library.provider.FoundProvider;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.RemoteShell;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Provision, ready for use: one configuration, one account at one provider.
///
/// Planning and rendering touch no network; the connection to the provider is made when it is first
/// needed. Several instances can live side by side, and each may be used from many threads.
///
/// What a user has to put right is a [dev.provision.domain.ProblemsException]; what a cloud or a
/// node refuses is a [dev.provision.ports.cloud.CloudException] or a
/// [dev.provision.ports.shell.ShellException].
public final class Provision implements AutoCloseable {
  private final Configuration configuration;
  private final Planner planner;
  private final ProviderCatalog providers;
  private final OpenPorts connections;
  private final DeploymentService deployments;
  private final NodeService nodes;

  @Inject
  Provision(
      Configuration configuration,
      Planner planner,
      ProviderCatalog providers,
      OpenPorts connections,
      DeploymentService deployments,
      NodeService nodes) {
    this.configuration = configuration;
    this.planner = planner;
    this.providers = providers;
    this.connections = connections;
    this.deployments = deployments;
    this.nodes = nodes;
  }

  /// What can be chosen about a new instance.
  public static ProvisionBuilder builder() {
    return new ProvisionBuilder();
  }

  /// An instance with the usual defaults and these configuration directories.
  public static Provision open(Path... configurationDirectories) {
    ProvisionBuilder builder = builder();
    for (Path directory : configurationDirectories) {
      builder.configuration(directory.toString());
    }
    return builder.open();
  }

  /// What the configuration directories say.
  public Configuration configuration() {
    return configuration;
  }

  /// What a person should know about the configuration, such as a bundle that was defined twice.
  public List<String> warnings() {
    return connections.warnings();
  }

  /// The providers there are.
  public List<FoundProvider> providers() {
    return providers.found();
  }

  /// The provider of this name.
  ///
  /// @throws dev.provision.domain.ProblemsException if there is none, or it cannot be used; it says
  ///   why, or names the nearest
  public FoundProvider providerNamed(String name) {
    return providers.named(name);
  }

  /// The name of the provider that this instance uses.
  public String provider() {
    return connections.providerName();
  }

  /// What a deployment would do.
  public DeployPlan plan(DeployRequest request) {
    return planner.plan(request);
  }

  /// The bytes of a script as they would be sent.
  ///
  /// @param variables take precedence over the configuration's
  public byte[] render(Path script, Map<String, String> variables) {
    return planner.render(script.toString(), variables);
  }

  /// Carries out a plan; see [dev.provision.domain.deploy.Deployer#deploy].
  ///
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param listener hears what happens, from the calling thread
  public DeploymentResult deploy(
      DeployPlan plan, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    return deployments.deploy(plan, destroyOnFailure, listener);
  }

  /// The plans for several nodes that are alike; `node_index` (from 1) and `node_count` are
  /// variables of their templates.
  ///
  /// @param names a name for each; or one that all are called after, with their numbers in place of
  ///   `{node_index}` or at the end; or none
  /// @param count how many, where that is not the number of names
  public FleetPlan plans(DeployRequest request, List<String> names, OptionalInt count) {
    return planner.plans(request, names, count);
  }

  /// The nodes that earlier deployments of the same names made here, and that still exist. Many
  /// clouds give one name to any number of nodes, so the same deployment once more would make a
  /// second node. Asks the provider only if there was such a deployment.
  public List<EarlierNode> madeEarlier(FleetPlan plans) {
    return nodes.madeEarlier(plans.names());
  }

  /// Carries out the plans of a fleet.
  ///
  /// @param fleet how many at a time, and when to stop
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param listener hears what happens, from one thread at a time
  /// @return the result of each, in the same order
  public List<Part<DeployPlan, DeploymentResult>> deployAll(
      FleetPlan plans, FleetRun fleet, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    return deployments.deployAll(plans, fleet, destroyOnFailure, listener);
  }

  /// The plans that bring nodes which exist to what bundles say: those of the request, without the
  /// configuration's own bundles.
  ///
  /// @param withKeys whether the configuration's public keys may log in afterwards
  public FleetPlan plansForExisting(DeployRequest request, List<String> names, boolean withKeys) {
    return planner.plansForExisting(request, names, withKeys);
  }

  /// Applies plans to the nodes of their names, which exist.
  ///
  /// @param fleet how many at a time, and when to stop
  /// @param listener hears what happens, from one thread at a time
  /// @return the result of each, in the same order
  public List<Part<DeployPlan, DeploymentResult>> applyAll(
      FleetPlan plans, FleetRun fleet, Consumer<DeployEvent> listener) {
    plans.names().forEach(name -> listener.accept(DeployEvent.awaitingProvider(name)));
    return deployments.applyAll(plans, nodes.of(plans), fleet, listener);
  }

  /// Finds out what [#applyAll] would change, and changes nothing.
  ///
  /// @param fleet how many at a time, and when to stop
  /// @return what is different, step by step, for each plan
  public List<Part<DeployPlan, List<StepComparison>>> compareAll(FleetPlan plans, FleetRun fleet) {
    return deployments.compareAll(plans, nodes.of(plans), fleet);
  }

  /// Carries out a plan; the node stays, whatever happens.
  public DeployReport deploy(DeployPlan plan) {
    return deploy(plan, false, event -> {}).report();
  }

  /// The account's nodes, without terminated ones, ordered by name.
  public List<Node> nodes() {
    return nodes.list();
  }

  /// Destroys the node of this name or id, and returns it when it is gone; nothing if it was gone
  /// already. Several nodes of one name are refused.
  ///
  /// @param before is told of it just before it is destroyed
  public List<Node> destroy(String asked, Consumer<Node> before) {
    return nodes.destroy(asked, before);
  }

  /// Destroys the nodes of these names and ids. None is destroyed if one of them may not be.
  ///
  /// @param all whether several nodes of one name are all meant; else that is refused
  /// @param fleet how many at a time
  /// @param before is told of each node just before it is destroyed, by any thread
  /// @param gone is told of each name or id when its nodes are gone, by any thread
  /// @return the nodes that are gone, or what went wrong, for each
  public List<Part<String, List<Node>>> destroyAll(
      List<String> asked,
      boolean all,
      FleetRun fleet,
      Consumer<Node> before,
      Consumer<String> gone) {
    return nodes.destroyAll(asked, all, fleet, before, gone);
  }

  /// A connection to the node of this name.
  public RemoteShell shell(String name) {
    return shell(name, _ -> {});
  }

  /// A connection to the node of this name.
  ///
  /// @param listener hears what is waited for, from the calling thread
  public RemoteShell shell(String name, Consumer<DeployEvent> listener) {
    listener.accept(DeployEvent.awaitingProvider(name));
    return nodes.shell(name, listener);
  }

  /// The images the provider offers.
  public List<Image> images() {
    return cloud().catalog().images();
  }

  /// The sizes the provider offers.
  public List<Size> sizes() {
    return cloud().catalog().sizes();
  }

  /// The locations the provider offers.
  public List<Location> locations() {
    return cloud().catalog().locations();
  }

  private CloudPort cloud() {
    return connections.cloud();
  }

  /// Closes the connections; nodes are not touched. Planning still works, whatever needs the
  /// provider is an [IllegalStateException] from now on.
  @Override
  public void close() {
    connections.close();
  }
}
