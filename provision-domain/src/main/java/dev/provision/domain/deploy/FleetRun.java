package dev.provision.domain.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Does the same for many nodes, several at a time. One that fails does not stop the others.
///
/// @param parallel how many at a time, at least 1
/// @param maxFailures after more failures than this, no further one is begun; those under way are
///   brought to their end
public record FleetRun(int parallel, int maxFailures) {
  /// How many nodes are worked on at a time, unless told otherwise. Most of the time is spent
  /// waiting for them.
  public static final int USUAL_PARALLEL = 50;

  /// Checks the numbers.
  public FleetRun {
    if (parallel < 1 || maxFailures < 0) {
      throw new IllegalArgumentException("parallel " + parallel + ", maxFailures " + maxFailures);
    }
  }

  /// The usual number at a time, and every one is tried.
  public static FleetRun usual() {
    return new FleetRun(USUAL_PARALLEL, Integer.MAX_VALUE);
  }

  /// The same, with no more at a time than that.
  public FleetRun atMost(int nodes) {
    return new FleetRun(Math.min(parallel, nodes), maxFailures);
  }

  /// The result for one of them.
  ///
  /// @param <T> what was worked on
  /// @param <R> what came of it
  public sealed interface Part<T, R> {
    /// What was worked on.
    T subject();

    /// It came to an end.
    record Ended<T, R>(T subject, R result) implements Part<T, R> {}

    /// It threw something.
    record Broke<T, R>(T subject, RuntimeException failure) implements Part<T, R> {}

    /// It was not begun, since too many others had failed or the caller was interrupted.
    record Skipped<T, R>(T subject) implements Part<T, R> {}

    /// The same, about what its subject stands for.
    default <S> Part<S, R> about(Function<T, S> changed) {
      S other = changed.apply(subject());
      return switch (this) {
        case Ended<T, R> ended -> new Ended<>(other, ended.result());
        case Broke<T, R> broke -> new Broke<>(other, broke.failure());
        case Skipped<T, R> _ -> new Skipped<>(other);
      };
    }
  }

  /// Works on each. An interrupt of the calling thread is passed on to all that are under way,
  /// whose ends are waited for.
  ///
  /// @param good whether a result is none of the failures
  /// @return a part for each, in the same order
  public <T, R> List<Part<T, R>> each(List<T> all, Function<T, R> work, Predicate<R> good) {
    Run<T, R> run = new Run<>(all, work, good, maxFailures);
    List<Thread> workers =
        IntStream.range(0, Math.min(parallel, all.size()))
            .mapToObj(_ -> Thread.ofVirtual().start(run::work))
            .toList();
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          run.stop();
          workers.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return run.parts();
  }

  private static final class Run<T, R> {
    private final List<T> all;
    private final Function<T, R> work;
    private final Predicate<R> good;
    private final List<Part<T, R>> parts;
    private int failuresLeft;
    private int next;

    Run(List<T> all, Function<T, R> work, Predicate<R> good, int maxFailures) {
      this.all = all;
      this.work = work;
      this.good = good;
      this.failuresLeft = maxFailures;
      this.parts = new ArrayList<>(all.size());
      all.forEach(one -> parts.add(new Part.Skipped<>(one)));
    }

    void work() {
      for (int index = take(); index >= 0; index = take()) {
        keep(index, part(all.get(index)));
      }
    }

    private Part<T, R> part(T one) {
      try {
        return new Part.Ended<>(one, work.apply(one));
      } catch (RuntimeException e) {
        return new Part.Broke<>(one, e);
      }
    }

    private synchronized int take() {
      return next < all.size() && failuresLeft >= 0 ? next++ : -1;
    }

    private synchronized void keep(int index, Part<T, R> part) {
      parts.set(index, part);
      if (!(part instanceof Part.Ended<T, R>(T _, R result) && good.test(result))) {
        failuresLeft--;
      }
    }

    synchronized void stop() {
      failuresLeft = -1;
    }

    synchronized List<Part<T, R>> parts() {
      return List.copyOf(parts);
    }
  }
}
