package dev.provision.testkit.memory;

/// What a cloud can be asked, one for each method of its port, its catalog, its labels and its
/// consoles that may fail.
public enum CloudOperation {
  /// `locations()`.
  LOCATIONS,
  /// `sizes()`.
  SIZES,
  /// `images()`.
  IMAGES,
  /// `location(text)`.
  LOCATION,
  /// `size(text)`.
  SIZE,
  /// `image(text)`.
  IMAGE,
  /// `nodes()`.
  NODES,
  /// `reachableNodes()`.
  REACHABLE_NODES,
  /// `create(request)`.
  CREATE,
  /// `await(id, limit)`.
  AWAIT,
  /// `destroy(id)`.
  DESTROY,
  /// `label(id, labels)`.
  LABEL,
  /// `console(id)`.
  CONSOLE
}
