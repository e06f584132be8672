package dev.provision.testkit.memory;

import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import dev.provision.testkit.memory.undo.PathState;
import dev.provision.testkit.memory.undo.UndoHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/// A connection to a host in memory.
///
/// Tested by `InMemoryShellContractTest` and `InMemoryShellTest`.
final class InMemoryConnection extends EndableCalls implements RemoteShell {
  private static final Duration BEGINNING = Duration.ofSeconds(1);

  private final InMemoryShell shells;
  private final SshEndpoint endpoint;
  private final HostIdentity identity;
  private final AppliedSteps steps;

  InMemoryConnection(InMemoryShell shells, SshEndpoint asked, HostIdentity identity) {
    super(shells);
    this.shells = shells;
    this.endpoint = complete(asked);
    this.identity = identity;
    this.steps = new AppliedSteps(endpoint, shells.files(asked.host()), shells::hasUser);
  }

  private static SshEndpoint complete(SshEndpoint asked) {
    return asked.withPort(asked.port().orElse(22)).withUser(asked.user().orElse("root"));
  }

  @Override
  public SshEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public HostIdentity hostIdentity() {
    return identity;
  }

  @Override
  public List<StepResult> apply(List<Step> all, WhenBusy whenBusy, StepObserver observer) {
    return apply(all, whenBusy, observer, Optional.empty());
  }

  @Override
  public List<StepResult> applyKeeping(List<Step> all, WhenBusy whenBusy, StepObserver observer) {
    UndoHistory history = history();
    history.begin();
    try {
      return apply(all, whenBusy, observer, Optional.of(history));
    } finally {
      history.end();
    }
  }

  private UndoHistory history() {
    return shells.host(endpoint.host()).history();
  }

  @Override
  public UndoReport undo(UndoRequest request) {
    NodeFiles files = steps.files();
    return whileOpen(
        "undoing a run at " + endpoint,
        doing ->
            history()
                .undo(doing, request, files.states(), files::removeAll, shells.clock().instant()));
  }

  @Override
  public List<ReplacedSet> replacedSets() {
    return whileOpen("listing what was replaced at " + endpoint, _ -> history().list());
  }

  private List<StepResult> apply(
      List<Step> all, WhenBusy whenBusy, StepObserver observer, Optional<UndoHistory> history) {
    return whileOpen(
        "applying steps at " + endpoint,
        doing -> {
          Reboot.checkPlace(all);
          Semaphore turn = shells.host(endpoint.host()).turn(steps.user());
          enter(doing, turn, whenBusy, observer);
          try {
            return apply(doing, all, observer, history);
          } finally {
            turn.release();
          }
        });
  }

  private void enter(String doing, Semaphore turn, WhenBusy whenBusy, StepObserver observer) {
    if (turn.tryAcquire()) {
      return;
    }
    String holder = "another run of this machine";
    if (whenBusy == WhenBusy.REFUSE) {
      throw new ShellException(
          new ShellFailure.Busy(doing, "another run is in progress on the node: " + holder));
    }
    observer.waiting(holder);
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      if (isClosed()) {
        throw disconnected(doing);
      }
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  private List<StepResult> apply(
      String doing, List<Step> all, StepObserver observer, Optional<UndoHistory> history) {
    List<byte[]> contents = steps.contents(doing, all);
    observer.awaiting(endpoint + " to start the steps", BEGINNING);
    long size = contents.stream().mapToLong(bytes -> bytes.length).sum();
    observer.sent(size, size);
    List<StepResult> results = new ArrayList<>();
    StepMemory memory = steps.memory(all, shells.host(endpoint.host()).boot());
    boolean going = true;
    for (int i = 0; i < all.size(); i++) {
      shells
          .faultAfter(i, endpoint.host())
          .ifPresent(
              fault -> {
                throw new ShellException(fault.failure());
              });
      StepResult result = new StepResult.Skipped();
      Step step = all.get(i);
      if (going) {
        Map<String, PathState> before = history.map(_ -> steps.files().states()).orElse(Map.of());
        result = perform(doing, i, memory, contents.get(i), observer);
        history.ifPresent(kept -> keep(kept, step, before));
        going =
            (result.ok() && !(result instanceof StepResult.Rebooting))
                || goesOn(step.unconditional(), result);
      }
      observer.finished(i, result);
      results.add(result);
    }
    memory.close();
    if (results.stream().anyMatch(StepResult.Rebooting.class::isInstance)) {
      close();
    }
    return Collections.unmodifiableList(results);
  }

  /// Of what a script does, only its own file.
  private void keep(UndoHistory history, Step step, Map<String, PathState> before) {
    Map<String, PathState> after = steps.files().states();
    if (step.unconditional() instanceof RunScript script) {
      before.keySet().retainAll(List.of(script.target()));
      after.keySet().retainAll(List.of(script.target()));
    }
    history.add(before, after);
  }

  private StepResult perform(
      String doing, int index, StepMemory memory, byte[] content, StepObserver observer) {
    Step step = memory.steps().get(index).unconditional();
    Optional<String> obstacle = memory.objection(index);
    Optional<String> needless = memory.needless(index);
    if (obstacle.isEmpty() && needless.isPresent()) {
      return new StepResult.NotNeeded(needless.get());
    }
    observer.started(index);
    obstacle = obstacle.or(() -> memory.begin(index));
    if (obstacle.isPresent()) {
      return new StepResult.Failed(StepMemory.target(step) + ": " + obstacle.get());
    }
    StepResult result =
        switch (step) {
          case RunScript script -> run(doing, index, script, content, observer);
          case Reboot reboot -> restart(doing, host -> host.restart(reboot, steps.user()));
          case AwaitReboot reboot -> restart(doing, host -> host.awaitRestart(reboot));
          default -> steps.perform(step, content);
        };
    memory.end(index, result, shells.clock().instant());
    return result;
  }

  private StepResult restart(String doing, Function<InMemoryHost, InMemoryHost.Restart> work) {
    InMemoryHost.Restart restart = work.apply(shells.host(endpoint.host()));
    await(doing, restart.time());
    return restart.result();
  }

  private static boolean goesOn(Step step, StepResult result) {
    return result instanceof StepResult.ScriptRan
        && step instanceof RunScript script
        && script.onFailure() == OnFailure.CONTINUE;
  }

  private StepResult run(
      String doing, int index, RunScript script, byte[] text, StepObserver observer) {
    StepResult put = steps.perform(script, text);
    if (!put.ok()) {
      return put;
    }
    try {
      return answered(doing, index, script, text, observer);
    } finally {
      steps.leave(script);
    }
  }

  private StepResult answered(
      String doing, int index, RunScript script, byte[] text, StepObserver observer) {
    Answer answer = shells.answer(steps.call(script, text));
    KeptOutput stdout = new KeptOutput(answer.stdout());
    KeptOutput stderr = new KeptOutput(answer.stderr());
    stdout.tell(bytes -> observer.output(index, StepObserver.Stream.STDOUT, bytes));
    stderr.tell(bytes -> observer.output(index, StepObserver.Stream.STDERR, bytes));
    Optional<Duration> over =
        script.timeout().filter(limit -> answer.duration().compareTo(limit) > 0);
    Duration took = over.orElse(answer.duration());
    await(doing, took);
    ExitStatus exit = over.<ExitStatus>map(ExitStatus.TimedOut::new).orElse(answer.exit());
    return new StepResult.ScriptRan(exit, stdout.output(), stderr.output(), took);
  }

  @Override
  public List<StepDifference> compare(List<Step> all) {
    return whileOpen(
        "comparing files at " + endpoint,
        doing -> {
          shells.fail(ShellFault.Operation.COMPARE, endpoint.host());
          List<byte[]> contents = steps.contents(doing, all);
          List<StepDifference> differences = new ArrayList<>();
          StepMemory memory = steps.memory(all, shells.host(endpoint.host()).boot());
          for (int i = 0; i < all.size(); i++) {
            differences.add(memory.compared(i, steps.compare(all.get(i), contents.get(i))));
          }
          return differences;
        });
  }

  @Override
  public ExitStatus session(SessionRequest request) {
    return whileOpen(
        "a session at " + endpoint,
        doing -> {
          shells.fail(ShellFault.Operation.SESSION, endpoint.host());
          Call call = steps.call("", request.command().orElse(""), Map.of(), request.stdin());
          Answer answer = shells.answer(call);
          try {
            request.stdout().write(answer.stdout());
            request.stdout().flush();
            request.stderr().write(answer.stderr());
            request.stderr().flush();
          } catch (IOException e) {
            throw new ShellException(new ShellFailure.Unclassified(doing, String.valueOf(e)), e);
          }
          await(doing, answer.duration());
          return answer.exit();
        });
  }

  @Override
  public void close() {
    shells.ended(this);
    end();
  }

  /// What a script wrote: all of it for the observer, its end for the result.
  ///
  /// @param all every byte
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record KeptOutput(byte[] all) {
    private static final int MOST_KEPT = 256 * 1024;

    void tell(Consumer<byte[]> observer) {
      if (all.length > 0) {
        observer.accept(all.clone());
      }
    }

    Output output() {
      int from = Math.max(0, all.length - MOST_KEPT);
      return new Output(Arrays.copyOfRange(all, from, all.length), all.length);
    }
  }
}
