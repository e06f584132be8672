package dev.provision.cli.terminal;

import dev.provision.cli.output.VisibleText;
import dev.provision.cli.view.HumanFormat;
import dev.provision.cli.view.ResultWords;
import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What to say about each event.
final class ProgressWords {
  private ProgressWords() {}

  /// For a log: what has happened, worth a line of its own.
  ///
  /// @param count how many steps there are
  /// @param verbose whether every file is worth a line
  static Optional<String> line(DeployEvent event, int count, boolean verbose) {
    return switch (event) {
      case DeployEvent.Creating e ->
          Optional.of(
              "creating, image %s, size %s, location %s"
                  .formatted(e.image().name(), e.size().name(), e.location().name()));
      case DeployEvent.Created e -> Optional.of("created, ID " + e.node().id());
      case DeployEvent.Running e -> Optional.of("running, " + e.endpoint());
      case DeployEvent.ConnectionPending e -> Optional.of("not reachable yet: " + e.reason());
      case DeployEvent.Connected e ->
          Optional.of(
              "connected, host key %s (%s)"
                  .formatted(e.identity().key().fingerprint(), e.identity().how()));
      case DeployEvent.NotReady e -> Optional.of("not ready yet: " + e.reason());
      case DeployEvent.Silent e -> Optional.of(silent(e));
      case DeployEvent.NodeBusy e -> Optional.of(busy(e));
      case DeployEvent.StepStarted e when e.step().isScript() ->
          Optional.of(place(e.index(), count) + "running " + e.step().target());
      case DeployEvent.StepStarted e when e.step().isReboot() ->
          Optional.of(place(e.index(), count) + "restarting the node");
      case DeployEvent.StepFinished e when verbose || worthy(e) ->
          Optional.of(
              place(e.index(), count) + e.step().target() + ": " + ResultWords.inWords(e.result()));
      case DeployEvent.Destroying e -> Optional.of("destroying, ID " + e.id());
      case DeployEvent.Destroyed _ -> Optional.of("destroyed");
      case DeployEvent.Finished e ->
          Optional.of(
              (e.report().ok() ? "succeeded in " : "failed after ")
                  + HumanFormat.time(e.report().duration()));
      case DeployEvent.Started _,
          DeployEvent.Warned _,
          DeployEvent.ConsoleRead _,
          DeployEvent.Awaiting _,
          DeployEvent.AwaitingPart _,
          DeployEvent.Applying _,
          DeployEvent.Sent _,
          DeployEvent.StepStarted _,
          DeployEvent.ScriptOutput _,
          DeployEvent.StepFinished _ ->
          Optional.empty();
    };
  }

  /// For a log of many nodes: that they exist, what goes wrong, how they end.
  static Optional<String> ofMany(DeployEvent event, int count) {
    return switch (event) {
      case DeployEvent.Created _,
          DeployEvent.ConnectionPending _,
          DeployEvent.NotReady _,
          DeployEvent.Silent _,
          DeployEvent.NodeBusy _,
          DeployEvent.Destroying _,
          DeployEvent.Destroyed _,
          DeployEvent.Finished _ ->
          line(event, count, false);
      case DeployEvent.StepFinished e when !e.result().ok() -> line(event, count, false);
      default -> Optional.empty();
    };
  }

  /// For a live line: what is going on now.
  static Optional<String> now(DeployEvent event, int count) {
    return switch (event) {
      case DeployEvent.Started _ -> Optional.of("asking the provider");
      case DeployEvent.Creating _ -> Optional.of("creating");
      case DeployEvent.Created e -> Optional.of("created, ID " + e.node().id());
      case DeployEvent.Awaiting e -> Optional.of("waiting for " + e.what());
      case DeployEvent.Running e -> Optional.of("running, " + e.endpoint());
      case DeployEvent.ConnectionPending e -> Optional.of("waiting for SSH: " + e.reason());
      case DeployEvent.Connected e -> Optional.of("connected, " + e.endpoint());
      case DeployEvent.NotReady e -> Optional.of("not ready yet: " + e.reason());
      case DeployEvent.NodeBusy e -> Optional.of(busy(e));
      case DeployEvent.Applying _ -> Optional.of("sending " + HumanFormat.count(count, "step"));
      case DeployEvent.Sent e ->
          Optional.of(
              "sent " + HumanFormat.bytes(e.sent()) + " of " + HumanFormat.bytes(e.total()));
      case DeployEvent.StepStarted e -> Optional.of(place(e.index(), count) + doing(e.step()));
      case DeployEvent.Destroying _ -> Optional.of("destroying");
      case DeployEvent.Destroyed _ -> Optional.of("destroyed");
      case DeployEvent.Warned _,
          DeployEvent.ConsoleRead _,
          DeployEvent.AwaitingPart _,
          DeployEvent.Silent _,
          DeployEvent.StepFinished _,
          DeployEvent.ScriptOutput _,
          DeployEvent.Finished _ ->
          Optional.empty();
    };
  }

  /// That a node is silent, and when that ends.
  static String silent(DeployEvent.Silent event) {
    return "no data from the node for "
        + event.since().toSeconds()
        + " s (the connection is closed after "
        + event.limit().toSeconds()
        + " s)";
  }

  /// What a console shows, below a line that says whose it is.
  static List<String> console(DeployEvent.ConsoleRead event) {
    List<String> lines = new ArrayList<>();
    lines.add(VisibleText.line(event.name()) + ": end of its console:");
    VisibleText.lines(event.text().replace("\r\n", "\n")).forEach(line -> lines.add("  | " + line));
    return lines;
  }

  private static boolean worthy(DeployEvent.StepFinished event) {
    return switch (event.result()) {
      case StepResult.ScriptRan _,
          StepResult.Rebooting _,
          StepResult.Rebooted _,
          StepResult.Failed _ ->
          true;
      case StepResult.DirectoryPut put ->
          put.written() > 0 || put.removed() > 0 || !put.remark().isEmpty();
      case StepResult.NotNeeded _ -> event.step().isScript() || event.step().isReboot();
      case StepResult.KeysAuthorized _, StepResult.FilePut _, StepResult.Skipped _ ->
          !event.result().remark().isEmpty();
    };
  }

  private static String busy(DeployEvent.NodeBusy event) {
    return "waiting for another run on this node to finish: " + event.holder();
  }

  private static String place(int index, int count) {
    return "[" + (index + 1) + "/" + count + "] ";
  }

  private static String doing(PlannedStep step) {
    return doing(step.step());
  }

  private static String doing(Step step) {
    return switch (step) {
      case AuthorizeKeys keys -> HumanFormat.count(keys.keys().size(), "key");
      case PutFile file -> "file " + file.target();
      case PutDirectory directory -> "directory " + directory.target();
      case RunScript script -> "script " + script.target();
      case Reboot _, AwaitReboot _ -> "restarting the node";
      case ConditionalStep conditional -> doing(conditional.step());
    };
  }
}
