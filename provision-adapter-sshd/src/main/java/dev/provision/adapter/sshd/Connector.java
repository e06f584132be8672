package dev.provision.adapter.sshd;

import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/// Connects to one endpoint, as often as it takes.
final class Connector {
  /// The longest that one attempt may take up to the verified host: a host that takes the
  /// connection and then says nothing may be one whose server is being replaced.
  private static final Duration ATTEMPT = Duration.ofSeconds(20);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// An attempt that failed in a way that may pass.
  private static final class NotYet extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotYet(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final SshClient client;
  private final SshEndpoint endpoint;
  private final HostKeyCheck check;
  private final String doing;
  private final Identities identities;

  Connector(SshClient client, SshEndpoint endpoint, HostKeyCheck check, String doing) {
    this.client = client;
    this.endpoint = endpoint;
    this.check = check;
    this.doing = doing;
    this.identities = new Identities(doing);
  }

  RemoteShell connect(Duration limit, WaitObserver waiting) {
    long deadline = System.nanoTime() + limit.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return attempt(deadline);
      } catch (NotYet e) {
        if (System.nanoTime() + pause.toNanos() >= deadline) {
          throw tooLate(limit, e);
        }
        waiting.waiting(e.reason());
        sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private ShellException tooLate(Duration limit, NotYet last) {
    return new ShellException(
        new ShellFailure.Unreachable(
            doing, last.reason() + " (tried for " + limit.toMillis() / 1000.0 + " s)"),
        last);
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ShellException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
  }

  private RemoteShell attempt(long deadline) throws NotYet, InterruptedException {
    Connection connection = dial(deadline);
    boolean done = false;
    try {
      logIn(connection, deadline);
      done = true;
      return new SshdShell(connection, endpoint, check.identity().orElseThrow());
    } finally {
      if (!done) {
        connection.close(true);
      }
    }
  }

  private Connection dial(long deadline) throws NotYet, InterruptedException {
    HostConfigEntry host =
        new HostConfigEntry(
            "", endpoint.host(), endpoint.port().orElse(22), endpoint.user().orElse("root"));
    AttributeRepository context =
        AttributeRepository.ofAttributesMap(Map.of(Connection.CHECK, check));
    try {
      ConnectFuture future = client.connect(host, context, null);
      try {
        if (!future.await(left(deadline))) {
          throw new NotYet("no answer from " + address());
        }
      } finally {
        if (!future.isDone()) {
          future.cancel();
        }
      }
      Throwable failure = future.getException();
      if (failure != null) {
        throw unreachable(failure);
      }
      return (Connection) future.getSession();
    } catch (java.io.InterruptedIOException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    return left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
  }

  private NotYet unreachable(Throwable failure) {
    refuseIncompatible(failure);
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnresolvedAddressException) {
      throw new ShellException(
          new ShellFailure.Unreachable(doing, "the name " + endpoint.host() + " is not known"),
          root);
    }
    String words = Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    return new NotYet("cannot reach " + address() + ": " + words);
  }

  private void logIn(Connection connection, long deadline) throws NotYet, InterruptedException {
    LoginService service = connection.login();
    try {
      new LoginEvents(service, left(deadline)).awaitReady();
      Duration rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      LoginEvents events = new LoginEvents(service, rest);
      LoginDialogue dialogue =
          new LoginDialogue(connection, endpoint.user().orElse("root"), identities, events);
      switch (dialogue.logIn(endpoint.logins())) {
        case LoginDialogue.Outcome.LoggedIn _ -> {}
        case LoginDialogue.Outcome.Rejected(String reason) ->
            throw new ShellException(new ShellFailure.AuthRejected(doing, reason));
        case LoginDialogue.Outcome.Broken _ ->
            throw new NotYet(
                address()
                    + " broke off during the login"
                    + events.banner().map(text -> "; it said: " + text.strip()).orElse(""));
      }
    } catch (LoginEvents.EndedException e) {
      throw beforeLogin(connection);
    } catch (LoginEvents.LateException e) {
      throw new NotYet(address() + " takes the connection, but does not answer");
    } catch (IOException e) {
      throw new NotYet("the connection to " + address() + " broke off: " + e.getMessage());
    }
  }

  /// Why the connection ended before the host was verified.
  private NotYet beforeLogin(Connection connection) {
    check
        .failure()
        .ifPresent(
            failure -> {
              throw new ShellException(failure);
            });
    String words = Optional.ofNullable(connection.reason()).orElse("no reason given");
    refuseIncompatible(connection.cause());
    return new NotYet(address() + " broke off the connection before the login: " + words);
  }

  /// Algorithms do not change while we wait.
  private void refuseIncompatible(@Nullable Throwable failure) {
    if (failure instanceof SshException e
        && e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
      throw new ShellException(
          new ShellFailure.Incompatible(doing, String.valueOf(e.getMessage())), e);
    }
  }

  private String address() {
    String host = endpoint.host();
    return (host.contains(":") ? "[" + host + "]" : host) + " port " + endpoint.port().orElse(22);
  }
}
