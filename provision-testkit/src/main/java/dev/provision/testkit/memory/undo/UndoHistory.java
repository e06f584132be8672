package dev.provision.testkit.memory.undo;

import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoReport.UndonePath;
import dev.provision.ports.shell.UndoRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What runs have replaced on a host in memory.
///
/// Tested by `InMemoryShellContractTest`.
public final class UndoHistory {
  private static final int MOST = 5;

  /// A set, the oldest path first.
  private static final class Kept {
    private final String id;
    private final Map<String, Change> changes = new TreeMap<>();
    private Optional<Instant> undone = Optional.empty();

    Kept(String id) {
      this.id = id;
    }
  }

  /// @param before empty: there was nothing
  /// @param after empty: nothing was left
  private record Change(Optional<PathState> before, Optional<PathState> after) {}

  private final List<Kept> sets = new ArrayList<>();
  private int number;

  /// For a test.
  public UndoHistory() {}

  /// Begins a set.
  public synchronized void begin() {
    sets.add(new Kept("set-" + number++));
  }

  /// Adds what has become different to the last set.
  public synchronized void add(Map<String, PathState> before, Map<String, PathState> after) {
    Map<String, Change> changes = sets.getLast().changes;
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    for (String path : paths) {
      Optional<PathState> was = Optional.ofNullable(before.get(path));
      Optional<PathState> is = Optional.ofNullable(after.get(path));
      if (!same(was, is)) {
        Change first = changes.getOrDefault(path, new Change(was, is));
        changes.put(path, new Change(first.before, is));
      }
    }
  }

  /// Ends the last set; one that is empty does not stay.
  public synchronized void end() {
    if (sets.getLast().changes.isEmpty()) {
      sets.removeLast();
    } else if (sets.size() > MOST) {
      sets.removeFirst();
    }
  }

  private static boolean same(Optional<PathState> one, Optional<PathState> other) {
    return one.map(PathState::text).equals(other.map(PathState::text));
  }

  /// The newest first.
  public synchronized List<ReplacedSet> list() {
    return sets.reversed().stream()
        .map(
            set ->
                new ReplacedSet(
                    set.id,
                    "a run in memory",
                    set.changes.size(),
                    set.undone.map(Instant::toString)))
        .toList();
  }

  /// Puts a set back.
  ///
  /// @param now what is on the host
  /// @param remove removes what is at a path
  public synchronized UndoReport undo(
      String doing,
      UndoRequest request,
      Map<String, PathState> now,
      Consumer<String> remove,
      Instant time) {
    Kept set = chosen(doing, request);
    List<UndonePath> paths = new ArrayList<>();
    set.changes.forEach((path, change) -> paths.add(examined(path, change, now, request.force())));
    UndoReport report = new UndoReport(set.id, paths);
    if (!report.ok()) {
      return new UndoReport(
          set.id, paths.stream().filter(path -> path.outcome() == Outcome.CHANGED).toList());
    }
    if (!request.dryRun()) {
      paths.reversed().stream()
          .filter(path -> path.outcome() != Outcome.SAME)
          .forEach(path -> remove.accept(path.path()));
      paths.stream()
          .filter(path -> path.outcome() == Outcome.RESTORED)
          .flatMap(path -> Optional.ofNullable(set.changes.get(path.path())).stream())
          .flatMap(change -> change.before.stream())
          .forEach(before -> before.restore().run());
      set.undone = Optional.of(time);
    }
    return report;
  }

  private static UndonePath examined(
      String path, Change change, Map<String, PathState> now, boolean force) {
    Optional<PathState> is = Optional.ofNullable(now.get(path));
    Outcome outcome =
        same(is, change.before)
            ? Outcome.SAME
            : !force && !same(is, change.after)
                ? Outcome.CHANGED
                : change.before.isPresent() ? Outcome.RESTORED : Outcome.REMOVED;
    return new UndonePath(path, outcome, "");
  }

  private Kept chosen(String doing, UndoRequest request) {
    return sets.reversed().stream()
        .filter(set -> set.undone.isEmpty())
        .filter(set -> request.set().map(set.id::equals).orElse(true))
        .findFirst()
        .orElseThrow(
            () ->
                new ShellException(
                    new ShellFailure.Unclassified(
                        doing, "nothing is kept there that could be put back")));
  }
}
