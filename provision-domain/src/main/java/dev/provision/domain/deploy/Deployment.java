package dev.provision.domain.deploy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One node on its way: what is known of it so far, and what comes next.
///
/// Tested by `DeployerTest`, `FirstBootTest` and `FleetTest`.
final class Deployment {
  private final DeployPlan plan;
  private final CloudPort cloud;
  private final RemoteShellPort shells;
  private final HostKeyLedger ledger;
  private final DeployTimeouts timeouts;
  private final InstantSource clock;
  private final Consumer<DeployEvent> events;
  private final List<PlannedStep> steps;
  private final List<StepResult> results;
  private Optional<Node> node = Optional.empty();
  private Optional<HostIdentity> identity = Optional.empty();
  private Optional<ChosenResources> choice = Optional.empty();
  private boolean destroyed;
  private Optional<CloudFailure> notDestroyed = Optional.empty();

  Deployment(
      DeployPlan plan,
      CloudPort cloud,
      RemoteShellPort shells,
      HostKeyLedger ledger,
      DeployTimeouts timeouts,
      InstantSource clock,
      Consumer<DeployEvent> events) {
    this.plan = plan;
    this.cloud = cloud;
    this.shells = shells;
    this.ledger = ledger;
    this.timeouts = timeouts;
    this.clock = clock;
    this.events = events;
    this.steps = plan.steps();
    this.results = new ArrayList<>();
    steps.forEach(step -> results.add(new StepResult.Skipped()));
  }

  /// Creates the node and applies the steps.
  ///
  /// @param key what the node is given with the request's user data
  /// @throws ProblemsException if that cannot be written down; nothing exists
  DeployReport create(
      NodeRequest request,
      ChosenResources chosen,
      Optional<BootKey> key,
      List<Login> logins,
      boolean destroyOnFailure) {
    Instant start = clock.instant();
    choice = Optional.of(chosen);
    Optional<HostKeyRecord> record =
        key.map(one -> new HostKeyRecord(request.token(), plan.name(), start, one.publicKey()));
    record.ifPresent(ledger::open);
    Outcome outcome =
        attempt(
            () -> {
              create(request, record);
              SshEndpoint endpoint = await(logins);
              try (ReadyShell ready = arrive(shells, trusting(endpoint, key))) {
                settle(ready, record, request.token());
                apply(ready, logins);
              }
            });
    node.filter(_ -> isLate(outcome)).ifPresent(this::showConsole);
    if (destroyOnFailure && !report(outcome, start).ok()) {
      node.ifPresent(this::destroy);
    }
    return finished(report(outcome, start));
  }

  /// Applies the steps to a node that exists.
  ///
  /// @param token one that nobody on the node can have foreseen
  DeployReport apply(Node existing, List<Login> logins, String token) {
    Instant start = clock.instant();
    node = Optional.of(existing);
    Outcome outcome =
        attempt(
            () -> {
              KnownNode known = new KnownNode(existing, cloud, shells, ledger);
              try (ReadyShell ready = arrive(known, await(logins))) {
                changeKey(ready, known.changing(ready.identity().key()), token);
                apply(ready, logins);
              }
            });
    return finished(report(outcome, start));
  }

  private DeployReport finished(DeployReport report) {
    events.accept(new DeployEvent.Finished(plan.name(), report));
    return report;
  }

  private static Outcome attempt(Runnable work) {
    try {
      work.run();
      return new Outcome.Completed();
    } catch (CloudException e) {
      return new Outcome.CloudFailed(e.failure());
    } catch (ShellException e) {
      return new Outcome.ShellFailed(e.failure());
    } catch (ProblemsException e) {
      return new Outcome.ShellFailed(
          new ShellFailure.Unclassified(
              "updating the record of the node's host key", String.valueOf(e.getMessage())));
    }
  }

  private void create(NodeRequest request, Optional<HostKeyRecord> record) {
    events.accept(
        new DeployEvent.Creating(
            plan.name(), request.token(), request.image(), request.size(), request.location()));
    new NodeCreation(cloud, ledger, record)
        .create(
            request,
            made -> {
              node = Optional.of(made);
              events.accept(new DeployEvent.Created(plan.name(), made));
            });
  }

  private SshEndpoint await(List<Login> logins) {
    events.accept(
        new DeployEvent.Awaiting(
            plan.name(), "the node to run and get an address", timeouts.running()));
    SshEndpoint endpoint = reach(logins, timeouts.running());
    events.accept(new DeployEvent.Running(plan.name(), node.orElseThrow(), endpoint.toString()));
    return endpoint;
  }

  private SshEndpoint reach(List<Login> logins, Duration limit) {
    ReachableNode reachable = cloud.await(node.orElseThrow().id(), limit);
    node = Optional.of(reachable.node());
    return reachable.endpoint().withMoreLogins(logins);
  }

  private static SshEndpoint trusting(SshEndpoint endpoint, Optional<BootKey> key) {
    return key.map(given -> endpoint.withTrust(endpoint.trust().awaiting(given.publicKey())))
        .orElse(endpoint);
  }

  private ReadyShell arrive(RemoteShellPort way, SshEndpoint endpoint) {
    ReadyShell ready = new ReadyShell(way, timeouts, plan.name(), events, endpoint);
    identity = Optional.of(ready.identity());
    return ready;
  }

  /// Brings a new node to where it can take its steps.
  private void settle(ReadyShell ready, Optional<HostKeyRecord> record, String token) {
    changeKey(ready, record, token);
    if (cloud.userData() instanceof UserDataSupport.Taken) {
      ready.awaitReady(token);
    }
  }

  private void changeKey(ReadyShell ready, Optional<HostKeyRecord> record, String token) {
    record.ifPresent(one -> ready.changeKey(ledger, node.orElseThrow().id(), one, token));
    identity = Optional.of(ready.identity());
  }

  private void apply(ReadyShell ready, List<Login> logins) {
    if (steps.isEmpty()) {
      return;
    }
    events.accept(new DeployEvent.Applying(plan.name(), steps));
    new PlannedRun(plan, ready, limit -> reach(logins, limit), clock, results, events)
        .apply(timeouts.whenBusy(), timeouts.keepReplaced());
  }

  private static boolean isLate(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> false;
      case Outcome.CloudFailed(CloudFailure failure) -> failure instanceof CloudFailure.TimedOut;
      case Outcome.ShellFailed(ShellFailure failure) ->
          failure instanceof ShellFailure.TimedOut
              || failure instanceof ShellFailure.Unreachable
              || failure instanceof ShellFailure.HostKeyMismatch;
    };
  }

  /// A node that does not come up may have said why.
  private void showConsole(Node late) {
    if (!(cloud instanceof ConsoleReader consoles)) {
      return;
    }
    try {
      consoles
          .console(late.id())
          .map(ConsoleTail::of)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> events.accept(new DeployEvent.ConsoleRead(plan.name(), text)));
    } catch (CloudException e) {
      events.accept(
          new DeployEvent.Warned(plan.name(), "cannot read its console: " + e.failure().reason()));
    }
  }

  private void destroy(Node doomed) {
    // An interrupted deployment must not leave a node that was to be removed.
    boolean interrupted = Thread.interrupted();
    events.accept(new DeployEvent.Destroying(plan.name(), doomed.id()));
    try {
      cloud.destroy(doomed.id());
      destroyed = true;
      ledger.forget(doomed.id());
      events.accept(new DeployEvent.Destroyed(plan.name(), doomed.id()));
    } catch (CloudException e) {
      notDestroyed = Optional.of(e.failure());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private DeployReport report(Outcome outcome, Instant start) {
    List<StepReport> reports =
        IntStream.range(0, steps.size())
            .mapToObj(i -> new StepReport(steps.get(i), results.get(i)))
            .toList();
    return new DeployReport(
        plan.name(),
        node,
        choice,
        identity,
        reports,
        outcome,
        destroyed,
        notDestroyed,
        Duration.between(start, clock.instant()));
  }
}
