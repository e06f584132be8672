package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.ExitStatuses;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// One session with the caller's streams.
public final class SessionRun {
  private static final int CHUNK = 1 << 15;

  private final Connection connection;
  private final QueuedChannel channel;
  private final SessionRequest request;
  private final String doing;

  public SessionRun(
      Connection connection, QueuedChannel channel, SessionRequest request, String doing) {
    this.connection = connection;
    this.channel = channel;
    this.request = request;
    this.doing = doing;
  }

  public ExitStatus exitStatus() {
    // Not a virtual thread: a read from a terminal or a pipe would keep one of their few carriers.
    Thread.ofPlatform().daemon().name("provision-ssh-input").start(this::sendInput);
    request
        .terminal()
        .ifPresent(terminal -> terminal.size().onResize(() -> resize(terminal.size())));
    try {
      while (channel.take() instanceof QueuedChannel.Piece.Data data) {
        write(data);
        channel.taken(data);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } finally {
      channel.close(false);
    }
    return ExitStatuses.of(channel).orElseThrow(this::noStatus);
  }

  private ShellException noStatus() {
    String why = Optional.ofNullable(connection.reason()).map(text -> ": " + text).orElse("");
    return new ShellException(
        new ShellFailure.Disconnected(
            doing,
            (connection.isOpen()
                    ? "the host closed it without an exit status"
                    : "the connection was lost")
                + why),
        connection.cause());
  }

  private void write(QueuedChannel.Piece.Data data) {
    OutputStream out = data.stream() == Stream.STDOUT ? request.stdout() : request.stderr();
    try {
      out.write(data.bytes());
      out.flush();
    } catch (IOException e) {
      throw new ShellException(
          new ShellFailure.Unclassified(doing, "cannot write its output: " + e.getMessage()), e);
    }
  }

  private void sendInput() {
    try (OutputStream out = channel.getInvertedIn()) {
      byte[] chunk = new byte[CHUNK];
      int count = request.stdin().read(chunk);
      while (count >= 0) {
        out.write(chunk, 0, count);
        out.flush();
        count = request.stdin().read(chunk);
      }
    } catch (IOException e) {
      // The session has ended, or the input has: in both cases there is nothing more to send.
    }
  }

  private void resize(SessionRequest.Size size) {
    try {
      channel.sendWindowChange(size.columns(), size.rows());
    } catch (IOException e) {
      // The session has ended.
    }
  }
}
