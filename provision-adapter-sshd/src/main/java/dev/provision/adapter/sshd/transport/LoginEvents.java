package dev.provision.adapter.sshd.transport;

import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.TimeAllowance;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the host says during a login. Each answer has a limit, whatever else comes meanwhile.
public final class LoginEvents {
  /// The connection is gone.
  public static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    EndedException() {
      super("the connection ended");
    }
  }

  /// The host did not answer in time.
  public static final class LateException extends IOException {
    private static final long serialVersionUID = 1L;

    LateException(String message) {
      super(message);
    }
  }

  private static final int MOST_WORDS = 1000;

  private final LoginService service;
  private final String place;
  private @Nullable String banner;

  /// Events of one login.
  ///
  /// @param place the host, for people
  public LoginEvents(LoginService service, String place) {
    this.service = service;
    this.place = place;
  }

  /// Waits until the host is verified.
  public void awaitReady(TimeAllowance waiting) throws IOException, InterruptedException {
    next("version line", waiting);
  }

  /// The host's next answer; empty if it let us in.
  ///
  /// @param what for people, such as `version line`
  public Optional<LoginService.Event.Answer> answer(String what, TimeAllowance waiting)
      throws IOException, InterruptedException {
    return next(what, waiting);
  }

  /// What the host had to say before the login.
  public Optional<String> banner() {
    return Optional.ofNullable(banner);
  }

  private Optional<LoginService.Event.Answer> next(String first, TimeAllowance waiting)
      throws IOException, InterruptedException {
    String what = first;
    tell(what, waiting);
    while (true) {
      long left = waiting.deadline() - System.nanoTime();
      // Not even what is there already: there may be more each time.
      LoginService.Event event =
          left <= 0 ? null : service.events().poll(left, TimeUnit.NANOSECONDS);
      switch (event) {
        case null ->
            throw new LateException(what + " within " + AttemptLimit.words(waiting.limit()));
        case LoginService.Event.Stage(String awaited) -> {
          what = awaited;
          tell(what, waiting);
        }
        case LoginService.Event.Banner(String text) ->
            banner = text.substring(0, Math.min(text.length(), MOST_WORDS));
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

  private void tell(String what, TimeAllowance waiting) {
    waiting.observer().awaiting("the " + what + " of " + place, waiting.left());
  }
}
