package dev.provision.adapter.jclouds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads `clouds.yaml`, and `secure.yaml` beside it, where OpenStack's own tools look for them.
final class CloudsYaml {
  private final Surroundings surroundings;
  private final Options options;

  CloudsYaml(Surroundings surroundings, Options options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  /// What the file says of this cloud: the keys of the entry and of its `auth`.
  Map<String, String> entry(String name) {
    Path file =
        file()
            .orElseThrow(
                () ->
                    options.invalid(
                        "cloud '%s': there is no clouds.yaml in %s"
                            .formatted(name, directories())));
    Map<?, ?> clouds = clouds(file);
    if (!(clouds.get(name) instanceof Map<?, ?> entry)) {
      throw options.invalid(
          "cloud '%s' is not in %s, which has %s".formatted(name, file, names(clouds)));
    }
    Map<String, String> flat = new HashMap<>();
    flatten(entry, flat);
    Path secure = file.resolveSibling("secure.yaml");
    if (Files.isReadable(secure) && clouds(secure).get(name) instanceof Map<?, ?> secrets) {
      flatten(secrets, flat);
    }
    return flat;
  }

  private static Set<String> names(Map<?, ?> clouds) {
    Set<String> names = new TreeSet<>();
    clouds.keySet().forEach(key -> names.add(String.valueOf(key)));
    return names;
  }

  private Optional<Path> file() {
    Optional<Path> named = surroundings.variable("OS_CLIENT_CONFIG_FILE").map(Path::of);
    return named.isPresent()
        ? named
        : directories().stream()
            .map(directory -> directory.resolve("clouds.yaml"))
            .filter(Files::isReadable)
            .findFirst();
  }

  private List<Path> directories() {
    return List.of(
        surroundings.workingDirectory(),
        surroundings.home().resolve(".config/openstack"),
        Path.of("/etc/openstack"));
  }

  private Map<?, ?> clouds(Path file) {
    try {
      Object read =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      if (read instanceof Map<?, ?> top && top.get("clouds") instanceof Map<?, ?> clouds) {
        return clouds;
      }
      throw options.invalid(file + " has no mapping 'clouds'");
    } catch (IOException e) {
      throw options.invalid(file + " cannot be read: " + e.getMessage());
    } catch (YamlEngineException e) {
      throw options.invalid(
          file + " is no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static void flatten(Map<?, ?> from, Map<String, String> to) {
    from.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> auth && String.valueOf(key).equals("auth")) {
            flatten(auth, to);
          } else if (value instanceof String || value instanceof Number) {
            to.put(String.valueOf(key), String.valueOf(value));
          }
        });
  }
}
