package dev.provision.adapter.local.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A command that a node's process 1 has started; `command.sh` is the other side.
///
/// It is no child of this program: its streams are named pipes, and a process on the node waits for
/// it and tells its exit status. Where that one was killed, the command counts as killed, too.
///
/// Tested by `IsolationTest` and `LocalCloudTest`.
final class NodeProcess extends Process {
  private static final int KILLED = 128 + 9;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final CommandPipes pipes;
  private final OutputStream input;
  private final InputStream output;
  private final InputStream errors;
  private final CompletableFuture<Long> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private NodeProcess(CommandPipes pipes) {
    this.pipes = pipes;
    this.input = Channels.newOutputStream(pipes.in());
    this.output = Channels.newInputStream(pipes.out());
    this.errors = Channels.newInputStream(pipes.err());
  }

  /// Has a command started.
  ///
  /// @param pipes between this program and the node
  /// @param script what a shell on the node runs to become the command
  /// @param init finds the node's process 1, or says that it has ended
  /// @throws IOException if it does not start within the limit
  static NodeProcess start(CommandPipes pipes, String script, NodeShell.Init init, Duration limit)
      throws IOException {
    NodeProcess process = new NodeProcess(pipes);
    Thread.ofPlatform().daemon().name("provision-node-status").start(process::follow);
    // Whoever waits at a pipe when the time is over, such as this thread, gets an error there.
    CompletableFuture<Long> inTime =
        process
            .started
            .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    pipes.close();
                  }
                });
    try {
      pipes.request();
      ByteBuffer text = StandardCharsets.UTF_8.encode(Sandbox.text("announce_process.sh") + script);
      while (text.hasRemaining()) {
        pipes.run().write(text);
      }
      while (!isStarted(inTime)) {
        init.find();
      }
      pipes.handOver();
      return process;
    } catch (ExecutionException e) {
      throw new IOException(refusal(inTime, limit), e);
    } catch (IOException e) {
      pipes.close();
      throw e;
    } catch (InterruptedException e) {
      pipes.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting a command", e);
    }
  }

  private static boolean isStarted(CompletableFuture<Long> started)
      throws ExecutionException, InterruptedException {
    try {
      started.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static String refusal(CompletableFuture<Long> started, Duration limit) {
    return started.isCompletedExceptionally() && started.exceptionNow() instanceof TimeoutException
        ? "the node's first process did not start a command within " + limit.toSeconds() + " s"
        : "the node's first process can no longer start commands";
  }

  private void follow() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(pipes.status()), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        heed(line.split(" ", 2));
      }
    } catch (IOException e) {
      // The pipes were closed: nobody waits any more.
    }
    started.completeExceptionally(new IOException("it has ended"));
    ended.complete(KILLED);
  }

  private void heed(String[] words) throws IOException {
    switch (words[0]) {
      case "started" -> started.complete(number(words[1]));
      case "ended" -> ended.complete((int) number(words[1]));
      default -> throw new IOException("it cannot be started");
    }
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("not a number: " + text, e);
    }
  }

  /// The number that it has on the node.
  @Override
  public long pid() {
    return started.join();
  }

  @Override
  public OutputStream getOutputStream() {
    return input;
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return errors;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int exitValue() {
    if (!ended.isDone()) {
      throw new IllegalThreadStateException("the command has not ended");
    }
    return ended.join();
  }

  /// Lets go of its streams; the command goes on until it writes something.
  @Override
  public void destroy() {
    pipes.close();
  }
}
