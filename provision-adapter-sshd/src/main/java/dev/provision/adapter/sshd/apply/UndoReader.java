package dev.provision.adapter.sshd.apply;

import dev.provision.ports.Content;
import dev.provision.ports.shell.ReplacedSet;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.UndoReport;
import dev.provision.ports.shell.UndoReport.Outcome;
import dev.provision.ports.shell.UndoReport.UndonePath;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what `undo_replaced.sh` says, as if it were a script. Tested by `UndoTest`.
public final class UndoReader implements StepObserver {
  /// In messages, this stands for what is done.
  private static final List<Step> STAND_IN =
      List.of(new PutFile("what was replaced", Content.of(new byte[0]), 0600, Optional.empty()));

  private static final String SET = "set ";
  private static final String FAULT = "fault ";

  private final String doing;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /// @param doing what is done, for messages
  public UndoReader(String doing) {
    this.doing = doing;
  }

  /// What is called, and heard by this.
  public RunJob job(WhenBusy whenBusy, Optional<String> holder, ReplacedCalls replaced) {
    return new RunJob(STAND_IN, whenBusy, this, holder, doing, replaced);
  }

  @Override
  public void sent(long sent, long total) {}

  @Override
  public void started(int index) {}

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    if (stream == Stream.STDOUT) {
      said.writeBytes(bytes);
    }
  }

  @Override
  public void finished(int index, StepResult result) {}

  private List<String> lines() {
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    for (String line : lines) {
      if (line.startsWith(FAULT)) {
        throw failed(line.substring(FAULT.length()));
      }
    }
    return lines;
  }

  private ShellException failed(String reason) {
    return new ShellException(new ShellFailure.Unclassified(doing, reason));
  }

  /// What was put back.
  public UndoReport report() {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      throw failed("the node did not say what it did");
    }
    List<UndonePath> paths = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 3);
      Outcome outcome = Outcome.valueOf(words[0].toUpperCase(Locale.ROOT));
      String reason = words.length > 2 ? words[2] : "";
      paths.add(new UndonePath(DirectorySource.unescape(words[1]), outcome, reason));
    }
    return new UndoReport(lines.getFirst().substring(SET.length()), paths);
  }

  /// What is kept.
  public List<ReplacedSet> sets() {
    return lines().stream().map(UndoReader::set).toList();
  }

  private static ReplacedSet set(String line) {
    String[] words = line.substring(SET.length()).split(" ", 4);
    Optional<String> undone = Optional.of(words[2]).filter(at -> !at.equals("-"));
    return new ReplacedSet(words[0], words[3], Integer.parseInt(words[1]), undone);
  }
}
