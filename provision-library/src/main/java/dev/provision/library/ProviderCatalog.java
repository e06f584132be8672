package dev.provision.library;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.ProviderJars.Broken;
import dev.provision.ports.cloud.CloudException;
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
import java.util.regex.Pattern;

/// The providers there are: those that the program brings, those that it was given, and those in
/// JARs of third parties.
final class ProviderCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private final List<FoundProvider> found = new ArrayList<>();
  private final Map<String, FoundProvider> byName = new LinkedHashMap<>();
  private final Map<String, Broken> broken = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  @Inject
  ProviderCatalog(Settings settings) {
    settings
        .providers()
        .forEach(
            provider ->
                add(new FoundProvider(provider, origin(provider.getClass()), Optional.empty())));
    ServiceLoader.load(CloudProvider.class).stream().forEach(this::add);
    ProviderJars jars = ProviderJars.in(settings.providersDirectory());
    jars.broken().forEach(one -> leaveOut(one, List.of()));
    jars.usable().forEach(this::addForeign);
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
    add(new FoundProvider(provider, origin(candidate.type()), Optional.empty()));
  }

  /// What it says of itself is asked for here, so that it is left out if it cannot say it.
  private void addForeign(FoundProvider one) {
    String file = String.valueOf(Path.of(one.origin()).getFileName()).replaceFirst("\\.jar$", "");
    List<String> names = List.of();
    try {
      names = one.provider().names();
      Optional<String> cause = unsuitable(names);
      if (cause.isPresent()) {
        leaveOut(new Broken(file, one.origin(), cause.get()), names);
        return;
      }
      warnOfTaken(one, names);
      List<String> free = names.stream().filter(name -> !byName.containsKey(name)).toList();
      add(new FoundProvider(Introduction.of(free, one.provider()), one.origin(), one.version()));
    } catch (CloudException e) {
      leaveOut(new Broken(file, one.origin(), e.failure().reason()), names);
    }
  }

  /// Why a provider of these names is left out, if it is.
  private Optional<String> unsuitable(List<String> names) {
    Optional<String> bad = names.stream().filter(name -> !NAME.matcher(name).matches()).findFirst();
    if (names.isEmpty() || bad.isPresent()) {
      String which = bad.map(name -> "is called '" + name + "'").orElse("has no name");
      return Optional.of(
          "the provider in it " + which + "; names are lower case, digits, '-', '.', '_'");
    }
    return Optional.ofNullable(byName.get(names.getFirst()))
        .map(
            earlier ->
                "the provider in it is called '%s' like the one from %s, which is used"
                    .formatted(names.getFirst(), earlier.origin()));
  }

  private void warnOfTaken(FoundProvider one, List<String> names) {
    for (String name : names) {
      FoundProvider earlier = byName.get(name);
      if (earlier != null) {
        warnings.add(
            "two providers are called '%s': the one from %s is used, the one from %s is not"
                .formatted(name, earlier.origin(), one.origin()));
      }
    }
  }

  /// @param names by which it might be asked for, besides its file's
  private void leaveOut(Broken one, List<String> names) {
    broken.put(one.name(), one);
    names.forEach(name -> broken.putIfAbsent(name, one));
    warnings.add(
        "provider '%s' (%s) left out: %s".formatted(one.name(), one.origin(), one.cause()));
  }

  private void add(FoundProvider one) {
    found.add(one);
    List<String> names = one.provider().names();
    warnOfTaken(one, names);
    names.forEach(name -> byName.putIfAbsent(name, one));
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
  FoundProvider named(String name) {
    FoundProvider provider = byName.get(name);
    Broken unusable = broken.get(name);
    if (provider == null && unusable != null) {
      throw new ProblemsException(
          Problem.at(
                  unusable.origin(),
                  "the provider '%s' cannot be used: %s".formatted(name, unusable.cause()))
              .next("replace the JAR, or remove it and choose another provider"));
    }
    if (provider == null) {
      throw new ProblemsException(
          Problem.of("there is no provider '%s'".formatted(name))
              .next(
                  NearNames.advice(name, byName.keySet())
                      + "; 'provision providers' tells about each"));
    }
    return provider;
  }
}
