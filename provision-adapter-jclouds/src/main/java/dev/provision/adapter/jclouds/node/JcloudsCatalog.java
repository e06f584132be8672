package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;

/// What a cloud offers, as its API lists it.
record JcloudsCatalog(LazyApi api, ApiCalls calls) implements Catalog {
  @Override
  public List<Location> locations() {
    return calls.listing("listing the locations", () -> api.get().locations());
  }

  @Override
  public List<Size> sizes() {
    return calls.listing("listing the sizes", () -> api.get().sizes());
  }

  @Override
  public List<Image> images() {
    return calls.listing("listing the images", () -> api.get().images());
  }

  @Override
  public Optional<Location> location(String text) {
    return calls.repeatable("looking up location " + text, () -> api.get().location(text));
  }

  @Override
  public Optional<Size> size(String text) {
    return calls.repeatable("looking up size " + text, () -> api.get().size(text));
  }

  @Override
  public Optional<Image> image(String text) {
    return calls.repeatable("looking up image " + text, () -> api.get().image(text));
  }
}
