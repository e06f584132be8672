package dev.provision.adapter.sshd.apply;

import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one call of a connection is about.
///
/// @param holder who has the node meanwhile; empty for one that changes nothing
/// @param replaced whether what the steps replace is kept; or what is called in their place
public record RunJob(
    List<Step> steps,
    WhenBusy whenBusy,
    StepObserver observer,
    Optional<String> holder,
    String doing,
    ReplacedCalls replaced) {
  /// Steps that are only compared.
  public static RunJob comparing(List<Step> steps, StepObserver differences, String doing) {
    return new RunJob(
        steps, WhenBusy.WAIT, differences, Optional.empty(), doing, new ReplacedCalls.None());
  }

  /// The steps that are sent.
  public List<Step> sent() {
    return replaced.call().isPresent() ? List.of() : steps;
  }

  /// What is waited for before the first step.
  public WaitObserver waits() {
    return new WaitObserver() {
      @Override
      public void waiting(String reason) {
        // It is in what is awaited next: another connection to the host.
      }

      @Override
      public void awaiting(String what, Duration limit) {
        observer.awaiting(what, limit);
      }
    };
  }
}
