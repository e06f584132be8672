package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Tells of a node's steps, and keeps their results, so that a broken connection does not lose
/// them.
///
/// @param name the node's
/// @param steps those that are applied
/// @param results takes that of each step, in the same place
/// @param events hears of it
record StepEvents(
    String name, List<PlannedStep> steps, List<StepResult> results, Consumer<DeployEvent> events)
    implements StepObserver {
  @Override
  public void awaiting(String what, Duration limit) {
    events.accept(new DeployEvent.AwaitingPart(name, what, limit));
  }

  @Override
  public void silent(Duration since, Duration limit) {
    events.accept(new DeployEvent.Silent(name, since, limit));
  }

  @Override
  public void sent(long sent, long total) {
    events.accept(new DeployEvent.Sent(name, sent, total));
  }

  @Override
  public void waiting(String holder) {
    events.accept(new DeployEvent.NodeBusy(name, holder));
  }

  @Override
  public void started(int index) {
    events.accept(new DeployEvent.StepStarted(name, index, steps.get(index)));
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    events.accept(new DeployEvent.ScriptOutput(name, index, stream, bytes));
  }

  @Override
  public void finished(int index, StepResult result) {
    results.set(index, result);
    events.accept(new DeployEvent.StepFinished(name, index, steps.get(index), result));
  }
}
