package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.apply.ApplyRun;
import dev.provision.adapter.sshd.apply.DifferenceReader;
import dev.provision.adapter.sshd.apply.PreparedArchive;
import dev.provision.adapter.sshd.apply.ReplacedCalls;
import dev.provision.adapter.sshd.apply.RunJob;
import dev.provision.adapter.sshd.apply.StepArchive;
import dev.provision.adapter.sshd.apply.StepProgress;
import dev.provision.adapter.sshd.apply.UndoReader;
import dev.provision.adapter.sshd.start.RunHolder;
import dev.provision.adapter.sshd.start.RunnerCommand;
import dev.provision.adapter.sshd.start.RunnerLauncher;
import dev.provision.adapter.sshd.start.SessionRun;
import dev.provision.adapter.sshd.start.StartLimit;
import dev.provision.adapter.sshd.start.StartWatch;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.adapter.sshd.transport.StalledChannelException;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;

/// A MINA session as a [RemoteShell].
///
/// Tested by `OpenSshShellTest`.
final class SshdShell implements RemoteShell {
  /// Connects to the same host again.
  interface Reconnection {
    /// In place of the connection so far.
    Connection again(TimeAllowance waiting);
  }

  private final StartLimit limit;
  private final Reconnection reconnection;
  private final AttemptLimit opening;
  private Connection connection;
  private final SshEndpoint endpoint;
  private final HostIdentity identity;
  private final RunHolder holder;
  private final RunnerLauncher launcher;
  private final SecureRandom random = new SecureRandom();

  /// Whether the connection has had a channel.
  private boolean used;

  SshdShell(
      Connection connection,
      SshEndpoint endpoint,
      HostIdentity identity,
      RunHolder holder,
      StartLimit limit,
      Reconnection reconnection,
      Duration opening) {
    this.limit = limit;
    this.reconnection = reconnection;
    this.opening = new AttemptLimit(Optional.empty(), opening);
    this.connection = connection;
    this.endpoint = endpoint;
    this.identity = identity;
    this.holder = holder;
    this.launcher = new RunnerLauncher(endpoint, new Opening());
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
  public List<StepResult> apply(List<Step> steps, WhenBusy whenBusy, StepObserver observer) {
    return apply(steps, whenBusy, observer, new ReplacedCalls.None());
  }

  @Override
  public List<StepResult> applyKeeping(List<Step> steps, WhenBusy whenBusy, StepObserver observer) {
    return apply(steps, whenBusy, observer, new ReplacedCalls.Keep());
  }

  private List<StepResult> apply(
      List<Step> steps, WhenBusy whenBusy, StepObserver observer, ReplacedCalls replaced) {
    Reboot.checkPlace(steps);
    String doing = "applying the steps at " + endpoint;
    Optional<String> since = Optional.of(since());
    List<StepResult> results =
        run(new RunJob(steps, whenBusy, new SentOnce(observer), since, doing, replaced));
    if (results.stream().anyMatch(StepResult.Rebooting.class::isInstance)) {
      close(); // what is left of it leads to a system that is going down
    }
    return results;
  }

  private String since() {
    return holder.since(Instant.now());
  }

  @Override
  public UndoReport undo(UndoRequest request) {
    Optional<String> since = request.dryRun() ? Optional.empty() : Optional.of(since());
    UndoReader reader = new UndoReader("undoing a run at " + endpoint);
    run(reader.job(request.whenBusy(), since, new ReplacedCalls.Undo(request)));
    return reader.report();
  }

  @Override
  public List<ReplacedSet> replacedSets() {
    UndoReader reader = new UndoReader("listing what was replaced at " + endpoint);
    run(reader.job(WhenBusy.WAIT, Optional.empty(), new ReplacedCalls.ListSets()));
    return reader.sets();
  }

  @Override
  public List<StepDifference> compare(List<Step> steps) {
    DifferenceReader differences = new DifferenceReader(steps);
    String doing = "comparing the steps with " + endpoint;
    run(
        new RunJob(
            steps, WhenBusy.WAIT, differences, Optional.empty(), doing, new ReplacedCalls.None()));
    return differences.differences();
  }

  private List<StepResult> run(RunJob job) {
    if (job.steps().isEmpty()) {
      return List.of();
    }
    TimeAllowance waiting = limit.next(job.waits());
    while (true) {
      try {
        return run(job, waiting);
      } catch (StalledChannelException e) {
        connectAgain(e, job.doing(), waiting);
      }
    }
  }

  /// @throws ShellException [ShellFailure.TimedOut] if the time is over
  private void connectAgain(StalledChannelException stall, String doing, TimeAllowance waiting) {
    connection.close(true);
    if (waiting.deadline() - System.nanoTime() <= 0) {
      throw new ShellException(
          new ShellFailure.TimedOut(doing, String.valueOf(stall.getMessage())), stall);
    }
    opening.grow();
    used = false;
    connection = reconnection.again(waiting);
  }

  private List<StepResult> run(RunJob job, TimeAllowance waiting) {
    // A record separator and 128 random bits: no output contains that by chance.
    String nonce = "\u001e" + randomHex();
    try {
      StepArchive stepArchive =
          new StepArchive(job.sent(), job.whenBusy(), job.holder(), job.replaced());
      RunnerCommand runnerCommand =
          new RunnerCommand(
              randomHex(), stepArchive.directory(), stepArchive.size(), stepArchive.asking());
      StepProgress progress =
          new StepProgress(job.steps(), runnerCommand.doing(), job.observer(), System::nanoTime);
      PreparedArchive archive = PreparedArchive.of(stepArchive, nonce, runnerCommand.go());
      RunnerLauncher.StartedRunner runner = launcher.start(runnerCommand, job.doing(), waiting);
      try (StartWatch watch = watch(runner.waiting())) {
        return new ApplyRun(
                connection,
                runner.channel(),
                nonce,
                archive,
                progress,
                watch,
                job.observer(),
                job.doing())
            .results();
      }
    } catch (StepArchive.ContentException e) {
      throw new ShellException(
          new ShellFailure.TransferFailed(
              job.doing(), String.valueOf(e.getMessage()), Obstacle.OWN_CONTENT),
          e);
    }
  }

  private final class Opening implements RunnerLauncher.Channels {
    @Override
    public QueuedChannel open(QueuedChannel channel, String doing, TimeAllowance waiting) {
      return SshdShell.this.open(channel, doing, waiting);
    }

    @Override
    public Duration patience() {
      return opening.ofAnswer();
    }

    @Override
    public Duration silence() {
      return connection.alive().limit();
    }

    @Override
    public Optional<ShellException> broken(String doing) {
      if (connection.isOpen() && !connection.isClosing()) {
        return Optional.empty();
      }
      ShellFailure failure = new LostConnection(connection, doing).failure();
      return Optional.of(new ShellException(failure, connection.cause()));
    }
  }

  private StartWatch watch(TimeAllowance waiting) {
    Connection watched = connection;
    return new StartWatch(
        watched.getFactoryManager().getScheduledExecutorService(),
        waiting,
        () -> watched.close(true));
  }

  private String randomHex() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private QueuedChannel open(QueuedChannel channel, String doing, TimeAllowance waiting) {
    try {
      connection.acknowledgeAtOnce();
      connection.getService(ConnectionService.class).registerChannel(channel);
      Duration longest = waiting.atMost(opening.ofAnswer());
      waiting.observer().awaiting(endpoint + " to open a channel", longest);
      OpenFuture future = channel.open();
      if (!future.await(longest)) {
        throw new StalledChannelException(
            "the host accepted the login, but did not open a channel within "
                + AttemptLimit.words(longest));
      }
      future.verify();
      used = true;
      return channel;
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } catch (IOException | IllegalStateException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SshChannelOpenException refusal) {
          throw new ShellException(LostConnection.noMoreChannels(refusal, doing), refusal);
        }
      }
      throw new ShellException(new LostConnection(connection, doing).withoutChannel(used), e);
    }
  }

  @Override
  public ExitStatus session(SessionRequest request) {
    String doing =
        request.command().map(_ -> "running a command at ").orElse("opening a shell at ")
            + endpoint;
    TimeAllowance waiting = limit.next(_ -> {});
    QueuedChannel channel = openSession(request, doing, waiting);
    return new SessionRun(connection, channel, request, doing).exitStatus();
  }

  private QueuedChannel openSession(SessionRequest request, String doing, TimeAllowance waiting) {
    while (true) {
      try {
        return open(new QueuedChannel(request.command(), request.terminal()), doing, waiting);
      } catch (StalledChannelException e) {
        connectAgain(e, doing, waiting);
      }
    }
  }

  @Override
  public void close() {
    // At once: a host keeps a channel open as long as anything that was started there keeps its
    // pipes.
    connection.close(true);
  }
}
