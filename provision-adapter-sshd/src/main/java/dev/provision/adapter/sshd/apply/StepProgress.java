package dev.provision.adapter.sshd.apply;

import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
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
import java.util.stream.Collectors;

/// Turns the runner's marks and the bytes between them into the steps' results.
///
/// A mark is written to both streams at the same point of the run, so what follows it on one stream
/// must wait until the other stream has reached it, too; [FrameMerge] sees to that.
///
/// Tested by `EmbeddedServerShellTest`.
public final class StepProgress {
  private static final int TAIL = 1 << 16;
  private static final int WORDS = 1 << 11;

  /// What the runner is doing.
  private enum Phase {
    NOT_STARTED,
    WAITING,
    BETWEEN,
    INSTALLING,
    RUNNING,
    GOING_DOWN,
    DONE
  }

  private final List<Step> steps;
  private final String doing;
  private final StepObserver observer;
  private final LongSupplier nanoTime;
  private final List<StepResult> results = new ArrayList<>();
  private Phase phase = Phase.NOT_STARTED;
  private String boot = "";
  private OutputTail words = new OutputTail(WORDS);
  private OutputTail stdout = new OutputTail(TAIL);
  private OutputTail stderr = new OutputTail(TAIL);
  private long startedAt;
  private Optional<String> occupant = Optional.empty();
  private Optional<String> awaited = Optional.empty();
  private final StringBuilder ranges = new StringBuilder();
  private Optional<AskedContents> asked = Optional.empty();

  /// Follows the steps of one run.
  ///
  /// @param doing what the node says before the name of a program that it waits for
  public StepProgress(
      List<Step> steps, String doing, StepObserver observer, LongSupplier nanoTime) {
    this.steps = steps;
    this.doing = doing;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /// Whether the runner has begun.
  boolean begun() {
    return phase != Phase.NOT_STARTED && phase != Phase.WAITING;
  }

  /// Who has the node, while that is waited for.
  Optional<String> awaited() {
    return phase == Phase.WAITING ? awaited : Optional.empty();
  }

  /// Which program the node waits for before it begins, as far as it has said so.
  Optional<String> program() {
    String said = phase == Phase.NOT_STARTED ? words.text() : "";
    int at = said.lastIndexOf(doing);
    return at < 0
        ? Optional.empty()
        : said.substring(at + doing.length()).lines().findFirst().map(String::strip);
  }

  /// What the node waits for, once.
  Optional<AskedContents> takeAsked() {
    Optional<AskedContents> taken = asked;
    asked = Optional.empty();
    return taken;
  }

  private void ask(int index, String more) {
    if (!more.endsWith(".")) {
      ranges.append(more);
      return;
    }
    ranges.append(more, 0, more.length() - 1);
    asked = Optional.of(AskedContents.parse(index, ranges.toString()));
    ranges.setLength(0);
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

  /// Whether the node is going down, which ends the connection.
  boolean goingDown() {
    return phase == Phase.GOING_DOWN;
  }

  /// Whether a step has begun and not ended.
  boolean inStep() {
    return phase == Phase.RUNNING || phase == Phase.INSTALLING || phase == Phase.GOING_DOWN;
  }

  /// What was said outside of scripts since the last mark.
  String words() {
    String text = words.text();
    return text.contains(doing)
        ? text.lines()
            .filter(line -> !line.startsWith(doing))
            .collect(Collectors.joining("\n"))
            .strip()
        : text;
  }

  /// The path that the current step is about.
  String target() {
    return ConditionCalls.target(steps.get(results.size()));
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
      case NOT_STARTED, INSTALLING, GOING_DOWN -> words.add(bytes);
      case RUNNING -> {
        (stream == Stream.STDOUT ? stdout : stderr).add(bytes);
        observer.output(results.size(), stream, bytes);
      }
      case WAITING, BETWEEN, DONE -> {}
    }
  }

  /// @param mark the letter of a [RunnerMark], and its words
  void mark(String mark) {
    String[] parts = mark.split(" ", 5);
    switch (RunnerMark.of(parts[0])) {
      case BEGUN -> {
        phase = Phase.INSTALLING;
        words = new OutputTail(WORDS);
        startedAt = nanoTime.getAsLong();
        observer.started(results.size());
      }
      case RUNNING -> {
        phase = Phase.RUNNING;
        stdout = new OutputTail(TAIL);
        stderr = new OutputTail(TAIL);
        startedAt = nanoTime.getAsLong();
      }
      case NEEDED -> ask(Integer.parseInt(parts[1]), parts[2]);
      case ENDED -> {
        StepResult result = outcome(parts);
        phase = Phase.BETWEEN;
        finish(result);
      }
      case GOING_DOWN -> {
        phase = Phase.GOING_DOWN;
        boot = parts[2];
      }
      case WAITING -> {
        phase = Phase.WAITING;
        awaited = Optional.of(behind(mark));
        observer.waiting(behind(mark));
      }
      case BUSY -> {
        occupant = Optional.of(behind(mark));
        phase = Phase.DONE;
      }
      case DONE -> phase = Phase.DONE;
    }
  }

  private static String behind(String mark) {
    return mark.substring(2);
  }

  private StepResult outcome(String[] parts) {
    return switch (StepOutcome.of(parts[2])) {
      case KEYS_AUTHORIZED ->
          new StepResult.KeysAuthorized(Integer.parseInt(parts[3]), remark(parts));
      case FILE_PUT -> new StepResult.FilePut(parts[3].equals("new"), remark(parts));
      case DIRECTORY_PUT -> directory(parts[3], remark(parts));
      case EXITED -> ran(new ExitStatus.Exited(Integer.parseInt(parts[3])), remark(parts));
      case SIGNALED -> ran(new ExitStatus.Signaled(parts[3]), remark(parts));
      case TIMED_OUT -> ran(new ExitStatus.TimedOut(limit()), remark(parts));
      case REBOOTED -> new StepResult.Rebooted(Duration.ofNanos(nanoTime.getAsLong() - startedAt));
      case FAILED ->
          new StepResult.Failed(target() + ": " + (words().isEmpty() ? "failed" : words()));
      case NOT_NEEDED -> new StepResult.NotNeeded(remark(parts));
    };
  }

  private static StepResult directory(String counts, String remark) {
    int slash = counts.indexOf('/');
    return new StepResult.DirectoryPut(
        Integer.parseInt(counts.substring(0, slash)),
        Integer.parseInt(counts.substring(slash + 1)),
        remark);
  }

  private static String remark(String[] parts) {
    return parts.length < 5 ? "" : parts[4];
  }

  private Duration limit() {
    return steps.get(results.size()).unconditional() instanceof RunScript script
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

  /// The node has gone down.
  void wentDown() {
    phase = Phase.DONE;
    finish(new StepResult.Rebooting(boot));
  }

  private void finish(StepResult result) {
    int index = results.size();
    results.add(result);
    observer.finished(index, result);
  }
}
