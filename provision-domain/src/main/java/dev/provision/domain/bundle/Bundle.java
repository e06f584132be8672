package dev.provision.domain.bundle;

import java.util.List;

/// A named collection of scripts and files.
///
/// @param name what `-b` asks for
/// @param scripts run in this order
/// @param files put before any script runs
/// @param origin where it was defined, such as `web/provision.yaml:12:5`
public record Bundle(String name, List<ScriptEntry> scripts, List<FileEntry> files, String origin) {
  /// Copies the lists.
  public Bundle {
    scripts = List.copyOf(scripts);
    files = List.copyOf(files);
  }
}
