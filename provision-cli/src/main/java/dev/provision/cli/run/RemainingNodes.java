package dev.provision.cli.run;

import dev.provision.cli.call.CommandLineWords;
import dev.provision.cli.output.VisibleText;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.destroy.DestroyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Follows deployments and knows at every moment what exists and what the user can do about it.
///
/// Tested by `DeployNodeTest` and `FleetTest`.
final class RemainingNodes implements Consumer<DeployEvent> {
  private final CommandLineWords commands;
  private final List<String> options;
  private final DestroyPolicy policy;
  private final SequencedMap<String, State> states = new TreeMap<>();

  /// @param commands how the user calls commands
  /// @param options those that each of them needs
  /// @param policy which nodes may be destroyed
  RemainingNodes(CommandLineWords commands, List<String> options, DestroyPolicy policy) {
    this.commands = commands;
    this.options = List.copyOf(options);
    this.policy = policy;
  }

  /// What there is.
  private sealed interface State {
    /// The cloud was asked, and has not said whether the node exists.
    record Asked(String name) implements State {}

    record Exists(String name, String id) implements State {}
  }

  @Override
  public synchronized void accept(DeployEvent event) {
    String name = event.name();
    switch (event) {
      case DeployEvent.Creating _ -> states.put(name, new State.Asked(name));
      case DeployEvent.Created created ->
          states.put(name, new State.Exists(name, created.node().id().value()));
      case DeployEvent.Destroyed _ -> states.remove(name);
      case DeployEvent.Finished finished
          when states.get(name) instanceof State.Asked
              && finished.report().outcome() instanceof Outcome.CloudFailed(var failure)
              && !failure.mayHaveTakenEffect() ->
          states.remove(name);
      default -> {} // all else changes nothing about what exists
    }
  }

  /// What exists, and what to do about it; empty where nothing does.
  synchronized Optional<String> words() {
    return switch (states.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(words(states.firstEntry().getValue()));
      default -> Optional.of(severalWords());
    };
  }

  private String words(State state) {
    return switch (state) {
      case State.Asked(String name) ->
          "node %s may exist: the request was sent, but its outcome is unknown\n"
                  .formatted(VisibleText.line(name))
              + "check it:    "
              + command("list-nodes", List.of())
              + "\n"
              + removal(List.of(name));
      case State.Exists(String name, String id) ->
          "node %s (ID %s) exists\n".formatted(VisibleText.line(name), VisibleText.line(id))
              + next(name);
    };
  }

  private String severalWords() {
    StringBuilder text = new StringBuilder();
    List<String> asked = new ArrayList<>();
    List<String> exist = new ArrayList<>();
    for (State state : states.values()) {
      switch (state) {
        case State.Asked(String name) -> asked.add(VisibleText.line(name));
        case State.Exists(String name, String id) ->
            exist.add(VisibleText.line(name + " (id " + id + ")"));
      }
    }
    if (!exist.isEmpty()) {
      text.append("%s nodes exist: %s\n".formatted(exist.size(), String.join(", ", exist)));
    }
    if (!asked.isEmpty()) {
      text.append(
          "%s nodes may exist: the requests were sent, but their outcome is unknown: %s\n"
              .formatted(asked.size(), String.join(", ", asked)));
    }
    text.append("list them:    ").append(command("list-nodes", List.of())).append('\n');
    return text.append(removal(List.copyOf(states.keySet()))).toString();
  }

  /// Commands for the node if it is one and exists, a line each; else none.
  synchronized List<String> next() {
    return states.size() == 1
            && states.firstEntry().getValue() instanceof State.Exists(String name, String _)
        ? List.of(next(name).split("\n"))
        : List.of();
  }

  /// Commands for several nodes that exist, a line each.
  synchronized List<String> nextForSeveral() {
    List<String> names =
        states.values().stream()
            .filter(State.Exists.class::isInstance)
            .map(state -> ((State.Exists) state).name())
            .toList();
    return names.isEmpty()
        ? List.of()
        : List.of("inspect one:  " + command("ssh", List.of(names.getFirst())), removal(names));
  }

  private String next(String name) {
    return "inspect it:  " + command("ssh", List.of(name)) + "\n" + removal(List.of(name));
  }

  private String removal(List<String> names) {
    return (names.size() == 1 ? "destroy it:  " : "destroy them: ")
        + command("destroy-node", names)
        + (names.stream().allMatch(name -> policy.refusal(name).isEmpty())
            ? ""
            : "\n             (first add a prefix of the name to destroyable-prefixes)");
  }

  private String command(String subcommand, List<String> arguments) {
    List<String> words = new ArrayList<>(options);
    words.addAll(arguments);
    return commands.command(subcommand, words);
  }
}
