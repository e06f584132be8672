package dev.provision.library.deployment;

import dev.provision.library.deployment.NodeJournal.JournalStep;
import dev.provision.library.run.RunHistory;
import dev.provision.library.run.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A run with all that is kept of it.
///
/// @param summary the run at a glance
/// @param directory its files
/// @param nodes its nodes, in order
public record RunDetails(RunSummary summary, Path directory, List<RunNode> nodes) {
  /// Copies the list.
  public RunDetails {
    nodes = List.copyOf(nodes);
  }

  /// What is kept of a node in a run.
  ///
  /// @param name its name
  /// @param directory its files
  /// @param journal what happened; empty if nothing did
  public record RunNode(String name, Path directory, Optional<NodeJournal> journal) {
    /// The steps that were begun, in order.
    public List<JournalStep> steps() {
      return journal.map(NodeJournal::steps).orElse(List.of());
    }

    /// Where the standard output of a step is; it may not exist.
    public Path stdout(JournalStep step) {
      return OutputFiles.stdout(directory, step.index(), step.target());
    }

    /// Where the standard error of a step is; it may not exist.
    public Path stderr(JournalStep step) {
      return OutputFiles.stderr(directory, step.index(), step.target());
    }
  }

  /// Reads the journals of a run.
  public static RunDetails of(RunHistory runs, RunSummary summary) {
    return new RunDetails(
        summary,
        runs.directory(summary.id()),
        summary.nodes().stream()
            .map(
                name -> {
                  Path directory = runs.directory(summary.id(), name);
                  return new RunNode(name, directory, NodeJournal.in(directory, name));
                })
            .toList());
  }
}
