package dev.provision.adapter.jclouds.call;

import com.google.gson.stream.MalformedJsonException;
import dev.provision.ports.cloud.CloudFailure;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jclouds.rest.AuthorizationException;
import org.jclouds.rest.InsufficientResourcesException;
import org.jclouds.rest.ResourceNotFoundException;

/// What a failure of jclouds means.
///
/// The status that the cloud answered counts before the kind of exception: every API of jclouds has
/// its own idea of the latter.
///
/// Tested by `FailuresTest`, `AnswerLimitsTest` and `EchoTest`.
final class FailureMapping {
  private static final Pattern QUOTA =
      Pattern.compile(
          "(?i)quota|limit ?exceeded|exceeds? .*(limit|capacity)|insufficient"
              + " .*(capacity|resources)|maximum number|droplet limit");

  private static final Pattern TAKEN =
      Pattern.compile("(?i)already (exists|in use|taken)|name .*in use|DuplicateName");

  private static final Pattern MISSING =
      Pattern.compile(
          "(?i)NotFound|not ?found|does not exist|could not be found|Malformed$|unable to find");

  /// What Docker answers with 500, though nothing is wrong with the engine.
  private static final Pattern PORT_TAKEN =
      Pattern.compile("(?i)port is already allocated|address already in use");

  /// Words that are about a program, and not about an answer.
  private static final Pattern JAVAS =
      Pattern.compile(
          "^java\\.lang\\.(NullPointer|ClassCast|IndexOutOfBounds|ArrayIndex)|java\\.util\\.NoSuchElement|NullPointerException|ClassCastException|Cannot"
              + " invoke|Null [a-z]+$|parsed result from|Illegal character in"
              + " (path|query|authority)");

  private static final int SEE_OTHER = 303;

  private FailureMapping() {}

  /// @param doing what was being done
  /// @param cause what jclouds threw
  static CloudFailure of(String doing, Throwable cause, CallContext call) {
    return call.refusal()
        .or(
            () ->
                CauseChain.find(cause, ErrorResponseException.class)
                    .map(ErrorResponseException::refusal))
        .map(said -> of(doing, said, call))
        .orElseGet(() -> withoutAnswer(doing, cause, call));
  }

  private static CloudFailure of(String doing, ErrorResponse refusal, CallContext call) {
    String words = refusal.words();
    if (refusal.redirect().isPresent()) {
      String said = who(call) + " " + words;
      // The one redirect that says that what was asked for has been done.
      return refusal.status() == SEE_OTHER
          ? new CloudFailure.Malformed(doing, said)
          : new CloudFailure.Redirected(doing, said);
    }
    String all = refusal.code() + " " + refusal.body();
    if (refusal.tooMany()) {
      return new CloudFailure.RateLimited(doing, words, refusal.retryAfter());
    }
    boolean quota = QUOTA.matcher(all).find();
    return switch (refusal.status()) {
      case 401 -> new CloudFailure.Unauthorized(doing, words);
      case 403 ->
          quota
              ? new CloudFailure.QuotaExceeded(doing, words)
              : new CloudFailure.Unauthorized(doing, words);
      case 407 ->
          new CloudFailure.Unreachable(
              doing, who(call) + ": the proxy requires another user or password (HTTP status 407)");
      case 404, 410 -> new CloudFailure.NotFound(doing, words);
      case 402, 413 -> new CloudFailure.QuotaExceeded(doing, words);
      case 408, 504 -> new CloudFailure.Unavailable(doing, words);
      default -> byCode(doing, refusal, quota);
    };
  }

  private static CloudFailure byCode(String doing, ErrorResponse refusal, boolean quota) {
    String words = refusal.words();
    String code = refusal.code();
    if (PORT_TAKEN.matcher(refusal.body()).find()) {
      return new CloudFailure.InvalidRequest(doing, words);
    }
    if (refusal.status() >= 500 && !quota && !refusal.isLastWord()) {
      return new CloudFailure.Unavailable(doing, words);
    }
    if (quota) {
      return new CloudFailure.QuotaExceeded(doing, words);
    }
    if (code.contains("AuthFailure") || code.contains("Unauthorized")) {
      return new CloudFailure.Unauthorized(doing, words);
    }
    if (TAKEN.matcher(refusal.body()).find()) {
      return new CloudFailure.NameTaken(doing, words);
    }
    if (MISSING.matcher(code).find() || MISSING.matcher(refusal.body()).find()) {
      return new CloudFailure.NotFound(doing, words);
    }
    return new CloudFailure.InvalidRequest(doing, words);
  }

  private static String who(CallContext call) {
    return call.receiver().isEmpty() ? "the cloud" : call.receiver();
  }

  private static CloudFailure withoutAnswer(String doing, Throwable cause, CallContext call) {
    Optional<UnusableAnswerException> unusable =
        CauseChain.find(cause, UnusableAnswerException.class);
    if (unusable.isPresent()) {
      return new CloudFailure.Malformed(doing, who(call) + " " + reason(unusable.get(), call));
    }
    Optional<AuthorizationException> refused = CauseChain.find(cause, AuthorizationException.class);
    if (refused.isPresent()) {
      return new CloudFailure.Unauthorized(doing, reason(refused.get(), call));
    }
    if (CauseChain.find(cause, InsufficientResourcesException.class).isPresent()) {
      return new CloudFailure.QuotaExceeded(doing, reason(cause, call));
    }
    if (CauseChain.find(cause, ResourceNotFoundException.class).isPresent()) {
      return new CloudFailure.NotFound(doing, reason(cause, call));
    }
    Optional<IOException> io = CauseChain.find(cause, IOException.class);
    // What ends in the middle, or is no JSON, are kinds of IOException, too.
    if (io.isPresent()
        && !(io.get() instanceof EOFException)
        && !(io.get() instanceof MalformedJsonException)) {
      return ofNetwork(doing, io.get(), call);
    }
    if (CauseChain.find(cause, LinkageError.class).isPresent()) {
      return new CloudFailure.Unclassified(doing, reason(cause, call));
    }
    // jclouds has an answer then, and stumbles over it: in its JSON or XML, or later in the values.
    return new CloudFailure.Malformed(
        doing, "the answer from " + who(call) + " could not be parsed: " + reason(cause, call));
  }

  private static CloudFailure ofNetwork(String doing, IOException io, CallContext call) {
    String who = who(call);
    return switch (LostAnswer.of(io)) {
      case UNKNOWN_HOST -> new CloudFailure.Unreachable(doing, "there is no such host: " + who);
      case NO_CONNECTION ->
          new CloudFailure.Unreachable(
              doing, who + " does not accept connections: " + reason(io, call));
      case UNTRUSTED -> new CloudFailure.Unreachable(doing, CertificateTrouble.words(who, io));
      case NO_TLS ->
          new CloudFailure.Unreachable(
              doing, who + " and this program could not negotiate TLS: " + reason(io, call));
      case NO_HTTP ->
          new CloudFailure.Malformed(
              doing, who + " sent an answer that is not HTTP: " + reason(io, call));
      case SILENCE ->
          new CloudFailure.TimedOut(doing, who + " does not answer: " + reason(io, call));
      case INTERRUPTION -> new CloudFailure.Interrupted(doing, reason(io, call));
      case CUT ->
          new CloudFailure.Unavailable(doing, who + " closed the connection: " + reason(io, call));
    };
  }

  /// The first line of what it says; where only Java or a library speaks of itself, what that
  /// means.
  private static String reason(Throwable cause, CallContext call) {
    if (cause instanceof RuntimeException && JAVAS.matcher(cause.toString()).find()) {
      return "something in it is missing, or has another type";
    }
    String said = cause.getMessage() == null ? "" : call.masked(cause.getMessage().strip());
    int end = said.indexOf('\n');
    String line = end < 0 ? said : said.substring(0, end);
    return line.isEmpty()
        ? cause.getClass().getSimpleName().replaceFirst("Exception$", "").toLowerCase(Locale.ROOT)
        : line;
  }
}
