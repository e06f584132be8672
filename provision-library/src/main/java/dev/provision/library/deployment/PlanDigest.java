package dev.provision.library.deployment;

import dev.provision.domain.ProblemsException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// The digest of plans, calculated while the provider and the node are waited for: reading and
/// hashing all files is a noticeable part of a short deployment.
///
/// Tested by `JournalTest` and `SavedPlanCommandsTest`.
final class PlanDigest {
  private final Supplier<String> known;

  private PlanDigest(Supplier<String> known) {
    this.known = known;
  }

  /// One that is known.
  static PlanDigest of(String digest) {
    return new PlanDigest(() -> digest);
  }

  /// Begins to calculate it.
  static PlanDigest begin(Supplier<String> calculation) {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              try {
                return calculation.get();
              } catch (ProblemsException _) {
                return ""; // a file that cannot be read: the step that sends it says so
              }
            });
    Thread.ofPlatform().daemon().name("plan-digest").start(task);
    return new PlanDigest(
        () -> {
          // An interrupted thread still keeps its record.
          boolean interrupted = false;
          while (!task.isDone()) {
            try {
              task.get();
            } catch (InterruptedException _) {
              interrupted = true;
            } catch (ExecutionException e) {
              throw new IllegalStateException(e.getCause());
            }
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          return task.resultNow();
        });
  }

  /// SHA-256 in hexadecimal digits; empty if a file could not be read. Waits until it is known.
  String text() {
    return known.get();
  }
}
