package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.config.SshConfigException;
import dev.provision.adapter.sshd.login.LoginDialogue;
import dev.provision.adapter.sshd.login.LoginPlan;
import dev.provision.adapter.sshd.login.LoginSigner;
import dev.provision.adapter.sshd.login.LoginSources;
import dev.provision.adapter.sshd.route.Hop;
import dev.provision.adapter.sshd.text.FinalWords;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.LoginEvents;
import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.shell.Obstacle;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to one host, verifies it, and logs in. Remembers between attempts what the host has
/// refused.
///
/// Tested by `ConnectingTest` and `WaitingTest`.
final class HopConnector {
  private static final Logger LOG = LoggerFactory.getLogger("provision.ssh");

  /// What the host says to the exchange's first message when that has overtaken our proposal.
  private static final String OVERTAKEN = "SSH_MSG_UNIMPLEMENTED";

  /// What the library's complaints about what is no version have in common: they quote it.
  private static final String OF_VERSIONS = "Incorrect identification";

  /// What the library's complaints about certificates have in common.
  private static final String OF_CERTIFICATES = "key ID=";

  private final Dialer dialer;
  private final Hop hop;
  private final HostKeyCheck check;
  private final LoginSources sources;
  private final LoginPlan plan;
  private final AttemptLimit attempt;
  private final boolean configured;
  private final List<String> tried = new ArrayList<>();

  HopConnector(Dialer dialer, Hop hop, HostKeyCheck check, LoginSources sources)
      throws SshConfigException {
    this.dialer = dialer;
    this.hop = hop;
    this.check = check;
    this.sources = sources;
    this.plan = sources.plan();
    this.configured = hop.config().connectTimeout().isPresent();
    this.attempt = new AttemptLimit(hop.config().connectTimeout(), dialer.limits().attempt());
  }

  Hop hop() {
    return hop;
  }

  /// What the host's first answer may take.
  Duration attempt() {
    return attempt.ofAnswer();
  }

  HostKeyCheck check() {
    return check;
  }

  /// Connects directly.
  Connection connect(TimeAllowance waiting) throws NotYetException, InterruptedException {
    return connect(Optional.empty(), waiting);
  }

  /// Connects through another host; the connection to it ends with this one.
  Connection connectThrough(Connection carrier, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    return connect(Optional.of(carrier), waiting);
  }

  private Connection connect(Optional<Connection> carrier, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    try {
      while (true) {
        Optional<Connection> connection = attempt(carrier, waiting);
        if (connection.isPresent()) {
          return connection.get();
        }
      }
    } catch (NotYetException e) {
      if (e.isLate()) {
        attempt.grow();
      }
      plan.again();
      throw e;
    }
  }

  /// Empty if another connection may bring more.
  private Optional<Connection> attempt(Optional<Connection> carrier, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    TimeAllowance first =
        TimeAllowance.from(waiting.atMost(attempt.ofConnection()), waiting.observer());
    Connection connection =
        carrier.isPresent()
            ? dialer.through(carrier.get(), hop, check, first)
            : dialer.direct(hop, check, first);
    boolean done = false;
    try {
      done = logIn(connection, first, waiting);
      return done ? Optional.of(connection) : Optional.empty();
    } finally {
      if (!done) {
        connection.close(true);
      }
    }
  }

  /// Whether we are in; if not, another connection may bring more.
  ///
  /// @param first until the host is verified
  private boolean logIn(Connection connection, TimeAllowance first, TimeAllowance waiting)
      throws NotYetException, InterruptedException {
    LoginEvents events = new LoginEvents(connection.login(), hop.place());
    try {
      events.awaitReady(first);
      LOG.debug("{} is {}; {}", hop.place(), connection.getServerVersion(), trusted());
      LOG.debug("{} and we use {}", hop.place(), connection.getKexNegotiationResult());
      LoginDialogue dialogue =
          new LoginDialogue(
              connection,
              hop.user(),
              plan,
              new LoginSigner(waiting, dialer.limits().signing()),
              events,
              () -> TimeAllowance.from(waiting.atMost(attempt.ofAnswer()), waiting.observer()),
              tried);
      return switch (dialogue.logIn(sources::notes)) {
        case LoginDialogue.Outcome.LoggedIn _ -> {
          LOG.debug("{} lets {} in", hop.place(), hop.user());
          yield true;
        }
        case LoginDialogue.Outcome.TooMany _ -> false;
        case LoginDialogue.Outcome.Rejected(String reason, Obstacle obstacle) ->
            throw new ShellException(new ShellFailure.AuthRejected(hop.doing(), reason, obstacle));
        case LoginDialogue.Outcome.Broken _ -> throw brokenOff(connection, events.banner());
      };
    } catch (LoginEvents.EndedException e) {
      throw beforeLogin(connection);
    } catch (LoginEvents.LateException e) {
      throw NotYetException.late(
          hop.place()
              + " accepts the connection, but does not respond: no "
              + e.getMessage()
              + (configured ? " (ConnectTimeout)" : "")
              + insteadOfVersion(connection));
    } catch (IOException e) {
      throw new NotYetException(
          "the connection to " + hop.place() + " was lost: " + e.getMessage());
    }
  }

  private String trusted() {
    return check
        .identity()
        .map(
            identity ->
                "its key %s %s: %s"
                    .formatted(identity.key().type(), identity.key().fingerprint(), identity.how()))
        .orElse("its key is not accepted");
  }

  private NotYetException brokenOff(Connection connection, Optional<String> banner) {
    String words = banner.map(String::strip).orElse("");
    Optional<Obstacle> obstacle = FinalWords.in(words);
    if (obstacle.isPresent()) {
      throw new ShellException(
          new ShellFailure.AuthRejected(
              hop.doing(),
              "the host rejected " + hop.user() + "; it said: " + words,
              obstacle.get()));
    }
    String why = Optional.ofNullable(connection.reason()).map(text -> ": " + text).orElse("");
    return new NotYetException(
        hop.place()
            + " closed the connection during the login"
            + why
            + (words.isEmpty() ? "" : "; it said: " + words));
  }

  private static String insteadOfVersion(Connection connection) {
    return connection.greeting().isEmpty() ? "" : "; it said: " + connection.greeting();
  }

  /// Why the connection ended before the host was verified.
  private NotYetException beforeLogin(Connection connection) {
    Optional<ShellFailure> refused = check.failure();
    if (refused.isPresent()) {
      return new NotYetException(
          check.notYet().orElseThrow(() -> new ShellException(refused.get())), refused.get());
    }
    if (!connection.greeting().isEmpty()) {
      return new NotYetException(
          hop.place() + " closed the connection before the login" + insteadOfVersion(connection));
    }
    String words = Optional.ofNullable(connection.reason()).orElse("no reason given");
    if (words.startsWith(OF_VERSIONS)) {
      return new NotYetException(hop.place() + " does not speak SSH");
    }
    if (check.expectsCertificate() && words.contains(OF_CERTIFICATES)) {
      throw new ShellException(check.badCertificate(words), connection.cause());
    }
    refuseIncompatible(hop, connection.cause());
    return new NotYetException(hop.place() + " closed the connection before the login: " + words);
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
