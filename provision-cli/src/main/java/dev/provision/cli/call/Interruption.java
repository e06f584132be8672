package dev.provision.cli.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happens on Ctrl-C, on SIGTERM, and when the terminal is gone.
///
/// The first signal interrupts the command, which ends in good order and says what there is. The
/// second one ends the program at once, with the same words; so does half a minute without an end.
///
/// Tested by `JsonErrorsTest` and `InterruptIT`.
public final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LAST_RESORT = Duration.ofSeconds(30);

  private final CountDownLatch over = new CountDownLatch(1);
  private final StandardStreams streams;
  private final BiConsumer<String, Runnable> signals;
  private final IntConsumer halt;
  private final List<Runnable> restorations = new ArrayList<>();
  private @Nullable Thread worker;
  private Supplier<Optional<String>> lastWords = Optional::empty;
  private Runnable result = () -> {};
  private boolean happened;

  /// @param streams where the words go
  /// @param signals runs something each time the signal of a name arrives
  /// @param halt ends the program at once, with an exit status
  public Interruption(
      StandardStreams streams, BiConsumer<String, Runnable> signals, IntConsumer halt) {
    this.streams = streams;
    this.signals = signals;
    this.halt = halt;
  }

  /// From now on signals are for the calling thread.
  public void install() {
    synchronized (this) {
      worker = Thread.currentThread();
    }
    for (String name : List.of("INT", "TERM", "HUP")) {
      signals.accept(name, this::signal);
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

  /// Registers what writes out the result, as far as there is one, if the program is ended at once.
  /// It comes last, since nobody may read standard output any more.
  public synchronized void resultBy(Runnable writing) {
    result = writing;
  }

  /// The command has ended; nothing more is said.
  public void over() {
    over.countDown();
  }

  private void signal() {
    if (!first()) {
      end();
    } else if (!over(PATIENCE)) {
      streams.err().println("interrupted; cleaning up (press Ctrl-C again to stop immediately)");
      streams.err().flush();
      if (!over(LAST_RESORT)) {
        end();
      }
    }
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

  private boolean over(Duration within) {
    try {
      return over.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Says the last words, and ends the program even if nobody listens to them.
  private void end() {
    Thread words = Thread.ofPlatform().daemon().start(this::say);
    try {
      words.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then there is even less time
    }
    halt.accept(CommandStatus.INTERRUPTED.number());
  }

  private synchronized void say() {
    restorations.forEach(Runnable::run);
    lastWords.get().ifPresent(words -> streams.err().print("interrupted: " + words + "\n"));
    streams.err().flush();
    result.run();
  }
}
