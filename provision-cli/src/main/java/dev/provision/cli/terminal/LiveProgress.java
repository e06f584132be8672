package dev.provision.cli.terminal;

import static dev.provision.cli.output.CursorControl.CLEAR_TO_END;
import static dev.provision.cli.output.CursorControl.LINE_START;
import static dev.provision.cli.output.CursorControl.UP;

import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import dev.provision.cli.view.HumanFormat;
import dev.provision.domain.deploy.DeployEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One line a node, redrawn in place: name, what is going on, time. Of many nodes, how many are
/// done, and as many lines as there is room for.
final class LiveProgress implements Progress {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(6);
  private static final int MOST_LINES = 20;

  private final OutputGate out;
  private final InstantSource clock;
  private final Tty tty;
  private final boolean verbose;
  private final int total;
  private final Instant start;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private Tty.Size size = Tty.Size.USUAL;
  private int done;
  private int failed;
  private List<String> drawn = List.of();
  private boolean closed;

  LiveProgress(OutputGate out, InstantSource clock, Tty tty, boolean verbose, int total) {
    this.out = out;
    this.clock = clock;
    this.tty = tty;
    this.verbose = verbose;
    this.total = total;
    this.start = clock.instant();
  }

  /// Keeps the time running, and the width right.
  void start() {
    Thread.ofVirtual().start(this::tick);
    tty.onResize(() -> size(tty.size()));
  }

  private void tick() {
    size(tty.size());
    try {
      while (redraw()) {
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread()
          .interrupt(); // nobody does that; it would end the ticking, as close() does
    }
  }

  synchronized void size(Tty.Size now) {
    size = now;
  }

  @Override
  public synchronized void accept(DeployEvent event) {
    Instant now = clock.instant();
    Node node = nodes.computeIfAbsent(event.name(), name -> new Node(name, now));
    node.wait.accept(event, now);
    switch (event) {
      case DeployEvent.Warned warned ->
          above(VisibleText.paragraph("warning: " + warned.warning()));
      case DeployEvent.ConsoleRead read -> ProgressWords.console(read).forEach(this::above);
      case DeployEvent.ScriptOutput output when verbose -> node.output.accept(output);
      case DeployEvent.Applying applying -> node.count = applying.steps().size();
      case DeployEvent.StepFinished _ -> node.output.finish();
      case DeployEvent.Silent silent -> node.silent(ProgressWords.silent(silent), now);
      case DeployEvent.Finished finished -> finished(finished);
      default -> {} // all else is shown in the line
    }
    ProgressWords.now(event, node.count).ifPresent(words -> node.words = words);
    redraw();
  }

  private void finished(DeployEvent.Finished event) {
    nodes.remove(event.name());
    done++;
    if (!event.report().ok()) {
      failed++;
    }
    if (total > 1 && !event.report().ok()) {
      above(
          VisibleText.line(event.name() + ": " + ProgressWords.line(event, 0, verbose).orElse("")));
    }
  }

  @Override
  public synchronized <T> T aside(Supplier<T> question) {
    erase();
    out.flush();
    return question.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    erase();
    out.flush();
  }

  /// @param line may have tabs of its own
  private void above(String line) {
    erase();
    out.print(line + "\n");
  }

  /// Whether there is a next time.
  private synchronized boolean redraw() {
    if (closed) {
      return false;
    }
    List<String> lines = lines();
    if (!lines.equals(drawn)) {
      erase();
      out.print(String.join("\n", lines));
      out.flush();
      drawn = lines;
    }
    return true;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (total > 1) {
      String failures = failed == 0 ? "" : ", " + failed + " failed";
      lines.add(line(done + " of " + total + " done" + failures, start));
    }
    nodes.values().stream()
        .limit(Math.max(1, Math.min(MOST_LINES, size.rows() - 2)))
        .forEach(
            node -> lines.add(line(node.name + "  " + node.words(clock.instant()), node.start)));
    return lines;
  }

  private String line(String words, Instant since) {
    String time = "  " + HumanFormat.clock(Duration.between(since, clock.instant()));
    String text = VisibleText.line(words);
    int room = Math.max(0, size.columns() - 1 - time.length());
    int length = text.codePointCount(0, text.length());
    return length <= room
        ? text + time
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, room - 1))) + "…" + time;
  }

  private void erase() {
    for (int above = drawn.size() - 1; above > 0; above--) {
      out.control(LINE_START, CLEAR_TO_END, UP);
    }
    if (!drawn.isEmpty()) {
      out.control(LINE_START, CLEAR_TO_END);
    }
    drawn = List.of();
  }

  private final class Node {
    private final String name;
    private final Instant start;
    private final OutputLines output = new OutputLines(line -> above("  | " + line));
    private final PendingWait wait = new PendingWait();
    private String words = "";
    private String silence = "";
    private Instant silentAt = Instant.EPOCH;
    private int count;

    Node(String name, Instant start) {
      this.name = name;
      this.start = start;
    }

    void silent(String told, Instant now) {
      silence = told;
      silentAt = now;
    }

    /// Silence is told again and again while it lasts.
    String words(Instant now) {
      boolean silent = now.isBefore(silentAt.plus(SILENCE));
      return silent ? silence : wait.words(now).orElse(words);
    }
  }
}
