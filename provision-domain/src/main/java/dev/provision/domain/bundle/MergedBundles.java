package dev.provision.domain.bundle;

import dev.provision.domain.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Several bundles as one list, in the order in which it is carried out.
///
/// Neighbors without steps of their own give all their files first, and then all their scripts, as
/// in the first Provision. A bundle with steps gives them at its place.
///
/// A target that two neighbors give keeps the place the first gave it and takes the source of the
/// later one, as assigning to a key of a Python dictionary does; each time with a warning.
///
/// Tested by `PlannerTest` and `OrderedStepsTest`.
///
/// @param parts in the order in which they are carried out
/// @param warnings for people
public record MergedBundles(List<Part> parts, List<String> warnings) {

  /// An entry and where it comes from.
  ///
  /// @param bundle the bundle's name
  public record Part(String bundle, BundleEntry entry) {}

  /// Copies the lists.
  public MergedBundles {
    parts = List.copyOf(parts);
    warnings = List.copyOf(warnings);
  }

  /// Merges in the order given. A bundle that comes again changes no order, but it takes back what
  /// a bundle in between replaced.
  public static MergedBundles of(List<Bundle> bundles) {
    List<Part> parts = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<Bundle> neighbors = new ArrayList<>();
    for (Bundle bundle : bundles) {
      if (bundle.steps().isEmpty()) {
        neighbors.add(bundle);
        continue;
      }
      merge(neighbors, parts, warnings);
      neighbors.clear();
      bundle.steps().forEach(entry -> parts.add(new Part(bundle.name(), entry)));
    }
    merge(neighbors, parts, warnings);
    again(parts, warnings);
    return new MergedBundles(parts, warnings);
  }

  private static void merge(List<Bundle> bundles, List<Part> parts, List<String> warnings) {
    Map<String, Part> scripts = new LinkedHashMap<>();
    Map<String, Part> files = new LinkedHashMap<>();
    for (Bundle bundle : bundles) {
      bundle.scripts().forEach(entry -> add(scripts, entry, bundle, warnings));
      bundle.files().forEach(entry -> add(files, entry, bundle, warnings));
    }
    scripts.keySet().stream()
        .filter(files::containsKey)
        .forEach(
            target ->
                warnings.add(
                    "%s is the target of a file and of a script: the script replaces the file"
                        .formatted(target)));
    parts.addAll(files.values());
    parts.addAll(scripts.values());
  }

  private static void add(
      Map<String, Part> parts, BundleEntry entry, Bundle bundle, List<String> warnings) {
    Part earlier = parts.put(place(entry.target()), new Part(bundle.name(), entry));
    if (earlier != null && !earlier.entry().equals(entry)) {
      warnings.add(
          "%s: bundle '%s' replaces %s with %s"
              .formatted(entry.target(), bundle.name(), earlier.entry().source(), entry.source()));
    }
  }

  /// Finds files that one step puts and a later one changes: each run does both.
  private static void again(List<Part> parts, List<String> warnings) {
    Map<String, Part> all = new LinkedHashMap<>();
    for (Part part : parts) {
      Part earlier = all.put(place(part.entry().target()), part);
      if (earlier != null
          && earlier.entry() instanceof FileEntry
          && part.entry() instanceof FileEntry
          && !earlier.entry().equals(part.entry())
          && earlier.entry().only().equals(part.entry().only())) {
        warnings.add(
            "%s is put twice, by bundle '%s' from %s and by bundle '%s' from %s: each run changes it"
                .formatted(
                    part.entry().target(),
                    earlier.bundle(),
                    earlier.entry().source(),
                    part.bundle(),
                    part.entry().source()));
      }
    }
  }

  /// Targets that would have to be a file and a directory at once, or two directories.
  public List<Problem> conflicts() {
    Map<String, BundleEntry> all = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Part part : parts) {
      BundleEntry earlier = all.put(place(part.entry().target()), part.entry());
      if (earlier != null && isDirectoryTwice(earlier, part.entry())) {
        problems.add(
            Problem.of(
                    "%s is the target of %s and of %s, and at least one of them is a directory"
                        .formatted(part.entry().target(), earlier.source(), part.entry().source()))
                .next("give one of them another target"));
      }
    }
    all.forEach(
        (target, below) -> {
          for (int at = target.lastIndexOf('/'); at > 0; at = target.lastIndexOf('/', at - 1)) {
            Optional.ofNullable(all.get(target.substring(0, at)))
                .filter(above -> !(above instanceof TreeEntry))
                .map(above -> conflict(above, below))
                .ifPresent(problems::add);
          }
        });
    return problems;
  }

  /// Two on one target cannot both be there, unless they are for different nodes.
  private static boolean isDirectoryTwice(BundleEntry one, BundleEntry other) {
    return (one instanceof TreeEntry || other instanceof TreeEntry)
        && one.only().equals(other.only())
        && !one.equals(other);
  }

  private static Problem conflict(BundleEntry above, BundleEntry below) {
    return Problem.of(
            "%s is the target of %s, but %s, the target of %s, requires it to be a directory"
                .formatted(above.target(), above.source(), below.target(), below.source()))
        .next("give one of them another target");
  }

  /// The target without what makes no difference to the node, as in `/etc//x`, `/etc/./x` and,
  /// where nothing on the way is a link, `/opt/../etc/x`.
  public static String place(String target) {
    if (!target.startsWith("/") || target.endsWith("/")) {
      return target; // not the path of a file: that is told elsewhere
    }
    Deque<String> names = new ArrayDeque<>();
    for (String name : target.split("/", -1)) {
      switch (name) {
        case "", "." -> {}
        case ".." -> names.pollLast();
        default -> names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }
}
