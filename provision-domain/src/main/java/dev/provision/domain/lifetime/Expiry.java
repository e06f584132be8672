package dev.provision.domain.lifetime;

import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// When a node expires, as its label says it: `2026-11-30t21-35-00z`, which every cloud accepts and
/// a human can read.
public sealed interface Expiry {
  /// The key of the label.
  String KEY = NodeRequest.LABEL_PREFIX + "expires";

  /// The label's value.
  String value();

  /// When it expires, if it does.
  default Optional<Instant> moment() {
    return switch (this) {
      case At(Instant time) -> Optional.of(time);
      case Never _, Odd _ -> Optional.empty();
    };
  }

  /// Whether it has expired. What is odd never does.
  default boolean isOver(Instant now) {
    return moment().map(end -> !now.isBefore(end)).orElse(false);
  }

  /// The label of [NodeRequest#labels()] that says it.
  default Map<String, String> labels() {
    return Map.of(KEY, value());
  }

  /// What the node's own label says; empty if it has none.
  static Optional<Expiry> of(Node node) {
    return Optional.ofNullable(node.labels().get(KEY)).map(Expiry::parse);
  }

  /// What a value says.
  static Expiry parse(String value) {
    if (value.equals(Never.VALUE)) {
      return new Never();
    }
    try {
      At read = new At(Instant.parse(At.iso(value)));
      // Java reads more than we write, such as a second that was inserted.
      return read.value().equals(value) ? read : new Odd(value);
    } catch (DateTimeException | IllegalArgumentException _) {
      return new Odd(value);
    }
  }

  /// At this time.
  ///
  /// @param time in whole seconds of the years 1970 to 9999
  record At(Instant time) implements Expiry {
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");
    private static final int DATE = 10;
    private static final int LENGTH = 20;

    /// Checks that a label can hold it.
    ///
    /// @throws IllegalArgumentException if it cannot
    public At {
      if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))
          || time.isBefore(Instant.EPOCH)
          || time.isAfter(END)) {
        throw new IllegalArgumentException("expiry " + time);
      }
    }

    /// A node lives no shorter than it was promised.
    static At roundedUp(Instant time) {
      Instant seconds = time.truncatedTo(ChronoUnit.SECONDS);
      return new At(seconds.equals(time) ? time : seconds.plusSeconds(1));
    }

    @Override
    public String value() {
      return time.toString().toLowerCase(Locale.ROOT).replace(':', '-');
    }

    private static String iso(String value) {
      if (value.length() != LENGTH) {
        throw new DateTimeException(value);
      }
      String clock = value.substring(DATE).replace('-', ':');
      return (value.substring(0, DATE) + clock).toUpperCase(Locale.ROOT);
    }
  }

  /// Never. There is a value for it because not every cloud can remove a label.
  record Never() implements Expiry {
    private static final String VALUE = "never";

    @Override
    public String value() {
      return VALUE;
    }
  }

  /// A label that someone else has set, or changed, to something that is no time.
  ///
  /// @param value of the label
  record Odd(String value) implements Expiry {}
}
