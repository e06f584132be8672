package dev.provision.ports.shell;

import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.util.List;

/// One verified, authenticated connection to a node.
///
/// Not for use by several threads at once, except that any thread may [#close()] it, which ends a
/// running call. A call whose thread is interrupted ends soon with [ShellFailure.Interrupted].
public interface RemoteShell extends AutoCloseable {
  /// Where the connection goes to, with nothing left open.
  SshEndpoint endpoint();

  /// How the host's identity was established on this connection, for people.
  HostIdentity hostIdentity();

  /// Takes all steps to the node and applies them in order.
  ///
  /// What leads to the first step (a channel, becoming root, the node's first word) may take as
  /// long as connecting; the first call on a connection has what connecting has left of it. From
  /// then on there is no limit but the scripts' own.
  ///
  /// Key and file steps that fail, and scripts that fail with [RunScript.OnFailure#STOP], end the
  /// run: all later steps are [StepResult.Skipped]. Each file is either as it was or complete with
  /// its final mode, whatever happens.
  ///
  /// A node applies one run at a time for each of its users; a run whose connection was lost has
  /// the node until it has ended, one that was killed does not.
  ///
  /// @param whenBusy what to do while another run has the node
  /// @return a result for every step, in the order of the steps
  /// @throws ShellException if the connection or the delivery fails; what had been reported to the
  ///   observer until then has happened
  List<StepResult> apply(List<Step> steps, WhenBusy whenBusy, StepObserver observer);

  /// The same, waiting for other runs.
  default List<StepResult> apply(List<Step> steps, StepObserver observer) {
    return apply(steps, WhenBusy.WAIT, observer);
  }

  /// Finds out what [#apply] would change, and changes nothing.
  ///
  /// @return a difference for every step, in the order of the steps
  /// @throws ShellException if the connection or the delivery fails
  List<StepDifference> compare(List<Step> steps);

  /// Runs a command, or the login shell, with the caller's streams; returns when it has ended.
  ExitStatus session(SessionRequest request);

  /// Ends the connection.
  @Override
  void close();
}
