package dev.provision.cli.terminal;

import dev.provision.cli.view.HumanFormat;
import dev.provision.domain.deploy.DeployEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one deployment is waiting for: something, and perhaps a part of it.
///
/// What takes less than five seconds is no news.
final class PendingWait {
  private static final Duration NEWS = Duration.ofSeconds(5);

  /// @param limit zero where nobody has said so
  private record Awaited(String what, Duration limit, Instant since) {
    Duration taken(Instant now) {
      return Duration.between(since, now);
    }

    String words(Instant now) {
      String most = limit.isZero() ? "" : " of at most " + time(limit);
      return "still waiting for " + what + " (" + taken(now).toSeconds() + " s" + most + ")";
    }
  }

  private Optional<Awaited> whole = Optional.empty();
  private Optional<Awaited> part = Optional.empty();

  /// Another event of the deployment.
  void accept(DeployEvent event, Instant now) {
    switch (event) {
      case DeployEvent.Awaiting e -> {
        whole = Optional.of(of(e, now));
        part = Optional.empty();
      }
      case DeployEvent.Started _, DeployEvent.Creating _, DeployEvent.Destroying _ -> {
        whole = Optional.of(of(DeployEvent.awaitingProvider(event.name()), now));
        part = Optional.empty();
      }
      case DeployEvent.AwaitingPart e -> awaitPart(e.what(), e.limit(), now);
      case DeployEvent.NodeBusy e -> awaitPart("the run of " + e.holder(), Duration.ZERO, now);
      case DeployEvent.ConnectionPending _ -> part = Optional.empty();
      case DeployEvent.Applying _,
          DeployEvent.Running _,
          DeployEvent.Connected _,
          DeployEvent.StepStarted _,
          DeployEvent.StepFinished _,
          DeployEvent.Created _,
          DeployEvent.Destroyed _,
          DeployEvent.Finished _ -> {
        whole = Optional.empty();
        part = Optional.empty();
      }
      case DeployEvent.NotReady _,
          DeployEvent.Sent _,
          DeployEvent.Silent _,
          DeployEvent.Warned _,
          DeployEvent.ConsoleRead _,
          DeployEvent.ScriptOutput _ -> {}
    }
  }

  private static Awaited of(DeployEvent.Awaiting event, Instant now) {
    return new Awaited(event.what(), event.limit(), now);
  }

  private void awaitPart(String what, Duration limit, Instant now) {
    boolean same = part.isPresent() && part.get().what().equals(what);
    part = same ? part : Optional.of(new Awaited(what, limit, now));
  }

  /// What is waited for, if that has taken so long that it is worth a word.
  Optional<String> words(Instant now) {
    return part.filter(one -> one.taken(now).compareTo(NEWS) >= 0)
        .or(() -> whole.filter(one -> one.taken(now).compareTo(NEWS) >= 0))
        .map(one -> one.words(now));
  }

  private static String time(Duration limit) {
    return limit.compareTo(Duration.ofSeconds(10)) < 0
        ? HumanFormat.time(limit)
        : Math.round(limit.toMillis() / 1000.0) + " s";
  }
}
