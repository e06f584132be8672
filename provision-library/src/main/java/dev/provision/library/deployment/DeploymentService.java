package dev.provision.library.deployment;

import dev.provision.domain.boot.BootKey;
import dev.provision.domain.deploy.ChosenResources;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.Deployer;
import dev.provision.domain.deploy.FleetRun;
import dev.provision.domain.deploy.FleetRun.Part;
import dev.provision.domain.deploy.StepComparison;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.account.UserLogins;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.plan.PlanFiles;
import dev.provision.library.run.OpenRun;
import dev.provision.library.run.RunHistory;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Carries out plans, and keeps their journals and output.
///
/// Tested by `LibraryExamplesTest`, `SimulatedFleetTest` and `FleetTest`.
public final class DeploymentService {
  private static final String DEPLOY = "deploy-node";
  private static final String APPLY = "apply";
  private static final int TOKEN_BYTES = 16;
  private static final long MAX_OUTPUT = 256L << 20;
  private static final DescriptorLimit DESCRIPTORS = new DescriptorLimit(Path.of("/proc/self"));

  private final OpenPorts ports;
  private final ProvisionSettings settings;
  private final LoadedConfiguration loaded;
  private final UserLogins logins;
  private final StateDirectory state;
  private final PlanFiles files;
  private final RunHistory runs;
  private final InstantSource clock;
  private final SecureRandom random;

  @Inject
  DeploymentService(
      OpenPorts ports,
      ProvisionSettings settings,
      LoadedConfiguration loaded,
      UserLogins logins,
      StateDirectory state,
      PlanFiles files,
      RunHistory runs,
      InstantSource clock,
      SecureRandom random) {
    this.ports = ports;
    this.settings = settings;
    this.loaded = loaded;
    this.logins = logins;
    this.state = state;
    this.files = files;
    this.runs = runs;
    this.clock = clock;
    this.random = random;
  }

  public DeploymentResult deploy(
      DeployPlan plan, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    files.checkSigned(Optional.empty());
    return deploy(plan, () -> files.digest(List.of(plan)), destroyOnFailure, listener);
  }

  /// Creates the node of a fleet of one.
  public DeploymentResult deployOne(
      FleetPlan plans, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    files.checkSigned(plans.digest());
    return deploy(plans.first(), () -> files.digest(plans), destroyOnFailure, listener);
  }

  private DeploymentResult deploy(
      DeployPlan plan,
      Supplier<String> digest,
      boolean destroyOnFailure,
      Consumer<DeployEvent> listener) {
    List<Login> ways = logins.of(plan.sshKey());
    check();
    Deployer deployer = deployer();
    RunRecord record = begin(DEPLOY, List.of(plan), digest(digest));
    try {
      DeploymentResult result =
          kept(
              plan,
              record,
              listener,
              events -> deployer.deploy(plan, ways, destroyOnFailure, events));
      ended(record, List.of(new Part.Ended<>(plan, result)), listener);
      return result;
    } catch (RuntimeException e) {
      brokeOff(record, plan, e);
      throw e;
    }
  }

  /// In a simulation, nobody would see it.
  private PlanDigest digest(Supplier<String> digest) {
    return settings.simulated() ? PlanDigest.of("") : PlanDigest.begin(digest);
  }

  /// Creates the nodes of a fleet.
  public List<Part<DeployPlan, DeploymentResult>> deployAll(
      FleetPlan plans, FleetRun run, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    files.checkSigned(plans.digest());
    List<Login> ways = logins.of(plans.sshKey());
    check();
    PlanDigest digest = digest(() -> files.digest(plans));
    Deployer deployer = deployer();
    ChosenResources chosen = deployer.choose(plans);
    Consumer<DeployEvent> one = oneAtATime(listener);
    RunRecord record = begin(DEPLOY, plans.plans(), digest);
    List<Part<DeployPlan, DeploymentResult>> parts =
        possible(run, plans, one)
            .each(
                plans.plans(),
                plan ->
                    kept(
                        plan,
                        record,
                        one,
                        events -> deployer.deploy(plan, chosen, ways, destroyOnFailure, events)),
                deployed -> deployed.report().ok());
    ended(record, parts, one);
    return parts;
  }

  /// Applies the plans of a fleet to nodes that exist.
  ///
  /// @param nodes the node of each plan, in their order
  public List<Part<DeployPlan, DeploymentResult>> applyAll(
      FleetPlan plans, List<ApplyTarget> nodes, FleetRun run, Consumer<DeployEvent> listener) {
    files.checkSigned(plans.digest());
    check();
    List<Login> ways = logins.of(plans.sshKey());
    PlanDigest digest = digest(() -> files.digest(plans));
    Deployer deployer = deployer();
    Consumer<DeployEvent> one = oneAtATime(listener);
    RunRecord record = begin(APPLY, plans.plans(), digest);
    List<Part<DeployPlan, DeploymentResult>> parts =
        ofPlans(
            possible(run, plans, one)
                .each(
                    nodes,
                    target ->
                        kept(
                            target.plan(),
                            record,
                            one,
                            events -> deployer.apply(target.plan(), target.node(), ways, events)),
                    deployed -> deployed.report().ok()));
    ended(record, parts, one);
    return parts;
  }

  /// Finds out what [#applyAll] would change.
  public List<Part<DeployPlan, List<StepComparison>>> compareAll(
      FleetPlan plans, List<ApplyTarget> nodes, FleetRun run) {
    List<Login> ways = logins.of(plans.sshKey());
    Deployer deployer = deployer();
    return ofPlans(
        possible(run, plans, _ -> {})
            .each(
                nodes,
                target -> deployer.compare(target.plan(), target.node(), ways),
                comparisons -> true));
  }

  private static <R> List<Part<DeployPlan, R>> ofPlans(List<Part<ApplyTarget, R>> parts) {
    return parts.stream().map(part -> part.about(ApplyTarget::plan)).toList();
  }

  /// Connects to a node of an earlier command.
  public RemoteShell connect(Node node, Optional<String> sshKey, Consumer<DeployEvent> listener) {
    return deployer().connect(node, logins.of(sshKey), listener);
  }

  private Deployer deployer() {
    return new Deployer(
        ports.cloud(),
        ports.shells(),
        ports.ledger(),
        clock,
        this::token,
        () -> BootKey.generate(random),
        settings.timeouts(),
        settings.limits().or(loaded.limits()).timeToLive());
  }

  /// No more at a time than this process may have files and connections open.
  private static FleetRun possible(FleetRun run, FleetPlan plans, Consumer<DeployEvent> listener) {
    int wanted = Math.min(run.parallel(), plans.plans().size());
    OptionalInt most = wanted == 1 ? OptionalInt.empty() : DESCRIPTORS.nodesAtATime();
    if (most.isEmpty() || most.getAsInt() >= wanted) {
      return run;
    }
    listener.accept(
        new DeployEvent.Warned(
            plans.first().name(),
            "%s at a time instead of %s, because of the limit on open files (ulimit -n)"
                .formatted(most.getAsInt() == 1 ? "1 node" : most.getAsInt() + " nodes", wanted)));
    return run.atMost(most.getAsInt());
  }

  private static Consumer<DeployEvent> oneAtATime(Consumer<DeployEvent> listener) {
    Lock lock = new ReentrantLock();
    return event -> {
      lock.lock();
      try {
        listener.accept(event);
      } finally {
        lock.unlock();
      }
    };
  }

  /// Runs one deployment and keeps its record.
  private DeploymentResult kept(
      DeployPlan plan,
      RunRecord run,
      Consumer<DeployEvent> listener,
      Function<Consumer<DeployEvent>, DeployReport> deployment) {
    DeploymentRecord record = run.of(plan.name());
    try (record) {
      return record.deployed(
          deployment.apply(
              event -> {
                List<String> news = record.accept(event);
                listener.accept(event);
                news.forEach(words -> listener.accept(new DeployEvent.Warned(plan.name(), words)));
              }));
    } finally {
      searchForSecrets(plan, record, listener);
    }
  }

  private static void searchForSecrets(
      DeployPlan plan, DeploymentRecord record, Consumer<DeployEvent> listener) {
    SecretPatterns secrets = plan.secretPatterns();
    if (!secrets.isEmpty()) {
      record.directory().stream()
          .flatMap(directory -> new SecretSearch(secrets).mend(directory).stream())
          .forEach(words -> listener.accept(new DeployEvent.Warned(plan.name(), words)));
    }
  }

  private RunRecord begin(String command, List<DeployPlan> plans, PlanDigest digest) {
    return settings.simulated()
        ? new RunRecord.None()
        : new RunRecord.OnDisk(
            runs.begin(
                new OpenRun.Beginning(
                    command,
                    plans.stream().map(DeployPlan::name).toList(),
                    plans.getFirst().bundles()),
                settings.environment(),
                clock,
                random),
            state,
            clock,
            digest,
            settings.maxOutput().or(loaded::maxOutput).orElse(MAX_OUTPUT));
  }

  /// A disk that is full now takes nothing from the result.
  private static void ended(
      RunRecord record,
      List<Part<DeployPlan, DeploymentResult>> parts,
      Consumer<DeployEvent> listener) {
    try {
      record.ended(parts);
    } catch (UncheckedIOException e) {
      String name = parts.getFirst().subject().name();
      listener.accept(new DeployEvent.Warned(name, String.valueOf(e.getMessage())));
    }
  }

  private static void brokeOff(RunRecord record, DeployPlan plan, RuntimeException why) {
    try {
      record.brokeOff(List.of(plan.name()), why);
    } catch (UncheckedIOException e) {
      why.addSuppressed(e);
    }
  }

  /// Makes sure, before anything costs money, that a record can be kept.
  private void check() {
    if (!settings.simulated()) {
      state.check();
    }
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
