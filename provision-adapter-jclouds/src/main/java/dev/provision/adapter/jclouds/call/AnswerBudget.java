package dev.provision.adapter.jclouds.call;

/// How much the answers to one call may hold, so that no cloud, and nobody in its place, fills this
/// program's memory.
///
/// Values count besides bytes: a number of one digit takes a hundred bytes once it is parsed.
public final class AnswerBudget {
  public static final int MOST_BYTES_OF_ONE = 32 << 20;
  private static final long MOST_BYTES = 128L << 20;
  private static final int MOST_VALUES = 2_000_000;

  private long bytes;
  private long values;

  /// @param body of one more answer
  /// @throws UnusableAnswerException if it is one too many
  synchronized void take(byte[] body) {
    bytes += body.length;
    if (bytes > MOST_BYTES) {
      throw new UnusableAnswerException(
          "sent more than %s MiB in total, the limit for one list".formatted(MOST_BYTES >> 20));
    }
    for (byte one : body) {
      if (one == ',' || one == ':' || one == '[' || one == '{' || one == '<' || one == '=') {
        values++;
      }
    }
    if (values > MOST_VALUES) {
      throw new UnusableAnswerException(
          "sent more than %s values, the limit for one list".formatted(MOST_VALUES));
    }
  }
}
