package dev.provision.domain.deploy;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.UserData;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.FleetPlace;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.StepDifference;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Carries out plans: creates the node, waits for it, connects, applies the steps.
///
/// May be used from several threads at once.
public final class Deployer {
  private static final int FLEET_LENGTH = 12;

  private final CloudPort cloud;
  private final RemoteShellPort shells;
  private final HostKeyLedger ledger;
  private final InstantSource clock;
  private final Supplier<String> tokens;
  private final Supplier<BootKey> keys;
  private final DeployTimeouts timeouts;
  private final TimeToLive ttl;

  /// What the nodes that it creates have in common: made of the first one's token.
  private final AtomicReference<@Nullable String> fleet = new AtomicReference<>();

  /// @param cloud where nodes are created
  /// @param shells how they are reached
  /// @param ledger where it is kept by which keys they are recognized
  /// @param clock for durations
  /// @param tokens a new token at each call, unique for ever, that nobody can foresee
  /// @param keys a new key at each call
  /// @param timeouts how long it waits
  /// @param ttl how long nodes live that it creates
  public Deployer(
      CloudPort cloud,
      RemoteShellPort shells,
      HostKeyLedger ledger,
      InstantSource clock,
      Supplier<String> tokens,
      Supplier<BootKey> keys,
      DeployTimeouts timeouts,
      TimeToLive ttl) {
    this.cloud = cloud;
    this.shells = shells;
    this.ledger = ledger;
    this.clock = clock;
    this.tokens = tokens;
    this.keys = keys;
    this.timeouts = timeouts;
    this.ttl = ttl;
  }

  /// Chooses what the nodes of a fleet are created from.
  ///
  /// @throws ProblemsException if the provider lacks the image, size or location
  /// @throws CloudException if the provider does not say what it offers
  public ChosenResources choose(FleetPlan fleet) {
    return choose(fleet.first());
  }

  /// Chooses what the node of a plan is created from.
  ///
  /// @throws ProblemsException if the provider lacks the image, size or location
  /// @throws CloudException if the provider does not say what it offers
  ChosenResources choose(DeployPlan plan) {
    // What the provider can tell by itself costs no listing.
    Catalog catalog = cloud.catalog();
    Optional<Image> told = catalog.image(plan.image().fullName());
    return new ChosenResources(
        told.orElseGet(() -> plan.image().choose(catalog.images())),
        catalog
            .size(plan.size().asked())
            .orElseGet(() -> plan.size().choose(catalog.sizes(), Size::id, Size::name)),
        catalog
            .location(plan.location().asked())
            .orElseGet(
                () -> plan.location().choose(catalog.locations(), Location::id, Location::name)),
        told.isPresent());
  }

  /// Chooses what the node is created from, and carries out the plan. Once the cloud has been asked
  /// for the node, every end is a report.
  ///
  /// @param logins tried after those that the cloud knows of
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param events hears what happens
  /// @throws ProblemsException if the provider lacks the image, size or location, or does not take
  ///   so much user data, or if its nodes cannot restart as the plan wants, or if the host key
  ///   cannot be written down; nothing exists
  /// @throws CloudException if the provider does not say what it offers; nothing exists
  public DeployReport deploy(
      DeployPlan plan, List<Login> logins, boolean destroyOnFailure, Consumer<DeployEvent> events) {
    begin(plan, events);
    return create(plan, choose(plan), logins, destroyOnFailure, events);
  }

  /// Carries out a plan. Once the cloud has been asked for the node, every end is a report.
  ///
  /// @param chosen what the node is created from
  /// @param logins tried after those that the cloud knows of
  /// @param destroyOnFailure whether a node that is not as planned is removed again
  /// @param events hears what happens
  /// @throws ProblemsException if the provider does not take so much user data, or if its nodes
  ///   cannot restart as the plan wants, or if the host key cannot be written down; nothing exists
  public DeployReport deploy(
      DeployPlan plan,
      ChosenResources chosen,
      List<Login> logins,
      boolean destroyOnFailure,
      Consumer<DeployEvent> events) {
    begin(plan, events);
    return create(plan, chosen, logins, destroyOnFailure, events);
  }

  private DeployReport create(
      DeployPlan plan,
      ChosenResources chosen,
      List<Login> logins,
      boolean destroyOnFailure,
      Consumer<DeployEvent> events) {
    Optional<BootKey> key =
        cloud.userData().holdsHostKey() ? Optional.of(keys.get()) : Optional.empty();
    List<String> authorized = plan.keys().stream().map(PublicKey::line).toList();
    Optional<UserData> data = key.map(one -> UserData.with(one, plan.userData(), authorized));
    data.ifPresent(one -> warn(plan, one.warnings(), events));
    Optional<String> text = data.map(UserData::text).or(plan::userData);
    text.ifPresent(one -> checkSize(plan, one));
    NodeRequest request = request(plan, chosen, text, events);
    return deployment(plan, events)
        .create(
            request,
            chosen,
            key.filter(_ -> data.orElseThrow().holdsKey()),
            logins,
            destroyOnFailure);
  }

  private void checkSize(DeployPlan plan, String userData) {
    int size = userData.getBytes(StandardCharsets.UTF_8).length;
    UserDataSupport support = cloud.userData();
    OptionalInt limit = support.limit();
    if (limit.isPresent() && size > limit.getAsInt()) {
      throw new ProblemsException(
          Problem.of(
                  "the user data of node '%s' has %s bytes%s; the provider accepts at most %s"
                      .formatted(
                          plan.name(),
                          size,
                          support.holdsHostKey() ? ", including the host key" : "",
                          limit.getAsInt()))
              .next(
                  "shorten user-data (EX_USERDATA), '#include' the rest from a URL, or move it to a"
                      + " bundle"));
    }
  }

  private static void warn(DeployPlan plan, List<String> warnings, Consumer<DeployEvent> events) {
    warnings.forEach(warning -> events.accept(new DeployEvent.Warned(plan.name(), warning)));
  }

  /// Applies a plan's steps to a node that exists. Every end is a report.
  ///
  /// @param node which the plan's name is the name of
  /// @param logins tried after those that the cloud knows of
  /// @param events hears what happens
  /// @throws ProblemsException if the provider's nodes cannot restart as the plan wants
  public DeployReport apply(
      DeployPlan plan, Node node, List<Login> logins, Consumer<DeployEvent> events) {
    begin(plan, events);
    return deployment(plan, events).apply(node, logins, tokens.get());
  }

  /// Finds out what [#apply] would change on a node, and changes nothing.
  ///
  /// @param node which the plan's name is the name of
  /// @param logins tried after those that the cloud knows of
  /// @throws CloudException if the node does not run
  /// @throws dev.provision.ports.shell.ShellException if it cannot be reached
  public List<StepComparison> compare(DeployPlan plan, Node node, List<Login> logins) {
    List<PlannedStep> steps = plan.steps();
    try (RemoteShell shell = connect(node, logins, _ -> {})) {
      List<StepDifference> differences =
          shell.compare(steps.stream().map(PlannedStep::step).toList());
      return IntStream.range(0, steps.size())
          .mapToObj(at -> StepComparison.of(steps.get(at), differences.get(at)))
          .toList();
    }
  }

  /// Connects to a node of an earlier command.
  ///
  /// @param logins tried after those that the cloud knows of
  /// @param events hears what is waited for
  /// @throws CloudException if the node does not run
  /// @throws dev.provision.ports.shell.ShellException if it cannot be reached, or is not known by
  ///   the key that it shows
  /// @throws ProblemsException if what is known of its keys is damaged, or cannot be written
  public RemoteShell connect(Node node, List<Login> logins, Consumer<DeployEvent> events) {
    String name = node.name();
    events.accept(
        new DeployEvent.Awaiting(name, "the node to run and get an address", timeouts.running()));
    ReachableNode reachable = cloud.await(node.id(), timeouts.running());
    SshEndpoint endpoint = reachable.endpoint().withMoreLogins(logins);
    events.accept(new DeployEvent.Awaiting(name, "SSH to answer", timeouts.reachable()));
    return new KnownNode(node, cloud, shells, ledger)
        .connect(endpoint, timeouts.reachable(), new ConnectionWaits(name, events));
  }

  private void begin(DeployPlan plan, Consumer<DeployEvent> events) {
    if (plan.hasReboot()) {
      cloud.restartObstacle().ifPresent(why -> refuseRestart(plan, why));
    }
    events.accept(new DeployEvent.Started(plan.name(), plan));
    warn(plan, plan.warnings(), events);
  }

  private static void refuseRestart(DeployPlan plan, String why) {
    throw new ProblemsException(
        Problem.of(
                "the bundles of node '%s' (%s) restart it, but %s"
                    .formatted(plan.name(), String.join(", ", plan.bundles()), why))
            .next("use another provider, or remove the step 'reboot'"));
  }

  private Deployment deployment(DeployPlan plan, Consumer<DeployEvent> events) {
    return new Deployment(plan, cloud, shells, ledger, timeouts, clock, events);
  }

  private NodeRequest request(
      DeployPlan plan,
      ChosenResources chosen,
      Optional<String> userData,
      Consumer<DeployEvent> events) {
    Image image = chosen.image();
    if (!chosen.asTold()
        && !plan.image().asked().equals(Configuration.BUILT_IN_IMAGE)
        && !image.name().startsWith(plan.image().fullName())
        && !image.id().equals(plan.image().asked())) {
      events.accept(
          new DeployEvent.Warned(
              plan.name(),
              "this provider has only one image, %2$s; ignoring '%1$s'"
                  .formatted(plan.image().asked(), image.name())));
    }
    List<String> keys = plan.keys().stream().map(PublicKey::line).toList();
    String token = tokens.get();
    return new NodeRequest(
        plan.name(),
        token,
        image,
        chosen.size(),
        chosen.location(),
        userData,
        plan.keyPair(),
        keys,
        Map.of(),
        labels(plan, token));
  }

  private Map<String, String> labels(DeployPlan plan, String token) {
    Map<String, String> labels = new HashMap<>();
    plan.place()
        .map(place -> new FleetPlace(fleet(token), place.index(), place.count()))
        .ifPresent(place -> labels.putAll(place.labels()));
    if (!ttl.equals(TimeToLive.NONE)) {
      labels.putAll(ttl.from(clock.instant()).labels());
    }
    return labels;
  }

  private String fleet(String token) {
    String plain = token.replaceAll("[^a-z0-9]", "");
    fleet.compareAndSet(null, plain.substring(0, Math.min(plain.length(), FLEET_LENGTH)));
    return Objects.requireNonNull(fleet.get());
  }
}
