package dev.provision.library;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// The providers on the class path.
final class ProviderCatalog {
  private final List<FoundProvider> found = new ArrayList<>();
  private final Map<String, FoundProvider> byName = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  @Inject
  ProviderCatalog() {
    ServiceLoader.load(CloudProvider.class).stream().forEach(this::add);
  }

  /// A provider that cannot even be constructed is left out and named, so that the others stay
  /// usable.
  private void add(ServiceLoader.Provider<CloudProvider> candidate) {
    CloudProvider provider;
    try {
      provider = candidate.get();
    } catch (ServiceConfigurationError e) {
      warnings.add(
          "provider %s left out: %s".formatted(candidate.type().getName(), e.getMessage()));
      return;
    }
    FoundProvider one = new FoundProvider(provider, origin(candidate.type()));
    found.add(one);
    for (String name : provider.names()) {
      FoundProvider earlier = byName.putIfAbsent(name, one);
      if (earlier != null) {
        warnings.add(
            "two providers are called '%s': the one from %s is used, the one from %s is not"
                .formatted(name, earlier.origin(), one.origin()));
      }
    }
  }

  /// Where the class was found. Its protection domain would do, but comes from the start-up cache,
  /// which tells where the distribution was built.
  private static String origin(Class<?> type) {
    String name = type.getName();
    URL place = type.getResource(name.substring(name.lastIndexOf('.') + 1) + ".class");
    if (place == null) {
      return name;
    }
    String suffix = "/" + name.replace('.', '/') + ".class";
    String root = place.toString().replaceFirst("^jar:", "").replace("!" + suffix, "");
    try {
      return Path.of(URI.create(root.replace(suffix, ""))).toString();
    } catch (IllegalArgumentException | FileSystemNotFoundException _) {
      return root;
    }
  }

  List<FoundProvider> found() {
    return List.copyOf(found);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// @throws ProblemsException if there is none of that name; it names those there are
  CloudProvider named(String name) {
    FoundProvider provider = byName.get(name);
    if (provider == null) {
      throw new ProblemsException(
          Problem.of("there is no provider '%s'".formatted(name))
              .next(
                  NearNames.advice(name, byName.keySet())
                      + "; 'provision providers' tells about each"));
    }
    return provider.provider();
  }
}
