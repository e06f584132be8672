package dev.provision.testkit.shell;

import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Records the progress of the steps.
///
/// Tested by `InMemoryShellContractTest` and `InMemoryShellTest`.
public final class RecordingObserver implements StepObserver {
  private final List<String> events = new ArrayList<>();
  private final List<String> awaited = new ArrayList<>();
  private int silences;
  private final Map<String, ByteArrayOutputStream> output = new TreeMap<>();
  private final List<String> holders = new ArrayList<>();
  private long sent;
  private long total = -1;

  /// Hears nothing yet.
  public RecordingObserver() {}

  @Override
  public synchronized void awaiting(String what, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new AssertionError(what + " has a limit of " + limit);
    }
    awaited.add(what);
  }

  /// What was waited for.
  public synchronized List<String> awaited() {
    return List.copyOf(awaited);
  }

  @Override
  public synchronized void silent(Duration since, Duration limit) {
    if (since.compareTo(limit) > 0) {
      throw new AssertionError("silent for " + since + ", and not given up after " + limit);
    }
    silences++;
  }

  /// How often a silent host was reported.
  public synchronized int silences() {
    return silences;
  }

  @Override
  public synchronized void sent(long sentSoFar, long inAll) {
    if (sentSoFar < sent || sentSoFar > inAll || (total >= 0 && inAll != total)) {
      throw new AssertionError("sent " + sentSoFar + " of " + inAll + " after " + sent);
    }
    sent = sentSoFar;
    total = inAll;
  }

  @Override
  public synchronized void waiting(String holder) {
    holders.add(holder);
  }

  @Override
  public synchronized void started(int index) {
    events.add("started " + index);
  }

  @Override
  public synchronized void output(int index, Stream stream, byte[] bytes) {
    if (!events.getLast().equals("started " + index)) {
      throw new AssertionError("output of step " + index + " after " + events);
    }
    output
        .computeIfAbsent(index + " " + stream, _ -> new ByteArrayOutputStream())
        .writeBytes(bytes);
  }

  @Override
  public synchronized void finished(int index, StepResult result) {
    events.add("finished " + index + " " + result.getClass().getSimpleName());
  }

  /// What began and ended, in order.
  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /// Who had the node while it was waited for, each time that was told.
  public synchronized List<String> holders() {
    return List.copyOf(holders);
  }

  /// All that a step wrote to a stream.
  public synchronized byte[] output(int index, Stream stream) {
    ByteArrayOutputStream bytes = output.get(index + " " + stream);
    return bytes == null ? new byte[0] : bytes.toByteArray();
  }

  /// How many bytes were sent, as last heard.
  public synchronized long sent() {
    return sent;
  }

  /// How many bytes there were to send.
  public synchronized long total() {
    return total;
  }
}
