package dev.provision.library.configuration.yaml;

import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/// Paths in a bundle of `provision.yaml`: sources on this machine and targets on the node. Tested
/// by `ProvisionYamlTest`.
final class EntryPaths {
  private final YamlReader reader;
  private final Environment environment;
  private final Path scripts;
  private final Path files;
  private final String targetDirectory;
  private final Map<String, String> places = new HashMap<>();

  /// @param directory the configuration directory
  /// @param targetDirectory where scripts go that name no target
  EntryPaths(YamlReader reader, Environment environment, Path directory, String targetDirectory) {
    this.reader = reader;
    this.environment = environment;
    this.scripts = directory.resolve("scripts");
    this.files = directory.resolve("files");
    this.targetDirectory = targetDirectory;
  }

  /// A path that names a file.
  Optional<String> path(Node node, String what) {
    return reader
        .text(node, what)
        .filter(
            path -> {
              boolean named = !path.isBlank() && !path.endsWith("/") && path.indexOf('\0') < 0;
              if (!named) {
                reader.problem(node, what + ": '" + path + "' does not name a file");
              }
              return named;
            });
  }

  /// A target that is written as a value.
  Optional<String> target(Node node, String what) {
    return reader.text(node, what).filter(target -> isTarget(target, node, what));
  }

  boolean isTarget(String target, Node node, String what) {
    if (!target.startsWith("/")) {
      reader.problem(
          node,
          "%s: target '%s' is not an absolute path on the node".formatted(what, target),
          "start it with /, such as /root/" + target.replaceFirst("^(~?/)+", ""));
      return false;
    }
    if (target.endsWith("/") || target.indexOf('\0') >= 0) {
      reader.problem(
          node,
          "%s: target '%s' is not the path of a file".formatted(what, target),
          "give the path of a file, such as /etc/motd");
      return false;
    }
    return true;
  }

  /// Where a script goes that names no target.
  String target(String path) {
    return defaultTarget(targetDirectory, path);
  }

  /// A script keeps its path below the target directory; one from elsewhere, its name.
  static String defaultTarget(String targetDirectory, String path) {
    boolean elsewhere =
        path.startsWith("/")
            || path.startsWith("~/")
            || path.startsWith("../")
            || FileSources.isBuiltIn(path);
    String below = elsewhere ? path.substring(path.lastIndexOf('/') + 1) : path;
    return (targetDirectory.endsWith("/") ? targetDirectory : targetDirectory + "/") + below;
  }

  /// The source of a script.
  ///
  /// @param node where it is named
  String script(String path, Node node) {
    return noted(source(scripts, path), node);
  }

  /// The source of a file.
  ///
  /// @param node where it is named
  String file(String path, Node node) {
    return noted(source(files, path), node);
  }

  /// The source of a file that names none: the one in `files/` that is called like its target.
  ///
  /// @param node where the target is named
  String usualFile(String target, Node node) {
    return noted(files.resolve(target.substring(target.lastIndexOf('/') + 1)).toString(), node);
  }

  private String source(Path directory, String path) {
    return FileSources.isBuiltIn(path)
        ? path
        : environment.resolve(path, directory).normalize().toString();
  }

  private String noted(String source, Node node) {
    places.putIfAbsent(source, reader.where(node));
    return source;
  }

  /// Where each source is named first.
  Map<String, String> places() {
    return places;
  }
}
