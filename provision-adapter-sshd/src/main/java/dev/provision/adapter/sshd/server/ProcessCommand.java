package dev.provision.adapter.sshd.server;

import dev.provision.adapter.sshd.server.EmbeddedServer.Launcher;
import dev.provision.adapter.sshd.server.EmbeddedServer.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/// A process behind a channel.
///
/// Its streams are moved by platform threads: a read from a pipe keeps its thread, so virtual ones
/// would use up the few carriers that all others need.
///
/// Tested by `EmbeddedServerShellTest` and `LocalCloudTest`.
final class ProcessCommand implements Command {
  private static final int NOT_STARTED = 255;

  private final Launcher launcher;
  private final Optional<String> command;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private @Nullable ExitCallback exit;

  ProcessCommand(Launcher launcher, Optional<String> command) {
    this.launcher = launcher;
    this.command = command;
  }

  @Override
  public void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    Map<String, String> sent = environment.getEnv();
    Optional<Terminal> terminal = terminal(sent);
    thread("start", () -> run(environment, clientVariables(sent), terminal));
  }

  private static Optional<Terminal> terminal(Map<String, String> sent) {
    String columns = sent.get(Environment.ENV_COLUMNS);
    String rows = sent.get(Environment.ENV_LINES);
    if (columns == null || rows == null) {
      return Optional.empty();
    }
    String type = sent.getOrDefault(Environment.ENV_TERM, "dumb");
    return Optional.of(new Terminal(type, size(columns, 80), size(rows, 24)));
  }

  private static int size(String text, int otherwise) {
    try {
      int size = Integer.parseInt(text);
      return size > 0 ? size : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /// What OpenSSH's server takes over by default.
  private static Map<String, String> clientVariables(Map<String, String> sent) {
    Map<String, String> taken = new TreeMap<>(sent);
    taken
        .keySet()
        .removeIf(name -> !name.equals("TERM") && !name.equals("LANG") && !name.startsWith("LC_"));
    return taken;
  }

  private void run(
      Environment environment, Map<String, String> variables, Optional<Terminal> terminal) {
    Process process;
    try {
      process = launcher.start(command, variables, terminal);
    } catch (IOException | RuntimeException e) {
      refuse(e);
      return;
    }
    if (terminal.isPresent()) {
      environment.addSignalListener(
          (channel, signal) ->
              terminal(environment.getEnv())
                  .ifPresent(resized -> launcher.resized(process, resized)),
          Signal.WINCH);
    }
    StreamPump output = new StreamPump(process.getInputStream(), out);
    StreamPump errors = new StreamPump(process.getErrorStream(), err);
    thread("stdin", new StreamPump(in, process.getOutputStream()));
    thread("stdout", output);
    thread("stderr", errors);
    try {
      int status = process.waitFor();
      StreamPump.drain(output, errors);
      end(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(Exception e) {
    try {
      err.write(
          ("cannot start a process: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException gone) {
      e.addSuppressed(gone);
    }
    end(NOT_STARTED);
  }

  private void end(int status) {
    if (exit != null) {
      exit.onExit(status);
    }
  }

  private static void thread(String name, Runnable task) {
    Thread.ofPlatform().daemon().name("provision-ssh-" + name).start(task);
  }

  /// The client is gone. The process goes on, as it would under OpenSSH, until it writes something.
  @Override
  public void destroy(ChannelSession channel) {}
}
