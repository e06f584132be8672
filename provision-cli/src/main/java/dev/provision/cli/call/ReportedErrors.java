package dev.provision.cli.call;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the user was told that went wrong in a call, in that order: for who wants it as data.
public final class ReportedErrors {
  private final List<Reported> all = new CopyOnWriteArrayList<>();

  /// One of them.
  ///
  /// @param message what went wrong
  /// @param advice what to do about it, where something is known
  public record Reported(String message, Optional<String> advice) {}

  /// One more.
  public void add(String message, Optional<String> advice) {
    all.add(new Reported(message, advice));
  }

  /// All so far.
  public List<Reported> all() {
    return List.copyOf(all);
  }
}
