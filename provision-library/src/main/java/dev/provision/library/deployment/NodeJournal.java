package dev.provision.library.deployment;

import dev.provision.domain.plan.NodePlace;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The journal of a node in a run, as [Journal] wrote it.
///
/// Tested by `EarlierDeploymentsTest` and `RunsTest`.
public final class NodeJournal {
  private final List<Map<String, String>> events;

  private NodeJournal(List<Map<String, String>> events) {
    this.events = events;
  }

  /// The journal in a directory; empty if nothing of this node stands there.
  public static Optional<NodeJournal> in(Path directory, String name) {
    Path file = directory.resolve(Journal.FILE);
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
      return events.isEmpty() ? Optional.empty() : Optional.of(new NodeJournal(events));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + IoMessages.of(e), e);
    }
  }

  /// A step that was begun.
  ///
  /// @param index its place among the steps, from 0
  /// @param target the path on the node
  /// @param result in a few words; empty if it did not end
  /// @param ok whether it succeeded
  /// @param started when it began
  /// @param ended when it ended
  public record JournalStep(
      int index,
      String target,
      Optional<String> result,
      boolean ok,
      Optional<Instant> started,
      Optional<Instant> ended) {}

  /// The steps that were begun or found not to be needed, in order.
  public List<JournalStep> steps() {
    Map<Integer, JournalStep> steps = new TreeMap<>();
    for (Map<String, String> event : events) {
      number(event, Journal.INDEX)
          .ifPresent(index -> steps.merge(index, step(index, event), NodeJournal::ended));
    }
    return List.copyOf(steps.values());
  }

  private static JournalStep step(int index, Map<String, String> event) {
    boolean ends = is(event, JournalEntry.STEP_FINISHED);
    return new JournalStep(
        index,
        event.getOrDefault("step", ""),
        Optional.ofNullable(event.get("result")),
        "true".equals(event.get("ok")),
        ends ? Optional.empty() : time(event),
        ends ? time(event) : Optional.empty());
  }

  private static JournalStep ended(JournalStep begun, JournalStep end) {
    return new JournalStep(
        end.index(), end.target(), end.result(), end.ok(), begun.started(), end.ended());
  }

  /// What users were warned of, in order.
  public List<String> warnings() {
    return events.stream()
        .filter(event -> is(event, JournalEntry.WARNED))
        .map(event -> event.getOrDefault("warning", ""))
        .toList();
  }

  /// When something of the kind happened last.
  Optional<Instant> timeOf(JournalEntry kind) {
    return last(kind).flatMap(NodeJournal::time);
  }

  /// Why it failed, if that was known.
  public Optional<String> failure() {
    return last(JournalEntry.FINISHED).flatMap(end -> Optional.ofNullable(end.get("failure")));
  }

  /// The node's id, if the provider has answered.
  public Optional<String> id() {
    return last(JournalEntry.CREATED).map(created -> created.getOrDefault("id", ""));
  }

  /// The node's address, as far as it is known.
  public Optional<String> address() {
    return last(JournalEntry.RUNNING)
        .flatMap(running -> Optional.ofNullable(running.get("public_ip")))
        .filter(address -> !address.isEmpty());
  }

  /// How the host was recognized.
  public Optional<String> trustedBecause() {
    return last(JournalEntry.CONNECTED)
        .flatMap(connected -> Optional.ofNullable(connected.get("trusted_because")));
  }

  /// The token of the request for the node, if a provider was asked for one.
  Optional<String> token() {
    return last(JournalEntry.CREATING).map(creating -> creating.getOrDefault("token", ""));
  }

  /// Whether a provider was asked for the node.
  boolean askedForNode() {
    return last(JournalEntry.CREATING).isPresent();
  }

  Optional<Map<String, String>> last(JournalEntry kind) {
    return events.reversed().stream().filter(one -> is(one, kind)).findFirst();
  }

  private static boolean is(Map<String, String> event, JournalEntry kind) {
    return kind.written().equals(event.get("event"));
  }

  /// Whether the node is as planned.
  public boolean endedWell() {
    return last(JournalEntry.FINISHED).filter(end -> "true".equals(end.get("ok"))).isPresent();
  }

  /// Whether it came to its end, well or not.
  public boolean ended() {
    return last(JournalEntry.FINISHED).isPresent();
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

  private static Optional<Instant> time(Map<String, String> event) {
    try {
      return Optional.of(Instant.parse(event.getOrDefault("time", "")));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
