package dev.provision.library.provider;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.provider.ProviderJars.Broken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The providers in JARs of third parties, by the names that lead to them.
///
/// A name that the program itself brings leads to none of them. One that two JARs claim, be it by a
/// provider's name or a broken file's, leads to none, either: the account of that name, and its
/// secret, belong to one of the two.
///
/// Tested by `ForeignProvidersTest`, `ProviderJarsTest` and `BadJarsTest`.
///
/// @param usable those that some name leads to
/// @param byName each name and what claims it: providers that can be used, and broken ones
/// @param warnings what was left out, and why
record ThirdPartyProviders(
    List<FoundProvider> usable, Map<String, Claims> byName, List<String> warnings) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  /// @param providers those that have the name
  /// @param broken those that had it, could they be used
  record Claims(List<FoundProvider> providers, List<Broken> broken) {
    private Claims() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    /// The files, each once.
    private Set<String> origins() {
      Set<String> all = new TreeSet<>();
      providers.forEach(one -> all.add(one.origin()));
      broken.forEach(one -> all.add(one.origin()));
      return all;
    }
  }

  /// @param own what goes before all of them
  static ThirdPartyProviders of(ProviderJars jars, Map<String, FoundProvider> own) {
    ThirdPartyProviders all =
        new ThirdPartyProviders(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    jars.broken().forEach(all::leaveOut);
    List<FoundProvider> free = new ArrayList<>();
    for (FoundProvider one : jars.usable()) {
      all.free(one, own).ifPresent(free::add);
    }
    free.forEach(
        one -> one.provider().names().forEach(name -> all.claims(name).providers.add(one)));
    all.settle(free);
    return all;
  }

  private Claims claims(String name) {
    return byName.computeIfAbsent(name, _ -> new Claims());
  }

  private void leaveOut(Broken one) {
    Set<String> names = new HashSet<>(one.names());
    names.add(one.name());
    names.forEach(name -> claims(name).broken.add(one));
    warnings.add(
        "ignoring provider '%s' (%s): %s".formatted(one.name(), one.origin(), one.cause()));
  }

  /// The provider with those of its names that the program does not bring.
  private Optional<FoundProvider> free(FoundProvider one, Map<String, FoundProvider> own) {
    List<String> names = one.provider().names();
    Optional<String> cause = unsuitable(names, own);
    if (cause.isPresent()) {
      leaveOut(new Broken(one.file(), names, one.origin(), cause.get()));
      return Optional.empty();
    }
    for (String name : names) {
      FoundProvider earlier = own.get(name);
      if (earlier != null) {
        warnings.add(
            "two providers are named '%s': using the one from %s, ignoring the one from %s"
                .formatted(name, earlier.origin(), one.origin()));
      }
    }
    return Optional.of(
        one.named(names.stream().filter(name -> !own.containsKey(name)).distinct().toList()));
  }

  /// Why a provider of these names is left out, if it is.
  private static Optional<String> unsuitable(List<String> names, Map<String, FoundProvider> own) {
    Optional<String> bad = names.stream().filter(name -> !NAME.matcher(name).matches()).findFirst();
    if (names.isEmpty() || bad.isPresent()) {
      String which = bad.map(name -> "is named '" + name + "'").orElse("has no name");
      return Optional.of(
          "the provider in it "
              + which
              + "; names consist of lower-case letters, digits, '-', '.', and '_'");
    }
    return Optional.ofNullable(own.get(names.getFirst()))
        .map(
            earlier ->
                "the provider in it is named '%s', like the one from %s, which is used instead"
                    .formatted(names.getFirst(), earlier.origin()));
  }

  private void settle(List<FoundProvider> free) {
    byName.forEach(
        (name, claims) -> {
          if (!claims.providers.isEmpty() && claims.origins().size() > 1) {
            warnings.add(
                "no provider is used as '%s', because two have that name: %s"
                    .formatted(name, String.join(" and ", claims.origins())));
          }
        });
    free.stream()
        .filter(one -> one.provider().names().stream().anyMatch(name -> leadsTo(name, one)))
        .map(
            one ->
                one.named(
                    one.provider().names().stream().filter(name -> leadsTo(name, one)).toList()))
        .forEach(usable::add);
  }

  private boolean leadsTo(String name, FoundProvider one) {
    Claims claims = claims(name);
    return claims.origins().size() == 1 && claims.providers.getFirst().equals(one);
  }

  /// @param own names that the error may propose, too
  /// @throws ProblemsException if none can be used by that name
  FoundProvider named(String name, Set<String> own) {
    Claims claims = byName.getOrDefault(name, new Claims());
    if (claims.origins().size() > 1) {
      throw new ProblemsException(
          Problem.of(
                  "the provider '%s' cannot be used: %s have that name"
                      .formatted(name, String.join(" and ", claims.origins())))
              .next("remove the one that you do not want"));
    }
    return usable.stream()
        .filter(one -> one.provider().names().contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                claims.broken.stream()
                    .findFirst()
                    .map(one -> unusable(name, one))
                    .orElseGet(() -> unknown(name, own)));
  }

  private static ProblemsException unusable(String name, Broken one) {
    return new ProblemsException(
        Problem.at(
                one.origin(), "the provider '%s' cannot be used: %s".formatted(name, one.cause()))
            .next("replace the JAR, or remove it and choose another provider"));
  }

  private ProblemsException unknown(String name, Set<String> own) {
    Set<String> all = new TreeSet<>(own);
    usable.forEach(one -> all.addAll(one.provider().names()));
    return new ProblemsException(
        Problem.of("there is no provider '%s'".formatted(name))
            .next(NearNames.advice(name, all) + "; 'provision providers' describes each"));
  }
}
