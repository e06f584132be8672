package dev.provision.library.configuration;

import dev.provision.domain.Problem;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.TextSetting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What configuration directories say as far as they are in order, and what is wrong in them.
///
/// @param loaded what they say
/// @param problems all that is wrong
/// @param complete whether every directory could be read: otherwise a name that is missing may be
///   in the one that could not
/// @param origins where settings were set, by key, such as `image`; built-in ones are missing
public record LoadResult(
    LoadedConfiguration loaded,
    List<Problem> problems,
    boolean complete,
    Map<String, String> origins) {
  /// Copies the collections.
  public LoadResult {
    problems = List.copyOf(problems);
    origins = Map.copyOf(origins);
  }

  static LoadResult of(LoadSession session, LoadedConfiguration loaded) {
    Map<String, String> origins = new HashMap<>();
    for (TextSetting setting : TextSetting.values()) {
      origins.put(setting.key(), session.draft().origin(setting));
    }
    for (ListSetting setting : ListSetting.values()) {
      origins.put(setting.key(), session.draft().origin(setting));
    }
    origins
        .values()
        .removeIf(place -> place.isEmpty() || place.equals(ConfigurationDraft.BUILT_IN));
    return new LoadResult(loaded, session.problems(), session.isComplete(), origins);
  }

  /// A problem of a setting, at its place.
  public Problem at(String key, Problem problem) {
    return new Problem(
        Problem.Kind.WRONG,
        Optional.ofNullable(origins.get(key)),
        key + ": " + problem.where().map(place -> place + ": ").orElse("") + problem.what(),
        problem.next());
  }
}
