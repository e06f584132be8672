package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.transport.ExitStatuses;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.ports.step.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ClientChannelEvent;

/// The streams of what applies the steps.
///
/// @param streams the channel that carries them
/// @param terminal the channel of the program's terminal, where it has one: there it ends
/// @param said what came behind the words that it is ready, on standard output
/// @param privilege how it came to be root, in a word such as `sudo`; empty for the login itself
public record RunnerChannel(
    QueuedChannel streams,
    Optional<QueuedChannel> terminal,
    Optional<String> privilege,
    String said)
    implements AutoCloseable {
  private static final Duration ENDING = Duration.ofSeconds(5);

  RunnerChannel(
      QueuedChannel streams, Optional<QueuedChannel> terminal, Optional<String> privilege) {
    this(streams, terminal, privilege, "");
  }

  /// One that has said so much already.
  RunnerChannel having(String words) {
    return new RunnerChannel(streams, terminal, privilege, words);
  }

  public OutputStream input() throws IOException {
    return streams.getInvertedIn();
  }

  public Optional<QueuedChannel.Piece> poll(Duration limit) throws InterruptedException {
    return streams.poll(limit);
  }

  public void taken(QueuedChannel.Piece.Data data) {
    streams.taken(data);
  }

  /// How the command on the node ended, as far as that is known.
  public Optional<ExitStatus> exit() {
    // The pipes end a moment before the terminal does.
    terminal.ifPresent(
        channel -> channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), ENDING.toMillis()));
    return ExitStatuses.of(terminal.orElse(streams));
  }

  @Override
  public void close() {
    streams.close(false);
    terminal.ifPresent(channel -> channel.close(false));
  }
}
