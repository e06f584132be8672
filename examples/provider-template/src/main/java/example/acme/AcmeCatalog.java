package example.acme;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What Acme offers. An API that has lists is asked for them here.
final class AcmeCatalog implements Catalog {
  @Override
  public List<Location> locations() {
    return List.of(new Location("here", "Here"));
  }

  @Override
  public List<Size> sizes() {
    return List.of(
        new Size(
            "small",
            "Small",
            OptionalDouble.of(1),
            OptionalLong.of(1L << 30),
            OptionalLong.empty()));
  }

  @Override
  public List<Image> images() {
    return List.of(new Image("ubuntu-24.04", "Ubuntu 24.04 LTS (Noble Numbat)"));
  }
}
