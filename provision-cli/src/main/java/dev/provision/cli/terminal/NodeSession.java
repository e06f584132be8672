package dev.provision.cli.terminal;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.step.ExitStatus;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// A command or a shell on a node, with this process's streams.
///
/// Tested by `RealHostIT` and `LocalCloudIT`.
///
/// @param invocation whose streams these are
/// @param tty the terminal, for an interactive shell
public record NodeSession(Invocation invocation, Tty tty) {
  private static final int SIGNALED = 128;
  private static final int BROKEN_PIPE = SIGNALED + 13;

  /// OpenSSH's client ends with this where the command's own status is unknown.
  private static final int UNKNOWN = 255;

  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "SEGV", 11, "PIPE", 13, "ALRM", 14,
          "TERM", 15);

  /// Runs it and returns its exit status, as a shell would have it.
  ///
  /// @param command empty for a login shell
  public int run(RemoteShell shell, Optional<String> command) {
    Pipe out = new Pipe(invocation.streams().rawOut(), shell);
    boolean interactive =
        command.isEmpty()
            && invocation.streams().isTerminal(Standard.IN)
            && invocation.streams().isTerminal(Standard.OUT);
    try {
      return status(interactive ? interactive(shell, out) : shell.session(request(command, out)));
    } catch (RuntimeException e) {
      if (out.broken) {
        return BROKEN_PIPE; // whoever read our output has seen enough
      }
      throw e;
    }
  }

  private SessionRequest request(Optional<String> command, OutputStream out) {
    return new SessionRequest(
        command, Optional.empty(), invocation.streams().in(), out, invocation.streams().rawErr());
  }

  private ExitStatus interactive(RemoteShell shell, OutputStream out) {
    SessionRequest.Terminal terminal =
        new SessionRequest.Terminal(
            invocation.environment().getOrDefault("TERM", "xterm"), new Window());
    SessionRequest request =
        new SessionRequest(
            Optional.empty(),
            Optional.of(terminal),
            invocation.streams().in(),
            out,
            invocation.streams().rawErr());
    Optional<Tty.Changed> raw = tty.change("raw", "-echo");
    raw.ifPresent(changed -> invocation.interruption().restoreBy(changed::close));
    try {
      return shell.session(request);
    } finally {
      raw.ifPresent(Tty.Changed::close);
    }
  }

  private static int status(ExitStatus exit) {
    return switch (exit) {
      case ExitStatus.Exited(int status) -> status;
      case ExitStatus.Signaled(String name) ->
          Optional.ofNullable(NUMBERS.get(name)).map(number -> SIGNALED + number).orElse(UNKNOWN);
      case ExitStatus.TimedOut _ -> UNKNOWN;
    };
  }

  /// The terminal's size, which can change.
  private final class Window implements SessionRequest.Size {
    @Override
    public int columns() {
      return tty.size().columns();
    }

    @Override
    public int rows() {
      return tty.size().rows();
    }

    @Override
    public void onResize(Runnable resized) {
      tty.onResize(resized);
    }
  }

  /// Standard output, unbuffered; once nobody reads it, the session is over.
  private static final class Pipe extends FilterOutputStream {
    private final RemoteShell shell;
    private volatile boolean broken;

    Pipe(OutputStream out, RemoteShell shell) {
      super(out);
      this.shell = shell;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        broken = true;
        shell.close();
        throw e;
      }
    }
  }
}
