package dev.provision.cli.terminal;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.trace.TraceLog;
import dev.provision.domain.deploy.DeployEvent;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Shows how deployments go, on standard error.
public interface Progress extends Consumer<DeployEvent>, AutoCloseable {
  /// One live line a node on a terminal, plain lines elsewhere.
  ///
  /// @param verbose whether the scripts' output is shown as it comes
  ///
  /// @param count how many deployments there will be
  static Progress on(Invocation call, Tty tty, boolean verbose, int count) {
    boolean capable = !call.environment().getOrDefault("TERM", "dumb").equals("dumb");
    if (!call.streams().isTerminal(Standard.ERR)
        || !capable
        || TraceLog.isShown()
        || call.environment().containsKey("CI")) {
      return lines(call, verbose, count);
    }
    LiveProgress live = new LiveProgress(call.streams().err(), call.clock(), tty, verbose, count);
    call.interruption().restoreBy(live::close);
    live.start();
    return live;
  }

  /// Plain lines, also on a terminal: for what is over at once, or lets something else have the
  /// terminal.
  static Progress lines(Invocation call, boolean verbose, int count) {
    PlainProgress plain = new PlainProgress(call.streams().err(), call.clock(), verbose, count);
    plain.start();
    return plain;
  }

  /// Runs something that needs the terminal for itself, such as a question.
  default <T> T aside(Supplier<T> question) {
    return question.get();
  }

  /// Leaves the terminal as it was.
  @Override
  void close();
}
