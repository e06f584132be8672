package dev.provision.library.provider;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that code of a third party answered, which may have been compiled without any check: a
/// list may be one that fails when it is read, and what must not be null may be so.
final class PortValue {
  /// More than any cloud has of anything: a list that goes on has no end.
  private static final int MOST_ENTRIES = 500_000;

  private PortValue() {}

  /// The value, its lists being lists of our own, which hold all that was in them.
  ///
  /// @throws NullPointerException if anything in it is null; the message says where, or is absent
  ///   where the value itself is
  static Object copyOf(@Nullable Object value) {
    if (value == null) {
      throw new NullPointerException();
    }
    return copy(value, value.getClass().getSimpleName());
  }

  private static Object copy(@Nullable Object value, String where) {
    return switch (value) {
      case null -> throw new NullPointerException(where);
      case Collection<?> all -> {
        List<Object> copies = new ArrayList<>();
        for (Object each : all) {
          if (copies.size() == MOST_ENTRIES) {
            throw new IllegalStateException(
                "a list has more than %s entries, the limit".formatted(MOST_ENTRIES));
          }
          copies.add(copy(each, "an entry of a list"));
        }
        yield List.copyOf(copies);
      }
      case Optional<?> some -> {
        some.ifPresent(present -> copy(present, where));
        yield some;
      }
      case Record whole -> {
        checkComponents(whole);
        yield whole;
      }
      default -> value;
    };
  }

  /// Records of the ports copy their lists themselves.
  private static void checkComponents(Record whole) {
    String type = whole.getClass().getSimpleName();
    for (RecordComponent component : whole.getClass().getRecordComponents()) {
      try {
        copy(component.getAccessor().invoke(whole), type + "." + component.getName());
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(type + "." + component.getName() + " cannot be read", e);
      }
    }
  }
}
