package dev.provision.adapter.jclouds.call;

import java.util.Optional;

/// Looks through what caused an exception.
final class CauseChain {
  private static final int DEEPEST = 20;

  private CauseChain() {}

  /// The first of this type: the exception itself, its cause, and so on.
  static <T> Optional<T> find(Throwable exception, Class<T> type) {
    Throwable at = exception;
    for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
