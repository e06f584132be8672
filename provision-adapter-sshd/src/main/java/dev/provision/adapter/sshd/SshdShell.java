package dev.provision.adapter.sshd;

import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.shell.Step;
import dev.provision.ports.shell.StepDifference;
import dev.provision.ports.shell.StepObserver;
import dev.provision.ports.shell.StepResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.session.ConnectionService;

/// A MINA session as a [RemoteShell].
final class SshdShell implements RemoteShell {
  /// What one call is about.
  private record Job(List<Step> steps, StepObserver observer, boolean comparing, String doing) {}

  private final Connection connection;
  private final SshEndpoint endpoint;
  private final HostIdentity identity;
  private final SecureRandom random = new SecureRandom();
  private RunnerStart.Way way;

  SshdShell(Connection connection, SshEndpoint endpoint, HostIdentity identity) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.identity = identity;
    this.way = RunnerStart.Way.first(endpoint.privilege());
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
  public List<StepResult> apply(List<Step> steps, StepObserver observer) {
    return run(new Job(steps, new FirstSent(observer), false, "applying the steps at " + endpoint));
  }

  @Override
  public List<StepDifference> compare(List<Step> steps) {
    Comparison comparison = new Comparison();
    run(new Job(steps, comparison, true, "comparing the steps with " + endpoint));
    return comparison.differences();
  }

  private List<StepResult> run(Job job) {
    if (job.steps.isEmpty()) {
      return List.of();
    }
    RunnerStart start = new RunnerStart(endpoint, this::open, job.doing);
    while (true) {
      try {
        return run(job, start);
      } catch (ShellException e) {
        Optional<RunnerStart.Way> next = way.next(endpoint.privilege());
        if (!(e.failure() instanceof ShellFailure.PrivilegeRefused)
            || start.wasAsked()
            || next.isEmpty()) {
          throw e;
        }
        way = next.get();
      }
    }
  }

  private List<StepResult> run(Job job, RunnerStart start) {
    // A record separator and 128 random bits: no output contains that by chance.
    String nonce = "\u001e" + randomHex();
    try {
      Delivery delivery = new Delivery(job.steps, job.observer, job.comparing);
      StepProgress progress = new StepProgress(job.steps, job.observer, System::nanoTime);
      Bootstrap bootstrap = new Bootstrap(randomHex(), delivery.directory(), delivery.size());
      RunnerChannel channel = start.start(way, bootstrap);
      return new ApplyRun(connection, channel, nonce, delivery, progress, job.doing).results();
    } catch (Delivery.ContentException e) {
      throw new ShellException(
          new ShellFailure.TransferFailed(job.doing, String.valueOf(e.getMessage())), e);
    }
  }

  private String randomHex() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private QueuedChannel open(QueuedChannel channel, String doing) {
    try {
      connection.acknowledgeAtOnce();
      connection.getService(ConnectionService.class).registerChannel(channel);
      channel.open().verify();
      return channel;
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } catch (IOException | IllegalStateException e) {
      String what =
          connection.isClosing() ? "the connection broke off" : "no channel can be opened";
      String why = Optional.ofNullable(connection.reason()).orElse(e.getMessage());
      throw new ShellException(new ShellFailure.Disconnected(doing, what + ": " + why), e);
    }
  }

  @Override
  public ExitStatus session(SessionRequest request) {
    String doing =
        request.command().map(_ -> "running a command at ").orElse("opening a shell at ")
            + endpoint;
    QueuedChannel channel = open(new QueuedChannel(request.command(), request.terminal()), doing);
    return new SessionRun(connection, channel, request, doing).exitStatus();
  }

  @Override
  public void close() {
    // At once: a host keeps a channel open as long as anything that was started there keeps its
    // pipes.
    connection.close(true);
  }
}
