package dev.provision.domain.bundle;

import java.util.List;

/// Nodes that an entry of a bundle is for.
///
/// @param systems as `ID` or `ID_LIKE` of `/etc/os-release` names them, such as `debian`; empty:
///   all
/// @param architectures as `uname -m` names them, such as `aarch64`; empty: all
public record SystemFilter(List<String> systems, List<String> architectures) {
  /// Every node.
  public static final SystemFilter ALL = new SystemFilter(List.of(), List.of());

  /// Copies the lists.
  public SystemFilter {
    systems = List.copyOf(systems);
    architectures = List.copyOf(architectures);
  }
}
