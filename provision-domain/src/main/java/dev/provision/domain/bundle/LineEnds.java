package dev.provision.domain.bundle;

/// What is done about a script's line ends.
public enum LineEnds {
  /// Those of Windows are an error where they would change what the script does.
  CHECKED,
  /// Those of Windows, and a byte order mark, are taken out.
  UNIX,
  /// They are meant as they are.
  KEEP
}
