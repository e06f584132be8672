package dev.provision.cli.terminal;

import dev.provision.cli.output.OutputGate;
import dev.provision.domain.deploy.DeployEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A line for each event that matters; of many nodes fewer events do. While nothing happens, from
/// time to time a line says what is waited for.
final class PlainProgress implements Progress {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration FIRST_WORD = Duration.ofSeconds(5);
  private static final int MOST_WAITS = 3;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final OutputGate out;
  private final InstantSource clock;
  private final boolean verbose;
  private final int total;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private Instant spoken;
  private Duration quiet = FIRST_WORD;
  private int questions;
  private boolean closed;

  PlainProgress(OutputGate out, InstantSource clock, boolean verbose, int total) {
    this.out = out;
    this.clock = clock;
    this.spoken = clock.instant();
    this.verbose = verbose;
    this.total = total;
  }

  /// Lets time pass by itself.
  void start() {
    Thread.ofVirtual().start(this::tick);
  }

  private void tick() {
    try {
      while (look()) {
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; it would end it, as close() does
    }
  }

  /// Says what is waited for if it is time. Each such word lets the next one wait twice as long.
  ///
  /// @return whether there is a next time
  synchronized boolean look() {
    Instant now = clock.instant();
    if (!closed && questions == 0 && !now.isBefore(spoken.plus(quiet))) {
      List<String> waits =
          nodes.values().stream().flatMap(node -> node.wait(now).stream()).toList();
      if (!waits.isEmpty()) {
        waits.stream().limit(MOST_WAITS).forEach(out::println);
        if (waits.size() > MOST_WAITS) {
          out.println("(and " + (waits.size() - MOST_WAITS) + " more nodes)");
        }
        out.flush();
        spoken = now;
        quiet = quiet.compareTo(LONGEST.dividedBy(2)) < 0 ? quiet.multipliedBy(2) : LONGEST;
      }
    }
    return !closed;
  }

  @Override
  public synchronized void accept(DeployEvent event) {
    Instant now = clock.instant();
    Node node = nodes.computeIfAbsent(event.name(), Node::new);
    node.wait.accept(event, now);
    switch (event) {
      case DeployEvent.Warned warned -> out.message("warning: " + warned.warning());
      case DeployEvent.ConsoleRead read -> ProgressWords.console(read).forEach(this::show);
      case DeployEvent.ScriptOutput output when verbose -> node.output.accept(output);
      case DeployEvent.Applying applying -> node.count = applying.steps().size();
      case DeployEvent.StepFinished _ -> node.output.finish();
      default -> {} // all else is told below, or not at all
    }
    words(event, node)
        .filter(node::isNew)
        .ifPresent(
            line -> {
              out.println(event.name() + ": " + line);
              spoken = now;
              quiet = FIRST_WORD;
            });
    out.flush();
  }

  /// A line that may have tabs of its own.
  private void show(String line) {
    out.print(line + "\n");
  }

  private Optional<String> words(DeployEvent event, Node node) {
    return total == 1 || verbose
        ? ProgressWords.line(event, node.count, verbose)
        : ProgressWords.ofMany(event, node.count);
  }

  /// Says nothing of what is waited for while the user types: it would stand in his answer.
  @Override
  public <T> T aside(Supplier<T> question) {
    count(1);
    try {
      return question.get();
    } finally {
      count(-1);
    }
  }

  private synchronized void count(int more) {
    questions += more;
    spoken = clock.instant();
  }

  @Override
  public synchronized void close() {
    closed = true;
    out.flush();
  }

  private final class Node {
    private final OutputLines output = new OutputLines(line -> show("  | " + line));
    private final PendingWait wait = new PendingWait();
    private final String name;
    private int count;
    private String last = "";

    Node(String name) {
      this.name = name;
    }

    Optional<String> wait(Instant now) {
      return wait.words(now).map(words -> name + ": " + words);
    }

    /// The same reason for the hundredth time is no news.
    private boolean isNew(String line) {
      boolean isNew = !line.equals(last);
      last = line;
      return isNew;
    }
  }
}
