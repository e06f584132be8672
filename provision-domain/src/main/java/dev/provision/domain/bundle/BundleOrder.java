package dev.provision.domain.bundle;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.SameName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// Puts bundles in the order in which they are applied: each after those that it needs.
///
/// A bundle that is asked for twice stays twice as long as only files and scripts are between, as
/// it did in the first Provision: see [MergedBundles]. Otherwise it comes once, at its first place.
public final class BundleOrder {
  private final Map<String, Bundle> bundles;
  private final Consumer<Problem> problems;
  private final List<Bundle> order = new ArrayList<>();

  private BundleOrder(Map<String, Bundle> bundles, Consumer<Problem> problems) {
    this.bundles = bundles;
    this.problems = problems;
  }

  /// The bundles of these names, and what they need.
  ///
  /// @param names in the order in which they are asked for
  /// @param bundles all that there are, by name
  /// @param problems is told of names that are unknown, and of bundles that need each other
  public static List<Bundle> of(
      List<String> names, Map<String, Bundle> bundles, Consumer<Problem> problems) {
    BundleOrder order = new BundleOrder(bundles, problems);
    for (String name : names) {
      order
          .find(name, Optional.empty())
          .ifPresent(
              bundle -> {
                order.need(bundle, new LinkedHashSet<>());
                if (!order.isIn(bundle) || order.canBeRepeated(bundle)) {
                  order.order.add(bundle);
                }
              });
    }
    return List.copyOf(order.order);
  }

  private Optional<Bundle> find(String name, Optional<Bundle> by) {
    Bundle bundle = bundles.get(SameName.among(bundles.keySet(), name));
    if (bundle == null) {
      String next = NearNames.choice(name, bundles.keySet());
      problems.accept(
          by.map(
                  needing ->
                      Problem.at(
                          needing.place(name),
                          "bundle '%s' needs bundle '%s', which does not exist"
                              .formatted(needing.name(), name)))
              .orElseGet(() -> Problem.of("there is no bundle '%s'".formatted(name)))
              .next(next));
    }
    return Optional.ofNullable(bundle);
  }

  /// Puts what a bundle needs before it.
  ///
  /// @param way the bundles that lead to this one
  private void need(Bundle bundle, SequencedSet<String> way) {
    way.add(bundle.name());
    for (String name : bundle.needs()) {
      Optional<Bundle> needed = find(name, Optional.of(bundle));
      if (needed.isEmpty() || isIn(needed.get())) {
        continue;
      }
      if (way.contains(needed.get().name())) {
        problems.accept(circle(bundle, needed.get(), way));
        continue;
      }
      need(needed.get(), way);
      order.add(needed.get());
    }
    way.remove(bundle.name());
  }

  private static Problem circle(Bundle bundle, Bundle again, SequencedSet<String> way) {
    List<String> names = new ArrayList<>(way);
    List<String> circle = new ArrayList<>(names.subList(names.indexOf(again.name()), names.size()));
    circle.add(again.name());
    return Problem.at(bundle.origin(), "bundles need each other: " + String.join(" -> ", circle))
        .next("remove one of them from 'needs'");
  }

  private boolean isIn(Bundle bundle) {
    return order.contains(bundle);
  }

  private boolean canBeRepeated(Bundle bundle) {
    return order.subList(order.indexOf(bundle), order.size()).stream()
        .allMatch(between -> between.steps().isEmpty());
  }
}
