package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.FaultyProxy.Direction;
import dev.provision.adapter.sshd.apply.ReplacingJob;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A deployment to OpenSSH's server whose connection is cut at hundreds of points, from its first
/// byte to its last, in both directions.
@Timeout(300)
final class CutPointsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int POINTS = 65;
  private static final int AT_ONCE = 4;

  /// What one of the deployments came to.
  private record Outcome(
      ReplacingJob job, String cut, Heard heard, Optional<ShellFailure> failure) {}

  /// What was reported of the steps.
  private static final class Heard implements StepObserver {
    private final List<StepResult> finished = new ArrayList<>();
    private int started;

    @Override
    public void sent(long sent, long total) {}

    @Override
    public void started(int index) {
      assertThat(index).isEqualTo(started).isEqualTo(finished.size());
      started++;
    }

    @Override
    public void output(int index, Stream stream, byte[] bytes) {
      assertThat(new String(bytes, US_ASCII)).matches("(out|err) " + (index - 7) + "\n");
    }

    @Override
    public void finished(int index, StepResult result) {
      assertThat(index).isEqualTo(finished.size());
      finished.add(result);
    }
  }

  @TempDir private Path temporary;

  @Test
  void wherever_the_connection_is_cut_the_report_is_true_and_a_second_run_ends_it()
      throws Exception {
    try (OpenSshNode node = new OpenSshNode(temporary, "MaxStartups 1000", "LogLevel ERROR");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Outcome>> cuts = new ArrayList<>();
      for (Direction direction : Direction.values()) {
        long bytes = bytesOfAWholeRun(node, direction);
        for (int i = 0; i < POINTS; i++) {
          long after = bytes * i / POINTS;
          boolean harshly = i % 2 == 1;
          cuts.add(() -> deploy(node, direction, after, harshly));
        }
      }

      List<Outcome> outcomes = all(threads, cuts);
      node.awaitTidy();
      for (Outcome outcome : outcomes) {
        check(outcome);
      }
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.failure().isPresent())
          .hasSizeGreaterThan(POINTS);

      all(threads, outcomes.stream().<Callable<Boolean>>map(o -> () -> again(node, o)).toList());
      node.awaitTidy();
    }
  }

  private long bytesOfAWholeRun(OpenSshNode node, Direction direction) throws Exception {
    Path directory = temporary.resolve("node/whole-" + direction);
    try (FaultyProxy proxy = new FaultyProxy(node.address(), Fault.none())) {
      Outcome outcome = deploy(node, ReplacingJob.over(directory), "nowhere", proxy);
      assertThat(outcome.failure()).isEmpty();
      return proxy.passed(direction);
    }
  }

  private Outcome deploy(OpenSshNode node, Direction direction, long after, boolean harshly)
      throws Exception {
    String cut = direction + "-" + after;
    ReplacingJob job = ReplacingJob.over(temporary.resolve("node/" + cut));
    try (FaultyProxy proxy =
        new FaultyProxy(node.address(), Fault.cut(direction, after, harshly))) {
      return deploy(node, job, cut, proxy);
    }
  }

  private static Outcome deploy(OpenSshNode node, ReplacingJob job, String cut, FaultyProxy proxy) {
    Heard heard = new Heard();
    try (RemoteShell shell =
        node.port().connect(node.endpoint().withPort(proxy.port()), LIMIT, _ -> {})) {
      List<StepResult> results = shell.apply(job.steps(), heard);
      assertThat(results).as(cut).isEqualTo(heard.finished).allMatch(StepResult::ok);
      return new Outcome(job, cut, heard, Optional.empty());
    } catch (ShellException e) {
      return new Outcome(job, cut, heard, Optional.of(e.failure()));
    }
  }

  private static void check(Outcome outcome) throws Exception {
    String cut = outcome.cut() + ": " + outcome.failure();
    List<StepResult> finished = outcome.heard().finished;
    int steps = outcome.job().steps().size();
    assertThat(finished).as(cut).allMatch(StepResult::ok);
    boolean before = true;
    for (int i = 0; i < steps; i++) {
      boolean done = outcome.job().done(i);
      assertThat(done).as("%s: step %d", cut, i).isIn(before, false);
      assertThat(done).as("%s: step %d", cut, i).isIn(true, i < finished.size());
      before = done;
    }
    assertThat(outcome.job().mostRuns()).as(cut).isLessThanOrEqualTo(1);
    outcome
        .failure()
        .ifPresentOrElse(
            failure -> {
              assertThat(failure).as(cut).isInstanceOf(ShellFailure.Disconnected.class);
              assertThat(outcome.heard().started - finished.size()).as(cut).isBetween(0, 1);
            },
            () -> assertThat(finished).as(cut).hasSize(steps));
  }

  private static boolean again(OpenSshNode node, Outcome first) throws Exception {
    try (RemoteShell shell = node.port().connect(node.endpoint(), LIMIT, _ -> {})) {
      List<StepResult> results = shell.apply(first.job().steps(), new Heard());
      assertThat(results).as(first.cut()).allMatch(StepResult::ok);
    }
    for (int i = 0; i < first.job().steps().size(); i++) {
      assertThat(first.job().done(i)).as("%s: step %d", first.cut(), i).isTrue();
    }
    assertThat(first.job().names())
        .as(first.cut())
        .containsExactly(
            "authorized_keys", "f0", "f1", "f2", "f3", "f4", "f5", "ran", "s0", "s1", "s2");
    return true;
  }

  /// Runs all; none may take longer than its limit.
  private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks)
      throws Exception {
    List<T> results = new ArrayList<>();
    List<Future<T>> futures = new ArrayList<>();
    tasks.forEach(task -> futures.add(threads.submit(task)));
    for (Future<T> future : futures) {
      results.add(future.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    return results;
  }
}
