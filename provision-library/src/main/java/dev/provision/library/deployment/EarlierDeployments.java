package dev.provision.library.deployment;

import dev.provision.domain.plan.NodePlace;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonLine;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The deployments in the journals of earlier commands.
public final class EarlierDeployments {
  private final StateDirectory state;

  @Inject
  EarlierDeployments(StateDirectory state) {
    this.state = state;
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
    return newestFirst(name)
        .flatMap(directory -> journal(directory, name).stream())
        .findFirst()
        .filter(journal -> journal.last(JournalEntry.DESTROYED).isEmpty())
        .map(journal -> new Earlier(name, journal.id(), journal.endedWell(), journal.place()));
  }

  private Stream<Path> newestFirst(String name) {
    Path deployments = state.deployments();
    if (!Files.isDirectory(deployments)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(deployments)) {
      return all
          .filter(directory -> directory.getFileName().toString().contains("-" + name))
          .sorted(Comparator.reverseOrder())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(deployments + " cannot be read: " + IoMessages.of(e), e);
    }
  }

  /// The journal in this directory if a node of this name was asked for.
  private static Optional<ReadJournal> journal(Path directory, String name) {
    Path file = directory.resolve("journal.jsonl");
    if (!Files.isRegularFile(file)) {
      return Optional.empty(); // killed before its first line
    }
    try {
      List<Map<String, String>> events =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              // The last line of a program that was killed may not be whole.
              .flatMap(line -> JsonLine.texts(line).stream())
              .filter(event -> name.equals(event.get("name")))
              .toList();
      return Optional.of(new ReadJournal(events))
          .filter(journal -> journal.last(JournalEntry.CREATING).isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + IoMessages.of(e), e);
    }
  }

  private record ReadJournal(List<Map<String, String>> events) {
    Optional<Map<String, String>> last(JournalEntry event) {
      return events.reversed().stream()
          .filter(one -> event.written().equals(one.get("event")))
          .findFirst();
    }

    boolean endedWell() {
      return last(JournalEntry.FINISHED).filter(end -> "true".equals(end.get("ok"))).isPresent();
    }

    Optional<NodePlace> place() {
      return last(JournalEntry.STARTED)
          .flatMap(
              started ->
                  number(started, Journal.NODE_INDEX)
                      .flatMap(
                          index ->
                              number(started, Journal.NODE_COUNT)
                                  .map(count -> new NodePlace(index, count))));
    }

    private static Optional<Integer> number(Map<String, String> event, String field) {
      return Optional.ofNullable(event.get(field))
          .filter(text -> text.matches("[0-9]{1,9}"))
          .map(Integer::parseInt);
    }

    Optional<String> id() {
      return last(JournalEntry.CREATED).map(created -> created.getOrDefault("id", ""));
    }
  }
}
