package dev.provision.ports.cloud;

import java.util.List;
import java.util.Optional;

/// What a provider offers: where nodes can run, how large they can be, and what they start from.
///
/// The rules of [CloudPort] hold: methods may be called from several threads at once, and every
/// failure is a [CloudException].
public interface Catalog {
  /// The places where nodes can run, in the provider's order, which `-l INDEX` counts from 0.
  List<Location> locations();

  /// The sizes a node can have, in the provider's order, which `-s INDEX` counts from 0.
  List<Size> sizes();

  /// The images a node can start from, in the provider's order.
  List<Image> images();

  /// The location that this text stands for, where that can be told without listing them all: an
  /// id, or the index of one that is known beforehand. Whether it exists may turn out only when a
  /// node is created in it.
  ///
  /// @return empty where the text stands for none, or only a list can tell
  default Optional<Location> location(String text) {
    return Optional.empty();
  }

  /// The size that this text stands for, where that can be told without listing them all; see
  /// [#location(String)].
  default Optional<Size> size(String text) {
    return Optional.empty();
  }

  /// The image that this text stands for at this provider, where that can be told without listing
  /// them all: an id, or the full name of a system that the provider calls otherwise, such as
  /// `Ubuntu 24.04 LTS (Noble Numbat)`; of several, the newest one.
  default Optional<Image> image(String text) {
    return Optional.empty();
  }
}
