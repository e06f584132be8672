package dev.provision.library.run;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.run.OpenRun.Beginning;
import dev.provision.library.run.RunSummary.State;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonLine;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The runs of this user on this computer.
public final class RunHistory {
  private final StateDirectory state;

  /// @param state where they are kept
  @Inject
  public RunHistory(StateDirectory state) {
    this.state = state;
  }

  /// Begins a run of this process.
  ///
  /// @param variables the environment, which says on whose behalf root works
  public OpenRun begin(
      Beginning beginning,
      Map<String, String> variables,
      InstantSource clock,
      RandomGenerator random) {
    while (true) {
      RunId id = RunId.of(clock.instant(), random);
      Optional<Path> directory = state.createRun(id.text());
      if (directory.isPresent()) {
        OpenRun run = new OpenRun(id, directory.get(), clock);
        run.begin(beginning, RunProcess.author(variables), RunProcess.own());
        return run;
      }
    }
  }

  /// All runs, the newest first. Each is read when its turn comes.
  public Stream<RunSummary> newestFirst() {
    return ids().stream().flatMap(id -> summary(id).stream());
  }

  /// The newest run of each of these nodes, as far as there is one.
  public Map<String, RunSummary> lastOf(Collection<String> nodes) {
    Map<String, RunSummary> last = new HashMap<>();
    Set<String> left = new HashSet<>(nodes);
    for (RunId id : ids()) {
      if (left.isEmpty()) {
        break;
      }
      summary(id)
          .ifPresent(
              run ->
                  run.nodes().stream().filter(left::remove).forEach(name -> last.put(name, run)));
    }
    return last;
  }

  /// The directories of a node in all runs, the newest first.
  public Stream<Path> ofNode(String name) {
    Path runs = state.runs();
    return ids().stream()
        .map(id -> OpenRun.node(runs.resolve(id.text()), name))
        .filter(Files::isDirectory);
  }

  /// The directory of a node in a run; it may not exist.
  public Path directory(RunId id, String node) {
    return OpenRun.node(directory(id), node);
  }

  /// The directory of a run.
  public Path directory(RunId id) {
    return state.runs().resolve(id.text());
  }

  /// The run that is meant.
  ///
  /// @param asked its ID, or the beginning or the end of it that no other run has, or the name of a
  ///   node, for that node's newest run
  /// @throws ProblemsException if there is none, or several
  public RunSummary find(String asked) {
    List<RunId> all = ids();
    List<RunId> found =
        all.stream()
            .filter(id -> id.text().startsWith(asked) || id.text().endsWith("-" + asked))
            .toList();
    if (found.size() == 1) {
      return summary(found.getFirst()).orElseThrow(() -> unknown(asked));
    }
    Optional<RunSummary> ofNode =
        newestFirst().filter(run -> run.nodes().contains(asked)).findFirst();
    if (ofNode.isEmpty() && found.size() > 1) {
      throw new ProblemsException(
          Problem.refused("the IDs of %s runs begin with '%s'".formatted(found.size(), asked))
              .next("write more of it; list them: provision runs"));
    }
    return ofNode.orElseThrow(() -> unknown(asked));
  }

  private static ProblemsException unknown(String asked) {
    return new ProblemsException(
        Problem.refused("there is no run '%s', and no run of a node named so".formatted(asked))
            .next("list them: provision runs"));
  }

  /// Deletes a run's files.
  public void delete(RunId id) {
    Path directory = directory(id);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be deleted: " + IoMessages.of(e), e);
    }
  }

  private List<RunId> ids() {
    Path runs = state.runs();
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.flatMap(path -> RunId.parse(String.valueOf(path.getFileName())).stream())
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(runs + " cannot be read: " + IoMessages.of(e), e);
    }
  }

  /// Empty for a run that was killed before its first line.
  private Optional<RunSummary> summary(RunId id) {
    Path file = directory(id).resolve(OpenRun.FILE);
    try {
      List<Map<String, String>> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              .flatMap(line -> JsonLine.texts(line).stream())
              .toList();
      return line(lines, OpenRun.STARTED)
          .map(started -> summary(id, started, line(lines, OpenRun.ENDED)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + IoMessages.of(e), e);
    }
  }

  private static Optional<Map<String, String>> line(List<Map<String, String>> lines, String event) {
    return lines.reversed().stream().filter(line -> event.equals(line.get("event"))).findFirst();
  }

  private static RunSummary summary(
      RunId id, Map<String, String> started, Optional<Map<String, String>> ended) {
    Instant began = time(started).orElse(Instant.EPOCH);
    return new RunSummary(
        id,
        started.getOrDefault("command", ""),
        names(started, "nodes"),
        names(started, "bundles"),
        ended.map(line -> line.getOrDefault("plan", "")).orElse(""),
        started.getOrDefault("by", ""),
        began,
        ended.flatMap(RunHistory::time),
        ended.map(RunHistory::state).orElseGet(() -> stateOf(process(started), began)),
        ended.map(line -> names(line, "failed")).orElse(List.of()),
        ended.flatMap(line -> Optional.ofNullable(line.get("failure"))));
  }

  private static State state(Map<String, String> ended) {
    try {
      return State.valueOf(ended.getOrDefault("state", ""));
    } catch (IllegalArgumentException _) {
      return State.FAILED; // of a later version
    }
  }

  private static State stateOf(Optional<RunProcess> process, Instant began) {
    return process.filter(one -> one.isAlive(began)).isPresent()
        ? State.RUNNING
        : State.INTERRUPTED;
  }

  private static Optional<RunProcess> process(Map<String, String> started) {
    String pid = started.getOrDefault("pid", "");
    return pid.matches("[0-9]{1,18}")
        ? Optional.of(new RunProcess(Long.parseLong(pid), started.getOrDefault("host", "")))
        : Optional.empty();
  }

  private static Optional<Instant> time(Map<String, String> line) {
    try {
      return Optional.of(Instant.parse(line.getOrDefault("time", "")));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static List<String> names(Map<String, String> line, String key) {
    String names = line.getOrDefault(key, "");
    return names.isEmpty() ? List.of() : List.of(names.split(OpenRun.SEPARATOR, -1));
  }
}
