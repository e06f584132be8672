package dev.provision.cli.terminal;

import dev.provision.domain.deploy.DeployEvent;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A line for each event that matters; of many nodes fewer events do.
final class PlainProgress implements Progress {
  private final PrintStream out;
  private final boolean verbose;
  private final int total;
  private final Map<String, Node> nodes = new HashMap<>();

  PlainProgress(PrintStream out, boolean verbose, int total) {
    this.out = out;
    this.verbose = verbose;
    this.total = total;
  }

  @Override
  public synchronized void accept(DeployEvent event) {
    Node node = nodes.computeIfAbsent(event.name(), Node::new);
    switch (event) {
      case DeployEvent.Warned warned -> out.println("warning: " + warned.warning());
      case DeployEvent.ConsoleRead read -> ProgressWords.console(read).forEach(out::println);
      case DeployEvent.ScriptOutput output when verbose -> node.output.accept(output);
      case DeployEvent.Applying applying -> node.count = applying.steps().size();
      case DeployEvent.StepFinished _ -> node.output.finish();
      default -> {} // all else is told below, or not at all
    }
    words(event, node)
        .filter(node::isNew)
        .ifPresent(line -> out.println(event.name() + ": " + line));
    out.flush();
  }

  private Optional<String> words(DeployEvent event, Node node) {
    return total == 1 || verbose
        ? ProgressWords.line(event, node.count, verbose)
        : ProgressWords.ofMany(event, node.count);
  }

  @Override
  public void close() {
    out.flush();
  }

  private final class Node {
    private final OutputLines output = new OutputLines(line -> out.println("  | " + line));
    private int count;
    private String last = "";

    Node(String name) {}

    /// The same reason for the hundredth time is no news.
    private boolean isNew(String line) {
      boolean isNew = !line.equals(last);
      last = line;
      return isNew;
    }
  }
}
