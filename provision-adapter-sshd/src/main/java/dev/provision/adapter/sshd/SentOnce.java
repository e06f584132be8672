package dev.provision.adapter.sshd;

import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.time.Duration;

/// Passes everything on, but not that what had been sent once is sent a second time.
final class SentOnce implements StepObserver {
  private final StepObserver observer;
  private long most = -1;

  SentOnce(StepObserver observer) {
    this.observer = observer;
  }

  @Override
  public void awaiting(String what, Duration limit) {
    observer.awaiting(what, limit);
  }

  @Override
  public void silent(Duration since, Duration limit) {
    observer.silent(since, limit);
  }

  @Override
  public void sent(long sent, long total) {
    if (sent > most) {
      most = sent;
      observer.sent(sent, total);
    }
  }

  @Override
  public void waiting(String holder) {
    observer.waiting(holder);
  }

  @Override
  public void started(int index) {
    observer.started(index);
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    observer.output(index, stream, bytes);
  }

  @Override
  public void finished(int index, StepResult result) {
    observer.finished(index, result);
  }
}
