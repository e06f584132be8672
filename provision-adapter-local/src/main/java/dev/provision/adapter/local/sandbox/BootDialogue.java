package dev.provision.adapter.local.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The conversation with a node's process 1 while it starts; `boot.sh` is the other side.
final class BootDialogue {
  private final Process process;
  private final List<String> output = new ArrayList<>();
  private volatile OptionalLong pid = OptionalLong.empty();
  private boolean released;

  BootDialogue(Process process) {
    this.process = process;
  }

  /// Waits until the root is the node's.
  ///
  /// @return its number
  /// @throws BootException if it ends before, or takes longer than the limit
  long awaitPivoted(Duration limit) throws IOException, InterruptedException, BootException {
    // A pipe cannot be read with a limit, so another thread reads it.
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ready.complete(read());
              } catch (IOException | RuntimeException e) {
                ready.completeExceptionally(e);
              }
            });
    try {
      boolean isReady = ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (isReady && pid.isPresent()) {
        return pid.getAsLong();
      }
      throw new BootException(pid.isPresent(), String.join("\n", output));
    } catch (TimeoutException e) {
      throw new BootException(true, "no answer within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IOException(
          "reading the messages of the sandbox's first process: " + e.getCause(), e);
    }
  }

  /// Lets process 1 go on.
  void release() throws IOException {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write('\n');
    }
    released = true;
  }

  /// Lets go of what is no longer needed; ends everything unless [#release()] was called.
  void end() {
    if (!released) {
      pid.ifPresent(init -> ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly));
    }
    // Process 1 is another one, and goes on.
    process.destroyForcibly();
  }

  private boolean read() throws IOException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.equals("pivoted")) {
          return true;
        }
        if (line.equals("failed")) {
          return false;
        }
        if (line.startsWith("begin ")) {
          pid = OptionalLong.of(Long.parseLong(line.substring("begin ".length())));
        } else {
          output.add(line);
        }
      }
    }
    return false;
  }
}
