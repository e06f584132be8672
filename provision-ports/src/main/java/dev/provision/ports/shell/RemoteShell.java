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
/// Not safe for use by several threads at once, except that any thread can [#close()] it, which
/// ends a running call. If its thread is interrupted, a call fails promptly with
/// [ShellFailure.Interrupted].
///
/// Tested by `InMemoryShellContractTest`.
public interface RemoteShell extends AutoCloseable {
  /// Where the connection leads, with all defaults filled in.
  SshEndpoint endpoint();

  /// How the host's identity was verified on this connection, human-readable.
  HostIdentity hostIdentity();

  /// Sends all steps to the node and applies them in order.
  ///
  /// Everything before the first step (opening a channel, becoming root, the node's first response)
  /// may take as long as connecting; the first call on a connection has the time that connecting
  /// left over. From then on only the scripts' own limits apply.
  ///
  /// If a key, file or directory step fails, or a script with [RunScript.OnFailure#STOP], the run
  /// ends: all later steps are [StepResult.Skipped]. Whatever happens, each file is either
  /// unchanged or complete with its final mode.
  ///
  /// A node executes one run at a time for each of its users; a run whose connection was lost
  /// occupies the node until it has ended, one that was killed does not.
  ///
  /// A [dev.provision.ports.step.Reboot] ends the connection, and all later calls on it fail.
  ///
  /// @param whenBusy what to do while another run is in progress on the node
  /// @return a result for every step, in the order of the steps
  /// @throws ShellException if the connection or the transfer fails; everything reported to the
  ///   observer until then has happened
  /// @throws IllegalArgumentException if a [dev.provision.ports.step.Reboot] is not the last step
  List<StepResult> apply(List<Step> steps, WhenBusy whenBusy, StepObserver observer);

  /// As above, waiting for other runs.
  default List<StepResult> apply(List<Step> steps, StepObserver observer) {
    return apply(steps, WhenBusy.WAIT, observer);
  }

  /// Applies steps like [#apply], and keeps on the node what they replace or remove, as one set:
  /// contents, modes and owners of files, links and directories, and which ones are new.
  ///
  /// It is kept before it is replaced: for root in `/var/lib/provision/replaced`, for other users
  /// in `~/.local/state/provision/replaced`, with mode 0700. If it cannot be kept, the step fails.
  /// A run that replaces nothing keeps nothing. The newest five sets stay.
  ///
  /// What scripts change is not kept, except for the files of the scripts themselves.
  ///
  /// @throws ShellException as [#apply]; and if this adapter cannot keep anything
  default List<StepResult> applyKeeping(
      List<Step> steps, WhenBusy whenBusy, StepObserver observer) {
    throw unsupported("keeping what is replaced at " + endpoint());
  }

  /// Puts back what a run replaced: [#applyKeeping].
  ///
  /// If a path is no longer as the run left it, nothing is changed, unless that is forced. If a
  /// path cannot be put back, the others are nevertheless, and the call can be repeated. A set that
  /// was put back completely is not put back again.
  ///
  /// @throws ShellException if the connection fails, if there is no such set, or if this adapter
  ///   cannot keep anything
  default UndoReport undo(UndoRequest request) {
    throw unsupported("undoing a run at " + endpoint());
  }

  /// The sets of [#applyKeeping] that are on the node, the newest first.
  ///
  /// @throws ShellException if the connection fails, or if this adapter cannot keep anything
  default List<ReplacedSet> replacedSets() {
    throw unsupported("listing what was replaced at " + endpoint());
  }

  private static ShellException unsupported(String doing) {
    return new ShellException(
        new ShellFailure.Unclassified(doing, "this adapter does not support undo"));
  }

  /// Determines what [#apply] would change, without changing anything.
  ///
  /// @return a difference for every step, in the order of the steps
  /// @throws ShellException if the connection or the transfer fails
  List<StepDifference> compare(List<Step> steps);

  /// Runs a command, or the login shell, with the caller's streams; returns when it has ended.
  ExitStatus session(SessionRequest request);

  /// Closes the connection.
  @Override
  void close();
}
