package dev.provision.ports.cloud;

import java.util.List;
import java.util.Optional;

/// What a provider offers: where nodes can run, how large they can be, and what they run.
///
/// The rules of [CloudPort] hold: methods are safe for use by several threads at once, and every
/// failure is a [CloudException].
public interface Catalog {
  /// The places where nodes can run, in the provider's order, which `-l INDEX` counts from 0.
  List<Location> locations();

  /// The sizes a node can have, in the provider's order, which `-s INDEX` counts from 0.
  List<Size> sizes();

  /// The images a node can run, in the provider's order.
  List<Image> images();

  /// The location that this string denotes, if that can be determined without listing all: an ID,
  /// or the index of one that is known in advance. Whether it exists may turn out only when a node
  /// is created in it.
  ///
  /// @return empty if the string denotes none, or only a list can tell
  default Optional<Location> location(String text) {
    return Optional.empty();
  }

  /// The size that this string denotes, if that can be determined without listing all; see
  /// [#location(String)].
  default Optional<Size> size(String text) {
    return Optional.empty();
  }

  /// The image that this string denotes at this provider, if that can be determined without listing
  /// all: an ID, or the full name of an image for which the provider has another name, such as
  /// `Ubuntu 24.04 LTS (Noble Numbat)`; if there are several, the newest one.
  default Optional<Image> image(String text) {
    return Optional.empty();
  }
}
