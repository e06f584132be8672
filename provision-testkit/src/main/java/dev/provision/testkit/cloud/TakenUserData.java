package dev.provision.testkit.cloud;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.NodeRequest;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// What user data a cloud in memory takes.
///
/// @param taken whether it takes any
/// @param limit the maximum number of bytes, if there is a limit
public record TakenUserData(boolean taken, OptionalInt limit) {
  public static final TakenUserData NONE = new TakenUserData(false, OptionalInt.empty());

  /// Refuses what is not taken.
  public void check(String doing, NodeRequest request) {
    int bytes = request.userData().orElse("").getBytes(StandardCharsets.UTF_8).length;
    if (bytes > 0 && !taken) {
      throw new CloudException(
          new CloudFailure.Unsupported(doing, "this cloud does not support user data"));
    }
    if (bytes > limit.orElse(Integer.MAX_VALUE)) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "its user data has %s bytes; the cloud accepts at most %s"
                  .formatted(bytes, limit.getAsInt())));
    }
  }
}
