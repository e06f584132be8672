package dev.provision.adapter.sshd.transport;

import dev.provision.ports.shell.SessionRequest.Terminal;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/// A command's or a shell's channel whose output another thread takes at its own pace.
///
/// What is not taken stays in a queue, and the host may send no more than the channel's window
/// until it has been taken: so the queue is bounded, and no thread that carries connections ever
/// waits.
///
/// Tested by `SilentConnectionTest`, `SmallHeapTest` and `ObstacleTest`.
public final class QueuedChannel extends PtyCapableChannelSession {
  /// What comes from the host.
  public sealed interface Piece {
    /// Output.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(Stream stream, byte[] bytes) implements Piece {}

    /// The channel is closed.
    record End() implements Piece {}
  }

  /// Enough to keep the line busy.
  private static final int MOST_UNSENT = 1 << 18;

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final SendBacklog backlog = new SendBacklog(MOST_UNSENT);
  private final Optional<String> command;

  /// A channel that is not open yet.
  ///
  /// @param command empty for the login shell
  public QueuedChannel(Optional<String> command, Optional<Terminal> terminal) {
    super(terminal.isPresent(), configuration(terminal), Map.of());
    this.command = command;
    setOut(OutputStream.nullOutputStream());
    setErr(OutputStream.nullOutputStream());
  }

  /// A command on a terminal that does not show what is typed.
  public static QueuedChannel withoutEcho(String command) {
    QueuedChannel channel = new QueuedChannel(Optional.of(command), Optional.empty());
    channel.setUsePty(true);
    channel.setPtyModes(Map.of(PtyMode.ECHO, 0));
    return channel;
  }

  private static PtyChannelConfiguration configuration(Optional<Terminal> terminal) {
    PtyChannelConfiguration configuration = new PtyChannelConfiguration();
    configuration.setPtyType("dumb");
    terminal.ifPresent(
        offered -> {
          configuration.setPtyType(offered.type());
          configuration.setPtyColumns(offered.size().columns());
          configuration.setPtyLines(offered.size().rows());
        });
    return configuration;
  }

  /// The command's input. A write waits while the connection has much to send.
  @Override
  public OutputStream getInvertedIn() {
    return new FilterOutputStream(super.getInvertedIn()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        backlog.awaitRoom();
        out.write(bytes, offset, length);
      }
    };
  }

  @Override
  public IoWriteFuture writePacket(Buffer buffer) throws IOException {
    int size = buffer.available();
    IoWriteFuture future = super.writePacket(buffer);
    backlog.add(size);
    future.addListener(_ -> backlog.remove(size));
    return future;
  }

  /// Waits for the next piece.
  public Piece take() throws InterruptedException {
    return pieces.take();
  }

  /// Waits for the next piece, but no longer than so.
  public Optional<Piece> poll(Duration limit) throws InterruptedException {
    return Optional.ofNullable(pieces.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Lets the host send on.
  public void taken(Piece.Data data) {
    try {
      getLocalWindow().release(data.bytes().length);
    } catch (IOException e) {
      // The connection is gone; the end of the channel is on its way or already in the queue.
      getSession().exceptionCaught(e);
    }
  }

  @Override
  protected void doOpen() throws IOException {
    doOpenPty();
    Buffer request = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    request.putUInt(getRecipient());
    request.putString(command.isPresent() ? CHANNEL_EXEC : CHANNEL_SHELL);
    request.putBoolean(true);
    command.ifPresent(text -> request.putString(text, StandardCharsets.UTF_8));
    writePacket(request);
    super.doOpen();
  }

  @Override
  public void handleSuccess() {}

  /// The host starts nothing.
  @Override
  public void handleFailure() {
    close(true);
  }

  @Override
  protected void doWriteData(byte[] data, int off, long len) {
    put(Stream.STDOUT, data, off, len);
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int off, long len) {
    put(Stream.STDERR, data, off, len);
  }

  private void put(Stream stream, byte[] data, int off, long len) {
    pieces.add(new Piece.Data(stream, Arrays.copyOfRange(data, off, off + Math.toIntExact(len))));
  }

  @Override
  protected void preClose() {
    pieces.add(new Piece.End());
    backlog.end();
    super.preClose();
  }
}
