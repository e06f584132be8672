package dev.provision.cli.history;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.output.VisibleText;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.deployment.NodeJournal.JournalStep;
import dev.provision.library.deployment.RunDetails;
import dev.provision.library.deployment.RunDetails.RunNode;
import dev.provision.library.run.RunHistory;
import dev.provision.library.run.RunId;
import dev.provision.library.run.RunSummary;
import dev.provision.library.run.RunSummary.State;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prints the output of a run's scripts.
///
/// Tested by `RunsTest`.
///
/// @param asked what was asked for: if it is the name of a node, the others are left out
/// @param only the one step whose output is printed
public record LogPrinter(
    Invocation invocation, RunHistory runs, RunId id, String asked, Optional<Integer> only) {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Prints it.
  ///
  /// @param follow whether to go on until the run ends
  public CommandStatus print(boolean follow) {
    Map<Path, Long> printed = new HashMap<>();
    boolean goesOn = true;
    while (goesOn) {
      // Before the files: what is written until then has been printed when the loop ends.
      RunSummary summary = runs.find(id.text());
      goesOn = follow && summary.state() == State.RUNNING;
      RunDetails run = RunDetails.of(runs, summary);
      List<RunNode> nodes = nodes(run);
      nodes.forEach(node -> print(node, nodes.size() > 1, printed));
      invocation.streams().flush();
      if (goesOn && !pause()) {
        return CommandStatus.INTERRUPTED;
      }
    }
    if (printed.isEmpty()) {
      invocation.streams().err().println("no script of run " + id + " has written anything");
    }
    return CommandStatus.OK;
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<RunNode> nodes(RunDetails run) {
    List<RunNode> named = run.nodes().stream().filter(node -> node.name().equals(asked)).toList();
    return named.isEmpty() ? run.nodes() : named;
  }

  private void print(RunNode node, boolean several, Map<Path, Long> printed) {
    List<JournalStep> steps =
        node.steps().stream()
            .filter(step -> only.map(number -> number == step.index() + 1).orElse(true))
            .toList();
    if (only.isPresent() && steps.isEmpty()) {
      throw new ProblemsException(
          Problem.refused("run %s: it has not begun a step %s".formatted(id, only.get()))
              .next("list its steps: provision runs show " + id));
    }
    for (JournalStep step : steps) {
      String heading = (several ? node.name() + ": " : "") + step.target();
      print(node.stdout(step), heading, printed);
      print(node.stderr(step), heading + " (standard error)", printed);
    }
  }

  /// Prints what of a file has not been printed yet.
  private void print(Path file, String heading, Map<Path, Long> printed) {
    long before = printed.getOrDefault(file, 0L);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(before);
      byte[] more = in.readAllBytes();
      if (more.length == 0) {
        return;
      }
      if (before == 0 && only.isEmpty()) {
        invocation.streams().out().println("==> " + VisibleText.line(heading));
      }
      invocation.streams().print(more);
      printed.put(file, before + more.length);
    } catch (NoSuchFileException _) {
      // Nothing has been written there.
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + IoMessages.of(e), e);
    }
  }
}
