package dev.provision.library.deployment;

import dev.provision.domain.plan.NodePlace;
import dev.provision.library.run.RunHistory;
import jakarta.inject.Inject;
import java.util.Optional;

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
