package dev.provision.library.provider;

import dev.provision.domain.ProblemsException;
import dev.provision.library.settings.ProvisionSettings;
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
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All available providers: built-in ones, those added in code, and those in third-party JARs.
///
/// Tested by `ProviderJarsTest`, `ForeignProvidersTest` and `AccountSettingsTest`.
public final class ProviderCatalog {
  private final ProvisionSettings settings;
  private final List<FoundProvider> own = new ArrayList<>();
  private final Map<String, FoundProvider> byName = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable ThirdPartyProviders foreign;

  /// Looks for those of the class path; for those in JARs only when they are asked for.
  @Inject
  public ProviderCatalog(ProvisionSettings settings) {
    this.settings = settings;
    settings
        .providers()
        .forEach(
            provider ->
                add(new FoundProvider(provider, origin(provider.getClass()), Optional.empty())));
    ServiceLoader.load(CloudProvider.class).stream().forEach(this::add);
  }

  /// Those in JARs, which nobody looks at before something is asked for that they may have.
  private synchronized ThirdPartyProviders foreign() {
    if (foreign == null) {
      ProviderJars jars =
          ProviderJars.in(
              settings.providersDirectory(), ProviderProbe.USUAL, settings.environment());
      foreign = ThirdPartyProviders.of(jars, byName);
    }
    return foreign;
  }

  /// A provider that cannot even be constructed is left out and named, so that the others stay
  /// usable.
  private void add(ServiceLoader.Provider<CloudProvider> candidate) {
    CloudProvider provider;
    try {
      provider = candidate.get();
    } catch (ServiceConfigurationError e) {
      warnings.add(
          "ignoring provider %s: %s".formatted(candidate.type().getName(), e.getMessage()));
      return;
    }
    add(new FoundProvider(provider, origin(candidate.type()), Optional.empty()));
  }

  private void add(FoundProvider one) {
    own.add(one);
    for (String name : one.provider().names()) {
      FoundProvider earlier = byName.putIfAbsent(name, one);
      if (earlier != null) {
        warnings.add(
            "two providers are named '%s': using the one from %s, ignoring the one from %s"
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

  public List<FoundProvider> found() {
    return Stream.concat(own.stream(), foreign().usable().stream()).toList();
  }

  /// Those known so far: JARs that were not looked at are not warned of.
  public synchronized List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (foreign != null) {
      all.addAll(foreign.warnings());
    }
    return List.copyOf(all);
  }

  /// Finds a provider by one of its names.
  ///
  /// @throws ProblemsException if there is none of that name; it names those there are
  public FoundProvider named(String name) {
    FoundProvider provider = byName.get(name);
    return provider != null ? provider : foreign().named(name, byName.keySet());
  }

  /// Whether the program brings it, or was given it in code.
  public boolean isOwn(String name) {
    return byName.containsKey(name);
  }
}
