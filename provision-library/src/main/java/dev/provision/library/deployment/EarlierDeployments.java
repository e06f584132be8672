package dev.provision.library.deployment;

import dev.provision.domain.plan.NodePlace;
import dev.provision.library.run.RunHistory;
import dev.provision.library.run.RunSummary;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The deployments in the journals of earlier commands.
public final class EarlierDeployments {
  private final RunHistory runs;

  @Inject
  EarlierDeployments(RunHistory runs) {
    this.runs = runs;
  }

  /// A deployment that asked for a node and has not removed it again; the node may exist.
  ///
  /// @param name the node's name
  /// @param id the node's id, if the provider has answered
  /// @param endedWell whether it did; else it failed, was interrupted, or still goes on
  /// @param place which of the nodes it is that were deployed together, if that was written down
  public record Earlier(
      String name, Optional<String> id, boolean endedWell, Optional<NodePlace> place) {}

  /// The names of nodes that runs of this computer are working on.
  public Set<String> inProgress() {
    return runs.newestFirst()
        .filter(run -> run.state() == RunSummary.State.RUNNING)
        .flatMap(run -> run.nodes().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// A request for a node.
  ///
  /// @param token that it was marked with
  /// @param isSettled whether it was followed up: the run that sent it, or a later `apply`, ended
  ///   or goes on
  public record Requested(String token, boolean isSettled) {}

  /// All requests on record.
  public List<Requested> requested() {
    List<Requested> all = new ArrayList<>();
    Set<String> applied = new HashSet<>();
    for (RunSummary run : runs.newestFirst().toList()) {
      for (String name : run.nodes()) {
        NodeJournal.in(runs.directory(run.id(), name), name)
            .ifPresent(
                journal -> {
                  boolean ended = run.state() == RunSummary.State.RUNNING || journal.ended();
                  journal
                      .token()
                      .ifPresentOrElse(
                          token -> all.add(new Requested(token, ended || applied.contains(name))),
                          () -> {
                            if (ended) {
                              applied.add(name);
                            }
                          });
                });
      }
    }
    return all;
  }

  /// The last deployment that asked for a node of this name, unless it has removed it again.
  public Optional<Earlier> last(String name) {
    return runs.ofNode(name)
        .flatMap(directory -> NodeJournal.in(directory, name).stream())
        .filter(NodeJournal::askedForNode)
        .findFirst()
        .filter(journal -> journal.last(JournalEntry.DESTROYED).isEmpty())
        .map(journal -> new Earlier(name, journal.id(), journal.endedWell(), journal.place()));
  }
}
