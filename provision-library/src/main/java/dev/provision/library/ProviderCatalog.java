package dev.provision.library;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.CloudProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// The providers on the class path.
@Singleton
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

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? type.getName() : source.getLocation().getPath();
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
