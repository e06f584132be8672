package dev.provision.domain.deploy;

import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.time.Duration;

/// Tells of the steps of a segment by their places in the plan. A restart begins in one segment and
/// ends in the next: it is one step all the same.
///
/// @param whole hears of the plan's steps
/// @param shift the place in the plan of the first step that is applied
/// @param resumed whether that one confirms a restart that has begun before
/// @param restarts hears of that, and of a restart that begins
record SegmentObserver(StepObserver whole, int shift, boolean resumed, Restarts restarts)
    implements StepObserver {
  /// Follows a restart.
  interface Restarts {
    /// What has become of the restart at this place in the plan.
    void heard(int place, StepResult result);

    /// Whether the node is still to start again.
    boolean pending();
  }

  @Override
  public void awaiting(String what, Duration limit) {
    whole.awaiting(what, limit);
  }

  @Override
  public void silent(Duration since, Duration limit) {
    whole.silent(since, limit);
  }

  @Override
  public void sent(long sent, long total) {
    whole.sent(sent, total);
  }

  @Override
  public void waiting(String holder) {
    whole.waiting(holder);
  }

  @Override
  public void started(int index) {
    if (index > 0 || !resumed) {
      whole.started(shift + index);
    }
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    whole.output(shift + index, stream, bytes);
  }

  @Override
  public void finished(int index, StepResult result) {
    if (result instanceof StepResult.Rebooting || (index == 0 && resumed)) {
      restarts.heard(shift + index, result);
    } else if (!(resumed && restarts.pending())) {
      whole.finished(shift + index, result);
    }
  }
}
