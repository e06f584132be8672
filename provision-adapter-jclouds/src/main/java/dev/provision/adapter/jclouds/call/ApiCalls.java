package dev.provision.adapter.jclouds.call;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Asks a cloud for something, in a thread of its own: so it ends at its deadline, and when the
/// caller is interrupted, whatever jclouds waits for.
///
/// Not in a virtual thread: the first one that waits for a socket starts a thread of Java's that
/// from then on waits in the operating system, and Java spends a third of a second on such threads
/// when a program ends.
///
/// Tested by `AwayTest` and `CreateOnceTest`.
public final class ApiCalls {
  private final Duration limit;
  private final InstantSource clock;
  private final AccountSecrets secrets;

  /// Calls of one account.
  ///
  /// @param limit how long a call may take, with all that is repeated in it
  /// @param secrets what no failure may show
  public ApiCalls(Duration limit, InstantSource clock, AccountSecrets secrets) {
    this.limit = limit;
    this.clock = clock;
    this.secrets = secrets;
  }

  public AccountSecrets secrets() {
    return secrets;
  }

  /// The same with less time for each call.
  public ApiCalls within(Duration shorter) {
    return shorter.compareTo(limit) < 0 ? new ApiCalls(shorter, clock, secrets) : this;
  }

  /// Asks for what may be asked for again, should the answer get lost.
  public <T> T repeatable(String doing, Supplier<T> work) {
    return run(doing, new CallContext(clock.instant().plus(limit), true, secrets), work);
  }

  /// As [#repeatable], for what is a list: jclouds takes an endpoint that does not know the request
  /// for an empty one.
  public <T> T listing(String doing, Supplier<T> work) {
    CallContext call = new CallContext(clock.instant().plus(limit), true, secrets);
    T list = run(doing, call, work);
    Optional<ErrorResponse> refusal = call.refusal();
    if (refusal.isPresent()) {
      throw new CloudException(
          new CloudFailure.Malformed(
              doing,
              "the endpoint does not support this request, so it may belong to another service: "
                  + refusal.get().words()));
    }
    return list;
  }

  /// Has something done that may be done again, should the answer get lost.
  public void act(String doing, Runnable work) {
    Boolean _ =
        repeatable(
            doing,
            () -> {
              work.run();
              return true;
            });
  }

  /// Asks for what must not be asked for twice.
  public <T> T once(String doing, Supplier<T> work) {
    return run(doing, new CallContext(clock.instant().plus(limit), false, secrets), work);
  }

  private <T> T run(String doing, CallContext call, Supplier<T> work) {
    FutureTask<T> task =
        new FutureTask<>(() -> ScopedValue.where(CallContext.CURRENT, call).call(work::get));
    Thread thread = Thread.ofPlatform().daemon().name(doing).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(doing, e.getCause() == null ? e : e.getCause(), call);
    } catch (TimeoutException e) {
      giveUp(call, thread);
      String last =
          call.refusal().map(refusal -> "; the last answer was: " + refusal.words()).orElse("");
      throw new CloudException(
          new CloudFailure.TimedOut(
              doing,
              call.unfinished().orElse("no answer")
                  + " within "
                  + limit.toSeconds()
                  + " s (option call-timeout)"
                  + last),
          e);
    } catch (InterruptedException e) {
      giveUp(call, thread);
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  /// An interrupt alone would not end a thread that waits for an answer. Closing may wait, too.
  private static void giveUp(CallContext call, Thread thread) {
    call.giveUp();
    thread.interrupt();
    Thread _ = Thread.startVirtualThread(call::close);
  }

  private CloudException failed(String doing, Throwable cause, CallContext call) {
    if (cause instanceof Error error && !(error instanceof LinkageError)) {
      throw error;
    }
    Optional<CloudException> known = CauseChain.find(cause, CloudException.class);
    if (known.isPresent()) {
      return known.get();
    }
    CloudFailure failure = unasked(FailureMapping.of(doing, cause, call), call);
    // A stack trace shows what all causes say.
    return secrets.areNotIn(cause)
        ? new CloudException(failure, cause)
        : new CloudException(failure);
  }

  /// What failed before anything was asked, such as in the login, has made nothing.
  private static CloudFailure unasked(CloudFailure failure, CallContext call) {
    return !call.repeatable() && !call.hasArrived() && failure instanceof CloudFailure.Unavailable
        ? new CloudFailure.Unreachable(failure.doing(), failure.reason())
        : failure;
  }
}
