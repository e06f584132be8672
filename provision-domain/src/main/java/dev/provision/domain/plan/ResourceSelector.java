package dev.provision.domain.plan;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which of a provider's locations or sizes is meant: an index into the provider's list, as in the
/// first Provision, or an id, or a name.
///
/// @param kind `location` or `size`
/// @param asked what the user or the configuration said
/// @param explicit whether the request itself named it
public record ResourceSelector(String kind, String asked, boolean explicit) {
  /// The one meant. Where a provider has but one, and the request itself named none, it is that
  /// one.
  ///
  /// @throws ProblemsException if there is none; it names the nearest
  public <T> T choose(List<T> offered, Function<T, String> id, Function<T, String> name) {
    return byIndex(offered)
        .or(() -> offered.stream().filter(one -> id.apply(one).equals(asked)).findFirst())
        .or(() -> offered.stream().filter(one -> name.apply(one).equals(asked)).findFirst())
        .or(
            () ->
                !explicit && offered.size() == 1
                    ? Optional.of(offered.getFirst())
                    : Optional.empty())
        .orElseThrow(() -> none(offered.stream().map(id).toList()));
  }

  private <T> Optional<T> byIndex(List<T> offered) {
    if (!asked.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(asked);
    return index < offered.size() ? Optional.of(offered.get(index)) : Optional.empty();
  }

  private ProblemsException none(List<String> ids) {
    String what = kind + ": no " + kind + " has the index, ID, or name '" + asked + "'";
    String next =
        ids.isEmpty()
            ? "the provider has none"
            : "indexes go from 0 to "
                + (ids.size() - 1)
                + "; similar IDs: '"
                + String.join("', '", NearNames.nearest(asked, ids, 3))
                + "'; 'provision "
                + kind
                + "s' lists all";
    return new ProblemsException(Problem.refused(what).next(next));
  }
}
