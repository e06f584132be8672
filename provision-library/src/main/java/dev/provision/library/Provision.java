package dev.provision.library;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.RemoteShell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  private final Injector injector;
  private final Connections connections;

  Provision(ProvisionModule module) {
    injector = Guice.createInjector(Stage.DEVELOPMENT, module);
    connections = injector.getInstance(Connections.class);
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
    return injector.getInstance(Configuration.class);
  }

  /// What a person should know about the configuration, such as a bundle that was defined twice.
  public List<String> warnings() {
    return connections.warnings();
  }

  /// The providers there are.
  public List<FoundProvider> providers() {
    return injector.getInstance(ProviderCatalog.class).found();
  }

  /// The name of the provider that this instance uses.
  public String provider() {
    return connections.providerName();
  }

  /// What a deployment would do.
  public DeployPlan plan(DeployRequest request) {
    return injector.getInstance(Planning.class).plan(request);
  }

  /// The bytes of a script as they would be sent.
  ///
  /// @param variables in addition to the configuration's, before which they go
  public byte[] render(Path script, Map<String, String> variables) {
    return injector.getInstance(Planning.class).render(script, variables);
  }

  /// Carries out a plan; see [dev.provision.domain.deploy.Deployer#deploy].
  ///
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param listener hears what happens, from the calling thread
  public Deployed deploy(
      DeployPlan plan, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    return injector.getInstance(Deployments.class).deploy(plan, destroyOnFailure, listener);
  }

  /// Carries out a plan; the node stays, whatever happens.
  public DeployReport deploy(DeployPlan plan) {
    return deploy(plan, false, event -> {}).report();
  }

  /// The account's nodes, without terminated ones, ordered by name.
  public List<Node> nodes() {
    return injector.getInstance(Nodes.class).list();
  }

  /// Destroys every node of this name and returns them when they are gone.
  ///
  /// @param before is told of each just before it is destroyed
  public List<Node> destroy(String name, Consumer<Node> before) {
    return injector.getInstance(Nodes.class).destroy(name, before);
  }

  /// A connection to the node of this name.
  public RemoteShell shell(String name) {
    return injector.getInstance(Nodes.class).shell(name);
  }

  /// The images the provider offers.
  public List<Image> images() {
    return cloud().images();
  }

  /// The sizes the provider offers.
  public List<Size> sizes() {
    return cloud().sizes();
  }

  /// The locations the provider offers.
  public List<Location> locations() {
    return cloud().locations();
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
