package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Applies the steps of a plan, one segment after the other. Where one ends with a restart, it
/// connects again, until the node shows that it has started again.
///
/// Tested by `RestartTest` and `DeployerTest`.
final class PlannedRun implements SegmentObserver.Restarts {
  /// How often a node may break off while it goes down and comes up.
  private static final int BREAKS = 30;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// A restart that has begun.
  ///
  /// @param boot the node's boot ID before
  private record Restart(String boot, Duration timeout, Instant since) {
    Duration left(Instant now) {
      Duration left = Duration.between(now, since.plus(timeout));
      return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    boolean isLate(Instant now) {
      return !now.isBefore(since.plus(timeout));
    }
  }

  private final DeployPlan plan;
  private final List<PlannedStep> steps;
  private final SecretPatterns secrets;
  private final ReadyShell ready;
  private final Function<Duration, SshEndpoint> way;
  private final InstantSource clock;
  private final List<StepResult> results;
  private final Consumer<DeployEvent> events;
  private final StepObserver whole;
  private Optional<Restart> restart = Optional.empty();
  private boolean keeping;

  /// @param way waits for a node that is starting, for at most that long, and tells where it is
  /// @param results takes that of each step, in the same place
  PlannedRun(
      DeployPlan plan,
      ReadyShell ready,
      Function<Duration, SshEndpoint> way,
      InstantSource clock,
      List<StepResult> results,
      Consumer<DeployEvent> events) {
    this.plan = plan;
    this.steps = plan.steps();
    this.secrets = plan.secretPatterns();
    this.ready = ready;
    this.way = way;
    this.clock = clock;
    this.results = results;
    this.events = events;
    this.whole = new StepEvents(plan.name(), steps, results, events);
  }

  /// Applies all steps.
  ///
  /// @param whenBusy what to do if another run has the node; once this one has begun, it waits
  /// @param keepReplaced whether what the steps replace is kept on the node
  void apply(WhenBusy whenBusy, boolean keepReplaced) {
    keeping = keepReplaced;
    boolean going = true;
    WhenBusy now = whenBusy;
    for (StepSegment segment : StepSegment.of(steps.stream().map(PlannedStep::step).toList())) {
      if (!going) {
        skip(segment);
      } else if (restart.isPresent()) {
        going = resume(segment, restart.get());
      } else {
        going = run(segment, Optional.empty(), now);
      }
      now = WhenBusy.WAIT;
    }
  }

  private void skip(StepSegment segment) {
    for (int i = segment.first(); i < segment.end(); i++) {
      whole.finished(i, new StepResult.Skipped());
    }
  }

  /// Continues after a restart.
  private boolean resume(StepSegment segment, Restart begun) {
    for (int breaks = 0; ; breaks++) {
      Duration left = begun.left(clock.instant());
      ShellFailure why = new ShellFailure.TimedOut("", "it is still going down");
      try {
        ready.reconnect(way.apply(left), left);
        boolean going =
            run(segment, Optional.of(new AwaitReboot(begun.boot(), left)), WhenBusy.WAIT);
        if (restart.filter(begun::equals).isEmpty()) {
          return going;
        }
      } catch (ShellException e) {
        if (restart.filter(begun::equals).isEmpty() || !passes(e.failure())) {
          throw e; // about a later step, or nothing that waiting changes
        }
        why = e.failure();
      }
      if (breaks == BREAKS || begun.isLate(clock.instant())) {
        throw late(begun, why);
      }
      events.accept(new DeployEvent.ConnectionPending(plan.name(), why.reason()));
    }
  }

  /// Whether a failure is what a node may show that goes down or comes up.
  private static boolean passes(ShellFailure failure) {
    return switch (failure) {
      case ShellFailure.Unreachable _,
          ShellFailure.Disconnected _,
          ShellFailure.TransferFailed _,
          ShellFailure.TimedOut _ ->
          true;
      case ShellFailure.HostKeyMismatch _,
          ShellFailure.HostUnknown _,
          ShellFailure.Incompatible _,
          ShellFailure.AuthRejected _,
          ShellFailure.PrivilegeRefused _,
          ShellFailure.KeyUnusable _,
          ShellFailure.Misconfigured _,
          ShellFailure.Busy _,
          ShellFailure.Interrupted _,
          ShellFailure.Unclassified _ ->
          false;
    };
  }

  private ShellException late(Restart begun, ShellFailure last) {
    return new ShellException(
        new ShellFailure.TimedOut(
            "waiting for node '%s' to restart".formatted(plan.name()),
            "it went down, but did not answer with another boot ID within %s s; last attempt: %s"
                .formatted(begun.timeout().toSeconds(), last.reason())));
  }

  /// @param confirmed the restart before the segment, if that happened
  /// @return whether the next segment is applied
  private boolean run(StepSegment segment, Optional<AwaitReboot> confirmed, WhenBusy whenBusy) {
    List<Step> all = segment.steps(confirmed);
    if (all.isEmpty()) {
      return true;
    }
    int shift = segment.end() - all.size();
    StepObserver observer = new SegmentObserver(whole, shift, confirmed.isPresent(), this);
    List<StepResult> outcome;
    if (secrets.isEmpty()) {
      outcome = apply(all, whenBusy, observer);
    } else {
      MaskedSteps masked = new MaskedSteps(secrets, observer);
      outcome = masked.masked(apply(all, whenBusy, masked));
    }
    for (int i = confirmed.isPresent() ? 1 : 0; i < outcome.size(); i++) {
      if (!(outcome.get(i) instanceof StepResult.Rebooting)) {
        results.set(shift + i, outcome.get(i));
      }
    }
    StepResult last = outcome.getLast();
    return !(last instanceof StepResult.Skipped || last instanceof StepResult.Failed);
  }

  private List<StepResult> apply(List<Step> all, WhenBusy whenBusy, StepObserver observer) {
    return keeping
        ? ready.shell().applyKeeping(all, whenBusy, observer)
        : ready.shell().apply(all, whenBusy, observer);
  }

  @Override
  public boolean pending() {
    return restart.isPresent();
  }

  @Override
  public void heard(int place, StepResult result) {
    switch (result) {
      case StepResult.Rebooting(String boot) when restart.isEmpty() -> {
        Restart begun = new Restart(boot, timeout(place), clock.instant());
        restart = Optional.of(begun);
        events.accept(
            new DeployEvent.Awaiting(plan.name(), "the node to restart", begun.timeout()));
      }
      case StepResult.Rebooting _ -> {}
      case StepResult.Rebooted _ when restart.isPresent() -> {
        Duration took = Duration.between(restart.get().since(), clock.instant());
        restart = Optional.empty();
        whole.finished(place, new StepResult.Rebooted(took));
      }
      default -> {
        restart = Optional.empty();
        whole.finished(place, result);
      }
    }
  }

  private Duration timeout(int place) {
    return steps.get(place).step().unconditional() instanceof Reboot reboot
        ? reboot.timeout()
        : SHORTEST;
  }
}
