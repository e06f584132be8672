package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;

/// Checks requests against a catalog with one image, one size and one location.
public final class LocalCatalog {
  private LocalCatalog() {}

  /// Refuses what is not there.
  ///
  /// @throws CloudException [CloudFailure.NotFound]
  public static void check(
      String doing, NodeRequest request, Image image, Size size, Location location) {
    check(doing, "image", request.image().id(), image.id());
    check(doing, "size", request.size().id(), size.id());
    check(doing, "location", request.location().id(), location.id());
  }

  private static void check(String doing, String what, String wanted, String there) {
    if (!wanted.equals(there)) {
      throw new CloudException(
          new CloudFailure.NotFound(
              doing, "there is no " + what + " " + wanted + " here; the only one is " + there));
    }
  }
}
