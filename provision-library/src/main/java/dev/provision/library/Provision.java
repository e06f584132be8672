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
import dev.provision.domain.plan.Rendering;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DeploymentService;
import dev.provision.library.deployment.EarlierNode;
import dev.provision.library.lifetime.Lifetimes;
import dev.provision.library.lifetime.Orphans;
import dev.provision.library.plan.PlanFiles;
import dev.provision.library.plan.SavedPlan;
import dev.provision.library.provider.FoundProvider;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoRequest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Provision, ready for use: one configuration, one account at one provider.
///
/// Planning and rendering use no network; the connection to the provider is opened when it is first
/// needed. Several instances can be used independently, and each is safe for use by several
/// threads.
///
/// Mistakes that the user must fix throw a [dev.provision.domain.ProblemsException]; failures of a
/// cloud or a node throw a [dev.provision.ports.cloud.CloudException] or a
/// [dev.provision.ports.shell.ShellException].
public final class Provision implements AutoCloseable {
  private final Configuration configuration;
  private final Planner planner;
  private final ProviderCatalog providers;
  private final OpenPorts ports;
  private final DeploymentService deployments;
  private final NodeService nodes;
  private final Lifetimes lifetimes;
  private final Orphans orphans;
  private final PlanFiles files;

  @Inject
  Provision(
      Configuration configuration,
      Planner planner,
      ProviderCatalog providers,
      OpenPorts ports,
      DeploymentService deployments,
      NodeService nodes,
      PlanFiles files,
      Lifetimes lifetimes,
      Orphans orphans) {
    this.configuration = configuration;
    this.planner = planner;
    this.providers = providers;
    this.ports = ports;
    this.deployments = deployments;
    this.nodes = nodes;
    this.lifetimes = lifetimes;
    this.orphans = orphans;
    this.files = files;
  }

  /// A builder for a new instance.
  public static ProvisionBuilder builder() {
    return new ProvisionBuilder();
  }

  /// An instance with default settings and these configuration directories.
  public static Provision open(Path... configurationDirectories) {
    ProvisionBuilder builder = builder();
    for (Path directory : configurationDirectories) {
      builder.configuration(directory.toString());
    }
    return builder.open();
  }

  /// The configuration that was loaded.
  public Configuration configuration() {
    return configuration;
  }

  /// Warnings about the configuration, such as a bundle that was defined twice.
  public List<String> warnings() {
    return ports.warnings();
  }

  /// All available providers.
  public List<FoundProvider> providers() {
    return providers.found();
  }

  /// The provider of this name.
  ///
  /// @throws dev.provision.domain.ProblemsException if there is none, or it cannot be used; the
  ///   message says why, or suggests a similar name
  public FoundProvider providerNamed(String name) {
    return providers.named(name);
  }

  /// The name of the provider that this instance uses.
  public String provider() {
    return ports.providerName();
  }

  /// The plan of a deployment.
  public DeployPlan plan(DeployRequest request) {
    return planner.plan(request);
  }

  /// A script or template as it would be sent, secrets included.
  ///
  /// @param variables take precedence over the configuration's
  public Rendering render(Path script, Map<String, VariableValue> variables) {
    return planner.render(script.toString(), variables);
  }

  /// Carries out a plan; see [dev.provision.domain.deploy.Deployer#deploy].
  ///
  /// @param destroyOnFailure whether to destroy the node if its deployment fails
  /// @param listener is called with each event, on the calling thread
  /// @throws dev.provision.domain.ProblemsException if there would be more nodes than `max-nodes`
  ///   allows; nothing exists
  public DeploymentResult deploy(
      DeployPlan plan, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    nodes.checkLimit(1);
    return deployments.deploy(plan, destroyOnFailure, lifetimes.keeping(listener));
  }

  /// The plans for several identical nodes; `node_index` (from 1) and `node_count` are variables of
  /// their templates.
  ///
  /// @param names a name for each; or one base name, in which the number replaces `{node_index}` or
  ///   to which it is appended; or none
  /// @param count how many, if that is not the number of names
  public FleetPlan plans(DeployRequest request, List<String> names, OptionalInt count) {
    return planner.plans(request, names, count);
  }

  /// The digest of plans: SHA-256 of everything that they would send and ask for, with references
  /// instead of secrets. Reads all files.
  public String digest(FleetPlan plans) {
    return files.digest(plans);
  }

  /// Saves plans in a file, with references instead of secrets.
  ///
  /// @param file written as a whole or not at all; a saved plan is replaced, any other file is not
  /// @return the digest
  public String save(FleetPlan plans, Path file) {
    return files.save(plans, file);
  }

  /// The plans that were saved, with their secrets, to be carried out. Neither bundles nor their
  /// files are read, except for files that are secret.
  ///
  /// @param given values of the variables that the plan needs
  /// @throws dev.provision.domain.ProblemsException with everything that is missing
  public FleetPlan plans(SavedPlan saved, List<DeployRequest.Variable> given) {
    return files.complete(saved, given);
  }

  /// Carries out the plan of a fleet of one node, as [#deploy(DeployPlan, boolean, Consumer)] does.
  public DeploymentResult deployOne(
      FleetPlan plans, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    nodes.checkLimit(1);
    return deployments.deployOne(plans, destroyOnFailure, lifetimes.keeping(listener));
  }

  /// The nodes that earlier deployments with the same names created from here, and that still
  /// exist. In many clouds several nodes can share a name, so repeating a deployment would create a
  /// second node. Sends a request to the provider only if there was such a deployment.
  public List<EarlierNode> madeEarlier(FleetPlan plans) {
    return nodes.madeEarlier(plans.names());
  }

  /// Carries out the plans of a fleet; creates no node if there would be more than `max-nodes`
  /// allows.
  ///
  /// @param run how many nodes at a time, and when to stop
  /// @param destroyOnFailure whether to destroy the node if its deployment fails
  /// @param listener is called with each event, on one thread at a time
  /// @return the result of each, in the same order
  public List<Part<DeployPlan, DeploymentResult>> deployAll(
      FleetPlan plans, FleetRun run, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    nodes.checkLimit(plans.plans().size());
    return deployments.deployAll(plans, run, destroyOnFailure, lifetimes.keeping(listener));
  }

  /// The plans that apply bundles to existing nodes: those of the request, without the default
  /// bundles of the configuration.
  ///
  /// @param withKeys whether to install the configuration's public keys, too
  public FleetPlan plansForExisting(DeployRequest request, List<String> names, boolean withKeys) {
    return planner.plansForExisting(request, names, withKeys, nodes.places());
  }

  /// The plans that were saved for existing nodes.
  ///
  /// @param given values of the variables that the plan needs
  /// @throws dev.provision.domain.ProblemsException with everything that is missing, or if the plan
  ///   is for other nodes
  public FleetPlan plansForExisting(
      SavedPlan saved, List<DeployRequest.Variable> given, List<String> names) {
    FleetPlan complete = files.complete(saved, given);
    nodes.check(saved, names);
    return complete.only(names);
  }

  /// Applies plans to the existing nodes with their names.
  ///
  /// @param run how many nodes at a time, and when to stop
  /// @param listener is called with each event, on one thread at a time
  /// @return the result of each, in the same order
  public List<Part<DeployPlan, DeploymentResult>> applyAll(
      FleetPlan plans, FleetRun run, Consumer<DeployEvent> listener) {
    plans.names().forEach(name -> listener.accept(DeployEvent.awaitingProvider(name)));
    return deployments.applyAll(plans, nodes.of(plans), run, listener);
  }

  /// Determines what [#applyAll] would change, without changing anything.
  ///
  /// @param run how many nodes at a time, and when to stop
  /// @return the differences, step by step, for each plan
  public List<Part<DeployPlan, List<StepComparison>>> compareAll(FleetPlan plans, FleetRun run) {
    return deployments.compareAll(plans, nodes.of(plans), run);
  }

  /// Carries out a plan; the node is kept, whatever happens.
  public DeployReport deploy(DeployPlan plan) {
    return deploy(plan, false, event -> {}).report();
  }

  /// The account's nodes, without terminated ones, ordered by name.
  public List<Node> nodes() {
    return nodes.list();
  }

  /// Destroys the node with this name or ID, and returns it when it is gone; returns nothing if it
  /// was already gone. Fails if several nodes have the name.
  ///
  /// @param before is called with the node just before it is destroyed
  public List<Node> destroy(String asked, Consumer<Node> before) {
    return nodes.destroy(asked, before);
  }

  /// The nodes that [#destroyAll] would destroy now.
  ///
  /// @throws dev.provision.domain.ProblemsException if one of them must not be destroyed
  public List<Node> toDestroy(List<String> asked, boolean all) {
    return nodes.toDestroy(asked, all);
  }

  /// Destroys the nodes with these names and IDs. None is destroyed if one of them must not be.
  ///
  /// @param all whether to destroy all nodes that share a name; otherwise that fails
  /// @param run how many at a time
  /// @param before is called with each node just before it is destroyed, on any thread
  /// @param gone is called with each name or ID when its nodes are gone, on any thread
  /// @return the nodes that are gone, or the failure, for each
  public List<Part<String, List<Node>>> destroyAll(
      List<String> asked, boolean all, FleetRun run, Consumer<Node> before, Consumer<String> gone) {
    return nodes.destroyAll(asked, all, run, before, gone);
  }

  /// When nodes expire: to be shown, changed, and acted upon.
  public Lifetimes lifetimes() {
    return lifetimes;
  }

  /// Nodes of Provision's that no finished run knows.
  public Orphans orphans() {
    return orphans;
  }

  /// Connects to the node with this name.
  public RemoteShell shell(String name) {
    return shell(name, _ -> {});
  }

  /// Connects to the node with this name.
  ///
  /// @param listener is called with what is awaited, on the calling thread
  public RemoteShell shell(String name, Consumer<DeployEvent> listener) {
    listener.accept(DeployEvent.awaitingProvider(name));
    return nodes.shell(name, listener);
  }

  /// Puts back what a run on this node replaced: the newest one that was told to keep it, unless
  /// the request names another set. Scripts are not undone.
  ///
  /// @param listener is called with what is awaited, on the calling thread
  public UndoReport undo(String name, UndoRequest request, Consumer<DeployEvent> listener) {
    try (RemoteShell shell = shell(name, listener)) {
      return shell.undo(request);
    }
  }

  /// What runs replaced and kept on this node, the newest first.
  ///
  /// @param listener is called with what is awaited, on the calling thread
  public List<ReplacedSet> replacedSets(String name, Consumer<DeployEvent> listener) {
    try (RemoteShell shell = shell(name, listener)) {
      return shell.replacedSets();
    }
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
    return ports.cloud();
  }

  /// Closes the connections; nodes are not affected. Planning still works; everything that needs
  /// the provider throws an [IllegalStateException] from now on.
  @Override
  public void close() {
    ports.close();
  }
}
