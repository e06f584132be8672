package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ForeignFile;
import dev.provision.adapter.jclouds.account.GivenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads `clouds.yaml`, and `secure.yaml` beside it, where OpenStack's own tools look for them.
///
/// A value is the text that is written there: a password may look like a number.
///
/// Tested by `AccountAccessTest`.
final class CloudsYaml {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private final CredentialSources sources;
  private final GivenOptions options;

  CloudsYaml(CredentialSources sources, GivenOptions options) {
    this.sources = sources;
    this.options = options;
  }

  /// A value and where it stands, as `FILE:LINE`.
  record Said(String value, String place) {}

  /// What the file says of this cloud: the keys of the entry and of its `auth`. A key whose value
  /// is a list or a mapping has the value of an empty text.
  Map<String, Said> entry(String name) {
    Path file =
        file()
            .orElseThrow(
                () ->
                    options.invalid(
                        "cloud '%s': there is no clouds.yaml in %s"
                            .formatted(name, directories())));
    Map<String, Node> clouds = clouds(file);
    if (!(clouds.get(name) instanceof MappingNode entry)) {
      throw options.invalid(
          "cloud '%s' is not in %s; it contains %s"
              .formatted(name, file, new TreeSet<>(clouds.keySet())));
    }
    Map<String, Said> flat = new HashMap<>();
    flatten(entry, file, flat);
    Optional<Path> secure = secure(file);
    if (secure.isPresent() && clouds(secure.get()).get(name) instanceof MappingNode secrets) {
      flatten(secrets, secure.get(), flat);
    }
    return flat;
  }

  private Optional<Path> file() {
    Optional<Path> named = sources.variable("OS_CLIENT_CONFIG_FILE").map(Path::of);
    return named.isPresent()
        ? named
        : directories().stream().flatMap(directory -> existing(directory, "clouds")).findFirst();
  }

  private Optional<Path> secure(Path file) {
    Optional<Path> named = sources.variable("OS_CLIENT_SECURE_FILE").map(Path::of);
    return named.isPresent()
        ? named
        : existing(file.toAbsolutePath().resolveSibling("."), "secure").findFirst();
  }

  private static Stream<Path> existing(Path directory, String name) {
    return ENDINGS.stream()
        .map(ending -> directory.resolve(name + ending).normalize())
        .filter(Files::exists);
  }

  private List<Path> directories() {
    return List.of(
        sources.workingDirectory(),
        sources
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElse(sources.home().resolve(".config"))
            .resolve("openstack"),
        Path.of("/etc/openstack"));
  }

  private Map<String, Node> clouds(Path file) {
    try {
      Optional<Node> top =
          new CloudsComposer(file, new ForeignFile(options).readYaml(file), options)
              .getSingleNode();
      if (top.isPresent() && entries(top.get()).get("clouds") instanceof MappingNode clouds) {
        return entries(clouds);
      }
      throw options.invalid(file + " has no mapping 'clouds'");
    } catch (MarkedYamlEngineException e) {
      throw options.invalid(
          "%s%s is not YAML: %s"
              .formatted(
                  file,
                  e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse(""),
                  e.getProblem()));
    } catch (YamlEngineException e) {
      throw options.invalid(
          file + " is not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (StackOverflowError _) {
      // The parser calls itself at each bracket, and has no limit of its own.
      throw options.invalid(file + " is not YAML: it is nested too deeply");
    }
  }

  private static Map<String, Node> entries(Node node) {
    Map<String, Node> entries = new HashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          entries.put(key.getValue(), tuple.getValueNode());
        }
      }
    }
    return entries;
  }

  /// What an entry says, with what its `auth` says. One `auth` within another is no entry's, and
  /// may be the same one again.
  private static void flatten(MappingNode from, Path file, Map<String, Said> to) {
    entries(from)
        .forEach(
            (key, value) -> {
              if (key.equals("auth") && value instanceof MappingNode auth) {
                entries(auth).forEach((inner, said) -> put(inner, said, file, to));
              } else {
                put(key, value, file, to);
              }
            });
  }

  private static void put(String key, Node value, Path file, Map<String, Said> to) {
    if (!value.getTag().equals(Tag.NULL)) {
      String text = value instanceof ScalarNode scalar ? scalar.getValue() : "";
      to.put(key, new Said(text, CloudsComposer.place(file, value)));
    }
  }
}
