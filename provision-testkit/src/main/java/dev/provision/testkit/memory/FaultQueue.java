package dev.provision.testkit.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// What is to go wrong yet.
///
/// @param <F> what a fault is
final class FaultQueue<F> {
  private final List<Armed<F>> armed = new ArrayList<>();

  synchronized void add(F fault, OptionalInt times, Optional<Instant> end) {
    armed.add(new Armed<>(fault, times, end));
  }

  synchronized void removeIf(Predicate<F> which) {
    armed.removeIf(one -> which.test(one.fault));
  }

  /// The first fault that fits; it counts as having happened.
  synchronized Optional<F> next(Instant now, Predicate<F> fits) {
    for (int i = 0; i < armed.size(); i++) {
      Armed<F> one = armed.get(i);
      if (fits.test(one.fault) && one.end.map(now::isBefore).orElse(true)) {
        if (one.left.isEmpty()) {
          return Optional.of(one.fault);
        }
        int left = one.left.getAsInt() - 1;
        if (left <= 0) {
          armed.remove(i);
        } else {
          armed.set(i, new Armed<>(one.fault, OptionalInt.of(left), one.end));
        }
        return Optional.of(one.fault);
      }
    }
    return Optional.empty();
  }

  private record Armed<F>(F fault, OptionalInt left, Optional<Instant> end) {}
}
