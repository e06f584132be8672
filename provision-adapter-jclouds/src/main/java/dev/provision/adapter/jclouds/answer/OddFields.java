package dev.provision.adapter.jclouds.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What cannot be read in an entry of a list, and is left out of it. Whoever reads a value notes it
/// here; outside of a list nobody listens.
public final class OddFields {
  private static final ScopedValue<OddFields> CURRENT = ScopedValue.newInstance();

  private final Set<String> noted = new LinkedHashSet<>();

  /// Reads something; what is odd in it is noted here.
  public <T> T in(Supplier<T> reading) {
    return ScopedValue.where(CURRENT, this).call(reading::get);
  }

  /// Notes that a value is left out.
  ///
  /// @param field where the odd value is
  public static void note(String field) {
    if (CURRENT.isBound()) {
      CURRENT.get().noted.add(field);
    }
  }

  /// The fields, in order.
  public List<String> noted() {
    return List.copyOf(noted);
  }
}
