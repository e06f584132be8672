package dev.provision.domain.bundle;

import dev.provision.domain.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several bundles as one.
///
/// A target that two of them give keeps the place the first gave it and takes the source of the
/// later one, as assigning to a key of a Python dictionary does; each time with a warning.
///
/// @param scripts in the order they run
/// @param files in the order they are put
/// @param warnings for people
public record MergedBundles(
    List<ScriptEntry> scripts, List<FileEntry> files, List<String> warnings) {

  /// Copies the lists.
  public MergedBundles {
    scripts = List.copyOf(scripts);
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /// Merges in the order given. A bundle that comes again changes no order, but it takes back what
  /// a bundle in between replaced.
  public static MergedBundles of(List<Bundle> bundles) {
    List<String> warnings = new ArrayList<>();
    Map<String, ScriptEntry> scripts = new LinkedHashMap<>();
    Map<String, FileEntry> files = new LinkedHashMap<>();
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
    return new MergedBundles(List.copyOf(scripts.values()), List.copyOf(files.values()), warnings);
  }

  /// Targets that would have to be a file and a directory at once.
  public List<Problem> conflicts() {
    Map<String, BundleEntry> all = new LinkedHashMap<>();
    files.forEach(entry -> all.put(place(entry.target()), entry));
    scripts.forEach(entry -> all.put(place(entry.target()), entry));
    List<Problem> problems = new ArrayList<>();
    all.forEach(
        (target, below) -> {
          for (int at = target.lastIndexOf('/'); at > 0; at = target.lastIndexOf('/', at - 1)) {
            BundleEntry above = all.get(target.substring(0, at));
            if (above != null) {
              problems.add(
                  Problem.of(
                          "%s is the target of %s, but %s, the target of %s, requires it to be a directory"
                              .formatted(
                                  above.target(), above.source(), below.target(), below.source()))
                      .next("give one of them another target"));
            }
          }
        });
    return problems;
  }

  private static <E extends BundleEntry> void add(
      Map<String, E> entries, E entry, Bundle bundle, List<String> warnings) {
    E earlier = entries.put(place(entry.target()), entry);
    if (earlier != null && !earlier.equals(entry)) {
      warnings.add(
          "%s: bundle '%s' replaces %s with %s"
              .formatted(entry.target(), bundle.name(), earlier.source(), entry.source()));
    }
  }

  /// The target without what makes no difference to the node, as in `/etc//x`, `/etc/./x` and,
  /// where nothing on the way is a link, `/opt/../etc/x`.
  private static String place(String target) {
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
