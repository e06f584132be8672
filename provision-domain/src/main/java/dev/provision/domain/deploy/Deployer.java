package dev.provision.domain.deploy;

import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries out plans: creates the node, waits for it, connects, applies the steps.
///
/// May be used from several threads at once.
public final class Deployer {
  private final CloudPort cloud;
  private final RemoteShellPort shells;
  private final InstantSource clock;
  private final Supplier<String> tokens;
  private final Limits limits;

  /// @param cloud where nodes are created
  /// @param shells how they are reached
  /// @param clock for durations
  /// @param tokens a new token at each call, unique for ever
  /// @param limits how long it waits
  public Deployer(
      CloudPort cloud,
      RemoteShellPort shells,
      InstantSource clock,
      Supplier<String> tokens,
      Limits limits) {
    this.cloud = cloud;
    this.shells = shells;
    this.clock = clock;
    this.tokens = tokens;
    this.limits = limits;
  }

  /// Carries out a plan. Once the cloud has been asked for the node, every end is a report.
  ///
  /// @param logins tried after those that the cloud knows of
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param events hears what happens
  /// @throws dev.provision.domain.ProblemsException if the provider lacks the image, size or
  ///   location; nothing exists
  /// @throws CloudException if the provider does not say what it offers; nothing exists
  public DeployReport deploy(
      DeployPlan plan, List<Login> logins, boolean destroyOnFailure, Consumer<DeployEvent> events) {
    events.accept(new DeployEvent.Started(plan.name(), plan));
    plan.warnings().forEach(w -> events.accept(new DeployEvent.Warned(plan.name(), w)));
    NodeRequest request = request(plan, events);
    Deployment deployment = new Deployment(plan, request, cloud, shells, limits, clock, events);
    return deployment.run(logins, destroyOnFailure);
  }

  private NodeRequest request(DeployPlan plan, Consumer<DeployEvent> events) {
    Image image = plan.image().choose(cloud.images());
    Size size = plan.size().choose(cloud.sizes(), Size::id, Size::name);
    Location location = plan.location().choose(cloud.locations(), Location::id, Location::name);
    if (!plan.image().asked().equals(Configuration.BUILT_IN_IMAGE)
        && !image.name().startsWith(plan.image().fullName())
        && !image.id().equals(plan.image().asked())) {
      events.accept(
          new DeployEvent.Warned(
              plan.name(),
              "image '%s' is not offered here; the only one is used: %s"
                  .formatted(plan.image().asked(), image.name())));
    }
    List<String> keys = plan.keys().stream().map(key -> key.line()).toList();
    return new NodeRequest(
        plan.name(),
        tokens.get(),
        image,
        size,
        location,
        plan.userData(),
        plan.keyPair(),
        keys,
        Map.of());
  }
}
