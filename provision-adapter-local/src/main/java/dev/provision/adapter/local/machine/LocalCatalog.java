package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import java.util.List;

/// A catalog with one location, one size and one image.
///
/// @param onlyLocation reads the location
/// @param onlySize reads the size
/// @param onlyImage reads the image
public record LocalCatalog(
    FailureTranslation.Work<Location> onlyLocation,
    FailureTranslation.Work<Size> onlySize,
    FailureTranslation.Work<Image> onlyImage)
    implements Catalog {
  @Override
  public List<Location> locations() {
    return FailureTranslation.to("listing locations", () -> List.of(onlyLocation.run()));
  }

  @Override
  public List<Size> sizes() {
    return FailureTranslation.to("listing sizes", () -> List.of(onlySize.run()));
  }

  @Override
  public List<Image> images() {
    return FailureTranslation.to("listing images", () -> List.of(onlyImage.run()));
  }

  /// Refuses what is not in it.
  ///
  /// @throws CloudException [CloudFailure.NotFound]
  public void check(String doing, NodeRequest request) {
    check(doing, "image", request.image().id(), FailureTranslation.to(doing, onlyImage).id());
    check(doing, "size", request.size().id(), FailureTranslation.to(doing, onlySize).id());
    check(
        doing,
        "location",
        request.location().id(),
        FailureTranslation.to(doing, onlyLocation).id());
  }

  private static void check(String doing, String what, String wanted, String there) {
    if (!wanted.equals(there)) {
      throw new CloudException(
          new CloudFailure.NotFound(
              doing, "there is no " + what + " " + wanted + " here; the only one is " + there));
    }
  }
}
