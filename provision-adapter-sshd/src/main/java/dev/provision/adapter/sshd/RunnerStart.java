package dev.provision.adapter.sshd;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Starts what applies the steps, as root if the endpoint says so.
///
/// Three ways, each with more round trips than the one before: the command asks for nothing; `sudo`
/// asks on the command's own streams; or a second channel brings a terminal to ask on, while the
/// first one carries the streams, which no terminal spoils, through named pipes.
final class RunnerStart {
  /// How it is started.
  enum Way {
    SILENT,
    ASKED,
    ON_TERMINAL;

    /// The way to begin with. As long as a password would have to be fetched, perhaps nobody asks
    /// for it.
    static Way first(Privilege privilege) {
      return switch (privilege) {
        case Privilege.None _ -> SILENT;
        case Privilege.Sudo(Optional<Secret> password) -> isKnown(password) ? ASKED : SILENT;
        case Privilege.Doas(Optional<Secret> password) -> isKnown(password) ? ON_TERMINAL : SILENT;
        case Privilege.Su _ -> ON_TERMINAL;
      };
    }

    private static boolean isKnown(Optional<Secret> password) {
      return password.map(Secret::isKnown).orElse(false);
    }

    /// The way to try where this one was refused without a question.
    Optional<Way> next(Privilege privilege) {
      if (this == ON_TERMINAL) {
        return Optional.empty();
      }
      return switch (privilege) {
        case Privilege.None _, Privilege.Su _ -> Optional.empty();
        case Privilege.Sudo(Optional<Secret> password) ->
            Optional.of(this == SILENT && password.isPresent() ? ASKED : ON_TERMINAL);
        case Privilege.Doas(Optional<Secret> password) -> password.map(_ -> ON_TERMINAL);
      };
    }
  }

  /// Opens channels.
  interface Channels {
    /// Opens one.
    ///
    /// @throws ShellException if that cannot be done
    /// @throws StalledChannelException if the host does not answer
    QueuedChannel open(QueuedChannel channel, String doing, TimeAllowance waiting);
  }

  /// More words than this are no way to name a directory.
  private static final int MOST = 1 << 16;

  private final SshEndpoint endpoint;
  private final Channels channels;
  private final String doing;
  private TimeAllowance waiting;
  private boolean asked;

  RunnerStart(SshEndpoint endpoint, Channels channels, String doing, TimeAllowance waiting) {
    this.endpoint = endpoint;
    this.channels = channels;
    this.doing = doing;
    this.waiting = waiting;
  }

  /// What may still be waited for.
  TimeAllowance waiting() {
    return waiting;
  }

  /// Whether a password was asked for.
  boolean wasAsked() {
    return asked;
  }

  /// Starts it.
  ///
  /// @throws ShellException [ShellFailure.PrivilegeRefused] if it is known by now that the login
  ///   may not become root
  RunnerChannel start(Way way, Bootstrap bootstrap) {
    try {
      return switch (way) {
        case SILENT -> silently(bootstrap);
        case ASKED -> asked(bootstrap);
        case ON_TERMINAL -> onTerminal(bootstrap);
      };
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } catch (IOException e) {
      throw new ShellException(
          new ShellFailure.Disconnected(doing, "the connection broke off: " + e.getMessage()), e);
    }
  }

  private RunnerChannel silently(Bootstrap bootstrap) {
    String command = bootstrap.command(endpoint.privilege());
    QueuedChannel channel = channels.open(command(command), doing, waiting);
    return new RunnerChannel(channel, Optional.empty(), program());
  }

  private static QueuedChannel command(String command) {
    return new QueuedChannel(Optional.of(command), Optional.empty());
  }

  private RunnerChannel asked(Bootstrap bootstrap) throws InterruptedException, IOException {
    QueuedChannel channel = channels.open(command(bootstrap.askingCommand()), doing, waiting);
    RunnerChannel runner = new RunnerChannel(channel, Optional.empty(), program());
    try {
      hold(new Dialogue(channel, "", bootstrap.ready(), bootstrap.prompt()));
      return runner;
    } catch (ShellException | IOException | InterruptedException e) {
      runner.close();
      throw e;
    }
  }

  private RunnerChannel onTerminal(Bootstrap bootstrap) throws InterruptedException, IOException {
    QueuedChannel streams = channels.open(command(bootstrap.relayCommand()), doing, waiting);
    Optional<QueuedChannel> terminal = Optional.empty();
    try {
      String pipes = pipes(streams, bootstrap.pipes() + " ");
      String command = bootstrap.terminalCommand(endpoint.privilege(), pipes);
      QueuedChannel asking = channels.open(QueuedChannel.withoutEcho(command), doing, waiting);
      terminal = Optional.of(asking);
      boolean sudo = endpoint.privilege() instanceof Privilege.Sudo;
      String prompt = sudo ? bootstrap.prompt() : "";
      hold(new Dialogue(asking, bootstrap.asking(), bootstrap.ready(), prompt));
      streams.getInvertedIn().write("\n".getBytes(StandardCharsets.US_ASCII));
      return new RunnerChannel(streams, terminal, program());
    } catch (ShellException | IOException | InterruptedException e) {
      new RunnerChannel(streams, terminal, program()).close();
      throw e;
    }
  }

  /// Waits for the directory of the pipes.
  private String pipes(QueuedChannel streams, String mark) throws InterruptedException {
    StringBuilder said = new StringBuilder();
    waiting.observer().awaiting(endpoint + " to make named pipes", waiting.left());
    while (true) {
      boolean late = waiting.deadline() - System.nanoTime() <= 0 || said.length() > MOST;
      Optional<QueuedChannel.Piece> piece = late ? Optional.empty() : streams.poll(waiting.left());
      if (!(piece.orElse(null) instanceof QueuedChannel.Piece.Data data)) {
        throw new ShellException(
            new ShellFailure.TransferFailed(
                doing,
                "named pipes cannot be made there: "
                    + (piece.isEmpty() ? "nothing is said of them; " : "")
                    + Bootstrap.shorten(said.toString()).strip()));
      }
      said.append(new String(data.bytes(), StandardCharsets.UTF_8));
      streams.taken(data);
      int at = said.indexOf(mark);
      int end = at < 0 ? -1 : said.indexOf("\n", at);
      if (end >= 0) {
        return said.substring(at + mark.length(), end);
      }
    }
  }

  private void hold(Dialogue dialogue) throws InterruptedException, IOException {
    waiting
        .observer()
        .awaiting(name() + " at " + endpoint + " to ask for a password or begin", waiting.left());
    Dialogue.End end = dialogue.hold(password(), waiting.deadline());
    waiting = new TimeAllowance(waiting.limit(), dialogue.deadline(), waiting.observer());
    asked = dialogue.asked();
    String words = Bootstrap.shorten(dialogue.words());
    switch (end) {
      case READY -> {}
      case REFUSED -> throw refused(noPassword(), words);
      case NO_PASSWORD -> throw refused("asks for a password, and none is given", "");
      case ENDED -> throw refused(asked ? afterAnswer() : "failed", words);
      case LATE ->
          throw new ShellException(
              new ShellFailure.TimedOut(
                  doing,
                  name()
                      + " has not begun within "
                      + AttemptLimit.words(waiting.limit())
                      + (asked ? ", though it was given the password" : "")
                      + (words.isEmpty() ? "" : ": " + words)));
    }
  }

  private String noPassword() {
    boolean su = endpoint.privilege() instanceof Privilege.Su;
    return "refused the password of " + (su ? "root" : login());
  }

  /// `sudo` asks again for a password that is wrong, the others end.
  private String afterAnswer() {
    return endpoint.privilege() instanceof Privilege.Sudo
        ? "did not let " + login() + " become root"
        : noPassword();
  }

  private ShellException refused(String how, String words) {
    return new ShellException(
        new ShellFailure.PrivilegeRefused(
            doing, name() + " " + how + (words.isEmpty() ? "" : ": " + words)));
  }

  private Optional<Secret> password() {
    return switch (endpoint.privilege()) {
      case Privilege.None _ -> Optional.empty();
      case Privilege.Sudo(Optional<Secret> password) -> password;
      case Privilege.Doas(Optional<Secret> password) -> password;
      case Privilege.Su(Optional<Secret> password) -> password;
    };
  }

  private String login() {
    return endpoint.user().orElse("the login");
  }

  private String name() {
    return program().orElse("the command");
  }

  private Optional<String> program() {
    return switch (endpoint.privilege()) {
      case Privilege.None _ -> Optional.empty();
      case Privilege.Sudo _ -> Optional.of("sudo");
      case Privilege.Doas _ -> Optional.of("doas");
      case Privilege.Su _ -> Optional.of("su");
    };
  }
}
