package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One attempt to start the runner by one [PrivilegeMethod].
///
/// Tested by `ObstacleTest`, `PrivilegeTest` and `UnknownReaderTest`.
final class LaunchAttempt {
  private static final Set<Stream> BOTH = EnumSet.allOf(Stream.class);
  private static final Set<Stream> ONE = EnumSet.of(Stream.STDOUT);

  private final SshEndpoint endpoint;
  private final RunnerLauncher.Channels channels;
  private final String doing;
  private TimeAllowance waiting;
  private boolean asked;

  LaunchAttempt(
      SshEndpoint endpoint, RunnerLauncher.Channels channels, String doing, TimeAllowance waiting) {
    this.endpoint = endpoint;
    this.channels = channels;
    this.doing = doing;
    this.waiting = waiting;
  }

  /// What may still be waited for.
  TimeAllowance waiting() {
    return waiting;
  }

  /// Whether a password was asked for.
  boolean wasAsked() {
    return asked;
  }

  /// Starts it.
  ///
  /// @throws ShellException [ShellFailure.PrivilegeRefused] if it is known by now that the login
  ///   may not become root
  RunnerChannel start(PrivilegeMethod method, RunnerCommand runnerCommand) {
    try {
      return switch (method) {
        case SILENT -> silently(runnerCommand);
        case ASKED -> asked(runnerCommand);
        case ON_TERMINAL -> onTerminal(runnerCommand);
      };
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } catch (IOException e) {
      throw channels
          .broken(doing)
          .orElseGet(
              () ->
                  new ShellException(
                      new ShellFailure.TransferFailed(
                          doing,
                          endpoint
                              + " accepted no input for the command; a start-up file of the login"
                              + " shell may redirect it (exec </dev/null)"),
                      e));
    }
  }

  private RunnerChannel silently(RunnerCommand runnerCommand)
      throws InterruptedException, IOException {
    String announced = program().isPresent() ? runnerCommand.asking() : "";
    String command = runnerCommand.command(endpoint.privilege());
    return onStreams(
            command,
            channel ->
                new PasswordDialogue(
                    channel, announced, runnerCommand.ready(), BOTH, new Prompt.None()))
        .runner;
  }

  private RunnerChannel asked(RunnerCommand runnerCommand)
      throws InterruptedException, IOException {
    Prompt prompt = new Prompt.Token(runnerCommand.prompt());
    return onStreams(
            runnerCommand.askingCommand(),
            channel ->
                new PasswordDialogue(
                    channel, runnerCommand.asking(), runnerCommand.ready(), BOTH, prompt))
        .runner;
  }

  /// What runs, and what was said until it did.
  private record Begun(RunnerChannel runner, PasswordDialogue dialogue) {}

  /// A shell that has said nothing of ours for long may have been replaced, and then whatever is
  /// there waits for something to read: it gets the end of its input. If the shell is only slow, it
  /// gets another chance, as what it starts does nothing without input.
  private Begun onStreams(String command, Function<QueuedChannel, PasswordDialogue> speaking)
      throws InterruptedException, IOException {
    Duration patience = channels.patience();
    while (true) {
      QueuedChannel channel =
          channels.open(new QueuedChannel(Optional.of(command), Optional.empty()), doing, waiting);
      RunnerChannel runner = new RunnerChannel(channel, Optional.empty(), program());
      PasswordDialogue dialogue = speaking.apply(channel);
      boolean done = false;
      try {
        done = hold(dialogue, runner, patience);
        if (done) {
          return new Begun(runner.having(dialogue.rest()), dialogue);
        }
        channel.getInvertedIn().close();
        PasswordDialogue.End end =
            dialogue.hold(Optional.empty(), waiting.left(), waiting.deadline());
        if (end != PasswordDialogue.End.READY && !dialogue.started()) {
          throw failure(end, dialogue, runner);
        }
        awaitEnd(channel);
      } finally {
        if (!done) {
          runner.close();
        }
      }
      patience = waiting.left();
    }
  }

  private void awaitEnd(QueuedChannel channel) throws InterruptedException {
    while (channel.poll(waiting.left()).orElse(null) instanceof QueuedChannel.Piece.Data data) {
      channel.taken(data);
    }
  }

  private RunnerChannel onTerminal(RunnerCommand runnerCommand)
      throws InterruptedException, IOException {
    Begun relay =
        onStreams(
            runnerCommand.relayCommand(),
            channel ->
                new PasswordDialogue(channel, "", runnerCommand.pipes(), ONE, new Prompt.None()));
    RunnerChannel runner = relay.runner;
    QueuedChannel streams = runner.streams();
    try {
      String pipes = relay.dialogue.behind(runnerCommand.place()).orElse("");
      String command = runnerCommand.terminalCommand(endpoint.privilege(), pipes);
      QueuedChannel asking = channels.open(QueuedChannel.withoutEcho(command), doing, waiting);
      runner = new RunnerChannel(streams, Optional.of(asking), program());
      PasswordDialogue dialogue =
          new PasswordDialogue(
              asking, runnerCommand.asking(), runnerCommand.ready(), ONE, prompt(runnerCommand));
      hold(dialogue, runner, waiting.left());
      streams.getInvertedIn().write("\n".getBytes(StandardCharsets.US_ASCII));
      return runner;
    } catch (ShellException | IOException | InterruptedException e) {
      runner.close();
      throw e;
    }
  }

  private Prompt prompt(RunnerCommand runnerCommand) {
    return switch (endpoint.privilege()) {
      case Privilege.None _ -> new Prompt.None();
      case Privilege.Sudo _ -> new Prompt.Token(runnerCommand.prompt());
      case Privilege.Doas _ -> new Prompt.Line(Prompt.Form.DOAS);
      case Privilege.Su _ -> new Prompt.Line(Prompt.Form.SU);
    };
  }

  /// Whether the runner has answered; if not, perhaps somebody else reads there.
  private boolean hold(PasswordDialogue dialogue, RunnerChannel runner, Duration patience)
      throws InterruptedException, IOException {
    waiting.observer().awaiting(awaited(), told());
    PasswordDialogue.End end = dialogue.hold(password(), patience, waiting.deadline());
    waiting = new TimeAllowance(waiting.limit(), dialogue.deadline(), waiting.observer());
    asked = dialogue.asked();
    return switch (end) {
      case READY -> true;
      case NOTHING -> false;
      case REFUSED, NO_PASSWORD, OTHER_QUESTION, REDIRECTED, TURNED_AWAY, ENDED, LATE ->
          throw failure(end, dialogue, runner);
    };
  }

  private ShellException failure(
      PasswordDialogue.End end, PasswordDialogue dialogue, RunnerChannel runner) {
    StartFailures failures = new StartFailures(endpoint, doing, program(), dialogue);
    return end == PasswordDialogue.End.ENDED
        ? channels.broken(doing).orElseGet(() -> failures.ended(runner.exit()))
        : failures.of(end, AttemptLimit.words(waiting.limit()));
  }

  /// A program that asks for passwords may take its time, a silent host may not.
  private Duration told() {
    return program().isPresent() ? waiting.left() : waiting.atMost(channels.silence());
  }

  private String awaited() {
    return program()
        .map(name -> name + " at " + endpoint + " to ask for a password or start")
        .orElse(endpoint + " to run the command");
  }

  private Optional<Secret> password() {
    return switch (endpoint.privilege()) {
      case Privilege.None _ -> Optional.empty();
      case Privilege.Sudo(Optional<Secret> password) -> password;
      case Privilege.Doas(Optional<Secret> password) -> password;
      case Privilege.Su(Optional<Secret> password) -> password;
    };
  }

  private Optional<String> program() {
    return switch (endpoint.privilege()) {
      case Privilege.None _ -> Optional.empty();
      case Privilege.Sudo _ -> Optional.of("sudo");
      case Privilege.Doas _ -> Optional.of("doas");
      case Privilege.Su _ -> Optional.of("su");
    };
  }
}
