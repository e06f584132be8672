package dev.provision.library.provider;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/// What a JAR's manifest names as `Class-Path`. Java loads classes from there, too, wherever that
/// is, and nobody has looked whether others can change it.
///
/// @param jar whose manifest it is
/// @param checked the JARs that are loaded anyway
record ManifestClassPath(Path jar, List<Path> checked) {
  /// @throws UnusableProviderException if it names something that may be there and is not checked
  void check(Attributes said) throws UnusableProviderException {
    String entries = said.getValue(Attributes.Name.CLASS_PATH);
    if (entries != null
        && Stream.of(entries.strip().split("\\s+", -1)).anyMatch(entry -> !isHarmless(entry))) {
      throw new UnusableProviderException(
          "the manifest of %s has the Class-Path '%s', which would load unchecked code; put its libraries into the JAR, or put all JARs into one directory, and remove Class-Path"
              .formatted(jar.getFileName(), entries.strip()));
    }
  }

  /// Maven writes entries that only fit the place where the JAR was built.
  private boolean isHarmless(String entry) {
    try {
      URI place = URI.create(entry);
      if (place.isAbsolute() || place.getRawAuthority() != null || place.getPath() == null) {
        return false;
      }
      Path relative = Path.of(place.getPath());
      if (entry.isEmpty()) {
        return true;
      }
      if (relative.isAbsolute() || Stream.of("..", ".").anyMatch(up -> has(relative, up))) {
        return false;
      }
      return checked.contains(jar.resolveSibling(relative))
          || !Files.exists(jar.resolveSibling(relative.getName(0)), LinkOption.NOFOLLOW_LINKS);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean has(Path path, String element) {
    for (Path one : path) {
      if (one.toString().equals(element)) {
        return true;
      }
    }
    return false;
  }
}
