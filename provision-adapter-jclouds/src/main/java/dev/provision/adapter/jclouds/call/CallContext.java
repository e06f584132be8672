package dev.provision.adapter.jclouds.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing that is asked of a cloud; jclouds may make several requests of it.
///
/// What happens to the requests is noted here, since jclouds answers some refusals with empty
/// lists.
///
/// Tested by `FailuresTest` and `AnswerLimitsTest`.
public final class CallContext {
  /// The call that the current thread works on.
  public static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();

  private final Instant deadline;
  private final boolean repeatable;
  private final AccountSecrets secrets;
  private final AnswerBudget budget = new AnswerBudget();
  private volatile @Nullable ErrorResponse refusal;
  private volatile String receiver = "";
  private volatile Runnable closing = () -> {};
  private volatile boolean givenUp;
  private volatile boolean arrived;
  private volatile long received;

  /// A call that begins now.
  ///
  /// @param deadline when the caller stops waiting
  /// @param repeatable whether a request may be sent again that might have been carried out
  /// @param secrets what is not shown of what comes of it
  public CallContext(Instant deadline, boolean repeatable, AccountSecrets secrets) {
    this.deadline = deadline;
    this.repeatable = repeatable;
    this.secrets = secrets;
  }

  /// That of the current thread. Threads of jclouds' own have none of ours: nothing is repeated for
  /// them.
  public static CallContext current() {
    return CURRENT.isBound()
        ? CURRENT.get()
        : new CallContext(Instant.MAX.minus(Duration.ofDays(1)), false, new AccountSecrets());
  }

  boolean repeatable() {
    return repeatable;
  }

  /// Whether there is so much time left.
  boolean allows(Instant now, Duration wait) {
    return now.plus(wait).isBefore(deadline);
  }

  Duration left(Instant now) {
    Duration left = Duration.between(now, deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// A request is about to be sent.
  ///
  /// @param to whom, for people
  /// @throws InterruptedException if nobody waits for the call any more: then no further request of
  ///   it may change anything
  public void sending(String to) throws InterruptedException {
    if (givenUp) {
      throw new InterruptedException("the call was abandoned");
    }
    receiver = to;
  }

  /// A request has a connection.
  ///
  /// @param close ends it, from whatever thread
  public void connecting(Runnable close) {
    closing = close;
  }

  /// A request that may change something may have come to the cloud.
  public void arrived() {
    arrived = true;
  }

  /// Whether the cloud may have done something of it.
  boolean hasArrived() {
    return arrived;
  }

  /// Nobody waits for the call any more: it makes no further requests.
  public void giveUp() {
    givenUp = true;
  }

  /// Ends the request that is under way, if there is one.
  void close() {
    closing.run();
  }

  /// Where the latest request went; empty if there was none.
  public String receiver() {
    return receiver;
  }

  /// What an API says, for people.
  String masked(String words) {
    return secrets.masked(words);
  }

  /// An answer has begun, and has so many bytes by now; 0 if it has ended.
  void receiving(long bytes) {
    received = bytes;
  }

  /// The answer that has not ended, if one has begun.
  Optional<String> unfinished() {
    return received == 0
        ? Optional.empty()
        : Optional.of(
            (receiver.isEmpty() ? "the cloud" : receiver)
                + " started an answer, but did not finish it (%s bytes so far)"
                    .formatted(received));
  }

  /// How much may still be answered.
  AnswerBudget budget() {
    return budget;
  }

  /// The latest request was refused.
  public void refused(ErrorResponse answer) {
    refusal = answer;
  }

  /// The latest request was not refused.
  public void notRefused() {
    refusal = null;
  }

  /// How the latest request was refused, if it was.
  public Optional<ErrorResponse> refusal() {
    return Optional.ofNullable(refusal);
  }
}
