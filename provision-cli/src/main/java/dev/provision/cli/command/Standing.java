package dev.provision.cli.command;

import dev.provision.cli.call.CommandLineWords;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.ports.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Follows a deployment and knows at every moment what exists and what the user can do about it.
final class Standing implements Consumer<DeployEvent> {
  private final CommandLineWords commands;
  private final List<String> options;
  private final DestroyPolicy policy;
  private volatile State state = new State.Nothing();

  /// @param commands how the user calls commands
  /// @param options those that each of them needs
  /// @param policy which nodes may be destroyed
  Standing(CommandLineWords commands, List<String> options, DestroyPolicy policy) {
    this.commands = commands;
    this.options = List.copyOf(options);
    this.policy = policy;
  }

  /// What there is.
  private sealed interface State {
    record Nothing() implements State {}

    /// The cloud was asked, and has not said whether the node exists.
    record Asked(String name) implements State {}

    record Exists(String name, String id) implements State {}
  }

  @Override
  public void accept(DeployEvent event) {
    state =
        switch (event) {
          case DeployEvent.Creating creating -> new State.Asked(creating.name());
          case DeployEvent.Created created ->
              new State.Exists(created.name(), created.node().id().value());
          case DeployEvent.Destroyed _ -> new State.Nothing();
          case DeployEvent.Finished finished
              when state instanceof State.Asked
                  && finished.report().outcome() instanceof Outcome.CloudFailed(var failure)
                  && refused(failure) ->
              new State.Nothing();
          default -> state;
        };
  }

  /// Whether the cloud has said no, so that it has made nothing. A node of that name may be there
  /// all the same, and is then somebody else's: no advice on removing it.
  private static boolean refused(CloudFailure failure) {
    return switch (failure) {
      case CloudFailure.Unauthorized _,
          CloudFailure.RateLimited _,
          CloudFailure.QuotaExceeded _,
          CloudFailure.NotFound _,
          CloudFailure.NameTaken _,
          CloudFailure.InvalidRequest _,
          CloudFailure.Unsupported _ ->
          true;
      case CloudFailure.Unavailable _,
          CloudFailure.Malformed _,
          CloudFailure.TimedOut _,
          CloudFailure.Interrupted _,
          CloudFailure.Unclassified _ ->
          false;
    };
  }

  /// What exists, and what to do about it; empty where nothing does.
  Optional<String> words() {
    return switch (state) {
      case State.Nothing _ -> Optional.empty();
      case State.Asked(String name) ->
          Optional.of(
              "node %s may exist: the provider was asked for it and has not answered\n"
                      .formatted(name)
                  + "see whether it does:  "
                  + command("list-nodes", List.of())
                  + "\n"
                  + removal(name));
      case State.Exists(String name, String id) ->
          Optional.of("node %s (id %s) exists\n".formatted(name, id) + next(name));
    };
  }

  /// Commands for a node that exists, a line each; none if it does not.
  List<String> next() {
    return state instanceof State.Exists(String name, String _)
        ? List.of(next(name).split("\n"))
        : List.of();
  }

  private String next(String name) {
    return "look at it:  " + command("ssh", List.of(name)) + "\n" + removal(name);
  }

  private String removal(String name) {
    return "remove it:   "
        + command("destroy-node", List.of(name))
        + (policy.refusal(name).isEmpty()
            ? ""
            : "\n             (only once a prefix of its name is in destroyable-prefixes)");
  }

  private String command(String subcommand, List<String> arguments) {
    List<String> words = new ArrayList<>(options);
    words.addAll(arguments);
    return commands.command(subcommand, words);
  }
}
