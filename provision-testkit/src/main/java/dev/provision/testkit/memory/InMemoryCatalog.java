package dev.provision.testkit.memory;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What a cloud in memory offers: one location, three sizes, and some images.
final class InMemoryCatalog implements Catalog {
  private final InMemoryCalls calls;
  private final List<Image> all;

  /// @param images their names
  InMemoryCatalog(InMemoryCalls calls, List<String> images) {
    this.calls = calls;
    this.all =
        IntStream.range(0, images.size())
            .mapToObj(i -> new Image("img-" + (i + 1), images.get(i)))
            .toList();
  }

  @Override
  public List<Location> locations() {
    return calls.list(CloudOperation.LOCATIONS, () -> List.of(new Location("here", "In memory")));
  }

  @Override
  public List<Size> sizes() {
    return calls.list(
        CloudOperation.SIZES, () -> List.of(size("small", 1), size("medium", 2), size("large", 4)));
  }

  private static Size size(String id, int cpus) {
    return new Size(
        id,
        id,
        OptionalDouble.of(cpus),
        OptionalLong.of(cpus * (1L << 30)),
        OptionalLong.of(cpus * (10L << 30)));
  }

  @Override
  public List<Image> images() {
    return calls.list(CloudOperation.IMAGES, () -> all);
  }

  /// None is known without listing them.
  @Override
  public Optional<Location> location(String text) {
    return told(CloudOperation.LOCATION, text);
  }

  /// None is known without listing them.
  @Override
  public Optional<Size> size(String text) {
    return told(CloudOperation.SIZE, text);
  }

  /// None is known without listing them.
  @Override
  public Optional<Image> image(String text) {
    return told(CloudOperation.IMAGE, text);
  }

  private <T> Optional<T> told(CloudOperation operation, String text) {
    return calls.make(
        operation,
        "looking for %s %s".formatted(InMemoryCalls.words(operation), text),
        _ -> false,
        Optional::empty);
  }
}
