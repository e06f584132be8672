package dev.provision.adapter.sshd;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Turns the runner's marks and the bytes between them into the steps' results.
///
/// A mark is written to both streams at the same point of the run, so what follows it on one stream
/// must wait until the other stream has reached it, too; [FrameMerge] sees to that.
final class StepProgress {
  private static final int TAIL = 1 << 16;
  private static final int WORDS = 1 << 11;

  /// What the runner is doing.
  private enum Phase {
    NOT_STARTED,
    BETWEEN,
    INSTALLING,
    RUNNING,
    DONE
  }

  private final List<Step> steps;
  private final StepObserver observer;
  private final LongSupplier nanoTime;
  private final List<StepResult> results = new ArrayList<>();
  private Phase phase = Phase.NOT_STARTED;
  private Tail words = new Tail(WORDS);
  private Tail stdout = new Tail(TAIL);
  private Tail stderr = new Tail(TAIL);
  private long startedAt;
  private Optional<String> occupant = Optional.empty();

  StepProgress(List<Step> steps, StepObserver observer, LongSupplier nanoTime) {
    this.steps = steps;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /// Whether the runner has begun.
  boolean begun() {
    return phase != Phase.NOT_STARTED;
  }

  /// Whether the runner said that it is done.
  boolean done() {
    return phase == Phase.DONE;
  }

  /// Who has the node, if these steps were turned away for it.
  Optional<String> occupant() {
    return occupant;
  }

  /// Whether a script is running.
  boolean running() {
    return phase == Phase.RUNNING;
  }

  /// Whether a step has begun and not ended.
  boolean inStep() {
    return phase == Phase.RUNNING || phase == Phase.INSTALLING;
  }

  /// What was said outside of scripts since the last mark.
  String words() {
    return words.text();
  }

  /// The path that the current step is about.
  String target() {
    return switch (steps.get(results.size())) {
      case AuthorizeKeys keys -> keys.file();
      case PutFile file -> file.target();
      case RunScript script -> script.target();
    };
  }

  /// The results; the steps without one are skipped.
  List<StepResult> results() {
    while (results.size() < steps.size()) {
      finish(new StepResult.Skipped());
    }
    return List.copyOf(results);
  }

  void data(Stream stream, byte[] bytes) {
    switch (phase) {
      case NOT_STARTED, INSTALLING -> words.add(bytes);
      case RUNNING -> {
        (stream == Stream.STDOUT ? stdout : stderr).add(bytes);
        observer.output(results.size(), stream, bytes);
      }
      case BETWEEN, DONE -> {}
    }
  }

  /// @param mark a letter, and for all but the last mark the step's index, and for `E` the outcome
  void mark(String mark) {
    String[] parts = mark.split(" ", 5);
    switch (parts[0]) {
      case "B" -> {
        phase = Phase.INSTALLING;
        words = new Tail(WORDS);
        observer.started(results.size());
      }
      case "R" -> {
        phase = Phase.RUNNING;
        stdout = new Tail(TAIL);
        stderr = new Tail(TAIL);
        startedAt = nanoTime.getAsLong();
      }
      case "E" -> {
        StepResult result = outcome(parts);
        phase = Phase.BETWEEN;
        finish(result);
      }
      case "W" -> {
        // It has begun as far as the connection is concerned: this may take hours.
        phase = Phase.BETWEEN;
        observer.waiting(behind(mark));
      }
      case "Y" -> {
        occupant = Optional.of(behind(mark));
        phase = Phase.DONE;
      }
      case "Z" -> phase = Phase.DONE;
      default -> throw new IllegalStateException("unknown mark: " + mark);
    }
  }

  private static String behind(String mark) {
    return mark.substring(2);
  }

  private StepResult outcome(String[] parts) {
    return switch (parts[2]) {
      case "K" -> new StepResult.KeysAuthorized(Integer.parseInt(parts[3]), remark(parts));
      case "P" -> new StepResult.FilePut(parts[3].equals("new"), remark(parts));
      case "X" -> ran(new ExitStatus.Exited(Integer.parseInt(parts[3])), remark(parts));
      case "S" -> ran(new ExitStatus.Signaled(parts[3]), remark(parts));
      case "T" -> ran(new ExitStatus.TimedOut(limit()), remark(parts));
      case "F" -> new StepResult.Failed(target() + ": " + (words().isEmpty() ? "failed" : words()));
      default -> throw new IllegalStateException("unknown outcome: " + parts[2]);
    };
  }

  private static String remark(String[] parts) {
    return parts.length < 5 ? "" : parts[4];
  }

  private Duration limit() {
    return steps.get(results.size()) instanceof RunScript script
        ? script.timeout().orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private StepResult ran(ExitStatus exit, String remark) {
    Duration duration = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
    Output out = stdout.output();
    return new StepResult.ScriptRan(exit, out, stderr.output(), duration, remark);
  }

  /// The runner was ended while a script ran.
  void runnerEnded(ExitStatus exit) {
    StepResult result = ran(exit, "");
    phase = Phase.DONE;
    finish(result);
  }

  private void finish(StepResult result) {
    int index = results.size();
    results.add(result);
    observer.finished(index, result);
  }
}
