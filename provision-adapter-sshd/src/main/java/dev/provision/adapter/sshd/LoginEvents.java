package dev.provision.adapter.sshd;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the host says during a login, until a point in time.
final class LoginEvents {
  /// The connection is gone.
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    EndedException() {
      super("the connection ended");
    }
  }

  /// The host did not answer in time.
  static final class LateException extends IOException {
    private static final long serialVersionUID = 1L;

    LateException() {
      super("no answer in time");
    }
  }

  private final LoginService service;
  private final long deadline;
  private @Nullable String banner;

  LoginEvents(LoginService service, Duration limit) {
    this.service = service;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /// Waits until the host is verified.
  void awaitReady() throws IOException, InterruptedException {
    next();
  }

  /// The host's next answer; empty if it let us in.
  Optional<LoginService.Event.Answer> answer() throws IOException, InterruptedException {
    return next();
  }

  /// What the host had to say before the login.
  Optional<String> banner() {
    return Optional.ofNullable(banner);
  }

  private Optional<LoginService.Event.Answer> next() throws IOException, InterruptedException {
    while (true) {
      LoginService.Event event =
          service.events().poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (event) {
        case null -> throw new LateException();
        case LoginService.Event.Banner(String text) -> banner = text;
        case LoginService.Event.Answer answer -> {
          return Optional.of(answer);
        }
        case LoginService.Event.Ready _, LoginService.Event.LoggedIn _ -> {
          return Optional.empty();
        }
        case LoginService.Event.Ended _ -> throw new EndedException();
      }
    }
  }
}
