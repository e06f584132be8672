package dev.provision.cli.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happens on Ctrl-C, on SIGTERM, and when the terminal is gone.
///
/// The first signal interrupts the command, which ends in good order and says what there is. The
/// second one ends the program at once, with the same words.
public final class Interruption {
  private final Streams streams;
  private final List<Runnable> restorations = new ArrayList<>();
  private @Nullable Thread worker;
  private Supplier<Optional<String>> lastWords = Optional::empty;
  private boolean happened;

  /// @param streams where the words go
  public Interruption(Streams streams) {
    this.streams = streams;
  }

  /// From now on signals are for the calling thread.
  public void install() {
    synchronized (this) {
      worker = Thread.currentThread();
    }
    for (String name : List.of("INT", "TERM", "HUP")) {
      Signals.onEach(name, this::signal);
    }
  }

  /// Whether there was a signal.
  public synchronized boolean happened() {
    return happened;
  }

  /// What there is to say about what exists; empty where nothing was made.
  public synchronized void lastWords(Supplier<Optional<String>> words) {
    lastWords = words;
  }

  /// What there is to say now.
  public synchronized Optional<String> words() {
    return lastWords.get();
  }

  /// Registers what must be done even if the program is ended at once, such as showing a hidden
  /// cursor.
  public synchronized void restoreBy(Runnable restoration) {
    restorations.add(restoration);
  }

  /// Handles a signal, as if the user had pressed Ctrl-C.
  public void signal() {
    if (first()) {
      return;
    }
    synchronized (this) {
      restorations.forEach(Runnable::run);
      lastWords.get().ifPresent(words -> streams.err().println("interrupted: " + words));
      streams.flush();
    }
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.number());
  }

  private synchronized boolean first() {
    if (happened) {
      return false;
    }
    happened = true;
    if (worker != null) {
      worker.interrupt();
    }
    return true;
  }
}
