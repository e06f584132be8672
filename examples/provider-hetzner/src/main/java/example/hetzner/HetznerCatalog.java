package example.hetzner;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Hetzner offers: its server types are sizes.
record HetznerCatalog(HetznerApi api) implements Catalog {
  @Override
  public List<Location> locations() {
    return Listings.locations(
        api.all("listing the locations", "/locations", "locations", Map.of()));
  }

  @Override
  public List<Size> sizes() {
    return Listings.sizes(api.all("listing the sizes", "/server_types", "server_types", Map.of()));
  }

  @Override
  public List<Image> images() {
    Map<String, String> usable = Map.of("status", "available");
    // Each system is there once for each kind of processor; the size that is chosen decides.
    return Listings.images(api.all("listing the images", "/images", "images", usable)).stream()
        .distinct()
        .toList();
  }

  @Override
  public Optional<Image> image(String text) {
    return Mapping.system(text);
  }
}
