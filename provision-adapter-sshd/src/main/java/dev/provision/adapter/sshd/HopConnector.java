package dev.provision.adapter.sshd;

import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/// Connects to one host, verifies it, and logs in. Remembers between attempts what the host has
/// refused.
final class HopConnector {
  /// The longest that one attempt may take up to the verified host: a host that takes the
  /// connection and then says nothing may be one whose server is being replaced. What the host says
  /// to the exchange's first message when that has overtaken our proposal.
  private static final String OVERTAKEN = "SSH_MSG_UNIMPLEMENTED";

  private static final Duration ATTEMPT = Duration.ofSeconds(20);

  /// What the library's complaints about certificates have in common.
  private static final String OF_CERTIFICATES = "key ID=";

  private final Dialer dialer;
  private final Hop hop;
  private final HostKeyCheck check;
  private final LoginSources sources;
  private final LoginPlan plan;
  private final Duration longest;
  private final List<String> tried = new ArrayList<>();

  HopConnector(Dialer dialer, Hop hop, HostKeyCheck check, LoginSources sources)
      throws SshConfigException {
    this.dialer = dialer;
    this.hop = hop;
    this.check = check;
    this.sources = sources;
    this.plan = sources.plan();
    this.longest = hop.config().connectTimeout().orElse(ATTEMPT);
  }

  Hop hop() {
    return hop;
  }

  HostKeyCheck check() {
    return check;
  }

  /// Connects directly.
  Connection connect(long deadline, WaitObserver waiting)
      throws NotYetException, InterruptedException {
    return connect(null, deadline, waiting);
  }

  /// Connects through another host; the connection to it ends with this one.
  Connection connectThrough(Connection carrier, long deadline, WaitObserver waiting)
      throws NotYetException, InterruptedException {
    return connect(carrier, deadline, waiting);
  }

  private Connection connect(@Nullable Connection carrier, long deadline, WaitObserver waiting)
      throws NotYetException, InterruptedException {
    while (true) {
      Connection connection =
          carrier == null
              ? dialer.direct(hop, check, left(deadline))
              : dialer.through(carrier, hop, check, left(deadline));
      boolean done = false;
      try {
        done = logIn(connection, deadline, waiting);
        if (done) {
          return connection;
        }
      } finally {
        if (!done) {
          connection.close(true);
        }
      }
    }
  }

  private Duration left(long deadline) {
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    return left.compareTo(longest) < 0 ? left : longest;
  }

  /// Whether we are in; if not, another connection may bring more.
  private boolean logIn(Connection connection, long deadline, WaitObserver waiting)
      throws NotYetException, InterruptedException {
    LoginService service = connection.login();
    try {
      new LoginEvents(service, left(deadline)).awaitReady();
      Duration rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      LoginEvents events = new LoginEvents(service, rest);
      LoginDialogue dialogue =
          new LoginDialogue(
              connection, hop.user(), plan, new Signing(waiting::waiting, deadline), events, tried);
      return switch (dialogue.logIn(sources::notes)) {
        case LoginDialogue.Outcome.LoggedIn _ -> true;
        case LoginDialogue.Outcome.TooMany _ -> false;
        case LoginDialogue.Outcome.Rejected(String reason) ->
            throw new ShellException(new ShellFailure.AuthRejected(hop.doing(), reason));
        case LoginDialogue.Outcome.Broken _ ->
            throw new NotYetException(
                hop.place()
                    + " broke off during the login"
                    + events.banner().map(text -> "; it said: " + text.strip()).orElse(""));
      };
    } catch (LoginEvents.EndedException e) {
      throw beforeLogin(connection);
    } catch (LoginEvents.LateException e) {
      throw new NotYetException(hop.place() + " takes the connection, but does not answer");
    } catch (IOException e) {
      throw new NotYetException(
          "the connection to " + hop.place() + " broke off: " + e.getMessage());
    }
  }

  /// Why the connection ended before the host was verified.
  private NotYetException beforeLogin(Connection connection) {
    Optional<ShellFailure> refused = check.failure();
    if (refused.isPresent()) {
      return new NotYetException(
          check.notYet().orElseThrow(() -> new ShellException(refused.get())), refused.get());
    }
    String words = Optional.ofNullable(connection.reason()).orElse("no reason given");
    if (check.expectsCertificate() && words.contains(OF_CERTIFICATES)) {
      throw new ShellException(check.badCertificate(words), connection.cause());
    }
    refuseIncompatible(hop, connection.cause());
    return new NotYetException(
        hop.place() + " broke off the connection before the login: " + words);
  }

  /// Algorithms do not change while we wait.
  static void refuseIncompatible(Hop hop, @Nullable Throwable failure) {
    if (failure instanceof SshException e
        && e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED
        && !String.valueOf(e.getMessage()).startsWith(OVERTAKEN)) {
      throw new ShellException(
          new ShellFailure.Incompatible(hop.doing(), String.valueOf(e.getMessage())), e);
    }
  }
}
