package dev.provision.testkit.memory;

import dev.provision.ports.cloud.CloudFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How calls to an [InMemoryCloud] go wrong.
///
/// @param operation which calls
/// @param failure what they end with
/// @param moment whether the cloud has done by then what it was asked
/// @param node the name or id of the only node that is concerned, where not all are
/// @param times how many calls fail, where not all do until it is healed
/// @param period how long calls fail, where not until it is healed; by the cloud's clock
public record CloudFault(
    CloudOperation operation,
    CloudFailure failure,
    Moment moment,
    Optional<String> node,
    OptionalInt times,
    Optional<Duration> period) {

  /// When a call goes wrong.
  public enum Moment {
    /// Before the cloud has done anything.
    BEFORE,
    /// When the cloud has done what it was asked: the answer is lost.
    AFTER
  }

  /// All calls of this operation fail, before anything is done, until it is healed.
  public static CloudFault of(CloudOperation operation, CloudFailure failure) {
    return new CloudFault(
        operation, failure, Moment.BEFORE, Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  /// The same, when the cloud has done what it was asked.
  public CloudFault afterEffect() {
    return new CloudFault(operation, failure, Moment.AFTER, node, times, period);
  }

  /// The same for one node only.
  ///
  /// @param nameOrId the node's
  public CloudFault forNode(String nameOrId) {
    return new CloudFault(operation, failure, moment, Optional.of(nameOrId), times, period);
  }

  /// The same for the next calls only.
  public CloudFault times(int calls) {
    return new CloudFault(operation, failure, moment, node, OptionalInt.of(calls), period);
  }

  /// The same for some time only, from when it is injected.
  public CloudFault lasting(Duration time) {
    return new CloudFault(operation, failure, moment, node, times, Optional.of(time));
  }
}
