package dev.provision.adapter.sshd.apply;

import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.DirectoryDiffers;
import dev.provision.ports.step.StepDifference.DirectoryDiffers.Paths;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a node found out about each step: `compare_steps.sh` says it as if each were a
/// script.
///
/// Tested by `ShellChangesContract` and `ShellConditionsContract`.
public final class DifferenceReader implements StepObserver {
  private static final String NOT_NEEDED = "not needed: ";
  private static final String NO_CHANGE = "nothing it depends on would change";

  /// Remarked on a step that is not due so far, with the keys.
  private static final String IDLE = "idle ";

  private static final String KEYS = "keys ";
  private static final String WANT = "want ";
  private static final String HAVE = "have ";

  /// What a directory's differences begin with; they end with `done`.
  private static final String DIRECTORY = "directory";

  private final List<Step> steps;
  private final List<StepDifference> differences = new ArrayList<>();
  private ByteArrayOutputStream content = new ByteArrayOutputStream();
  private ByteArrayOutputStream words = new ByteArrayOutputStream();

  public DifferenceReader(List<Step> steps) {
    this.steps = steps;
  }

  public List<StepDifference> differences() {
    return List.copyOf(differences);
  }

  @Override
  public void sent(long sent, long total) {}

  @Override
  public void started(int index) {
    content = new ByteArrayOutputStream();
    words = new ByteArrayOutputStream();
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    (stream == Stream.STDOUT ? content : words).writeBytes(bytes);
  }

  @Override
  public void finished(int index, StepResult result) {
    StepDifference difference =
        result instanceof StepResult.ScriptRan
            ? difference(words.toString(StandardCharsets.UTF_8).strip())
            : new StepDifference.Unknown(
                result instanceof StepResult.Failed(String reason) ? reason : "not compared");
    boolean needless =
        result.remark().startsWith(IDLE)
            && dependsOnNoChange(steps.get(index), List.of(result.remark().split(" ", -1)));
    differences.add(needless ? new StepDifference.NotNeeded(NO_CHANGE) : difference);
  }

  /// Whether no step would change anything on which this one depends.
  ///
  /// @param idle the keys under which it is not due so far
  private boolean dependsOnNoChange(Step step, List<String> idle) {
    return step instanceof ConditionalStep conditional
        && conditional.conditions().stream()
            .filter(Changed.class::isInstance)
            .map(Changed.class::cast)
            .filter(changed -> idle.contains(changed.key()))
            .anyMatch(changed -> changed.steps().stream().noneMatch(this::changes));
  }

  private boolean changes(int index) {
    StepDifference difference = differences.get(index);
    if (steps.get(index).unconditional() instanceof Reboot) {
      return false;
    }
    if (steps.get(index).unconditional() instanceof RunScript) {
      // A script without conditions always runs, and so does not count.
      return steps.get(index) instanceof ConditionalStep
          && !(difference instanceof StepDifference.NotNeeded);
    }
    return !(difference instanceof StepDifference.NotNeeded
        || difference instanceof StepDifference.None);
  }

  private StepDifference difference(String said) {
    if (said.startsWith(NOT_NEEDED)) {
      return new StepDifference.NotNeeded(said.substring(NOT_NEEDED.length()));
    }
    if (said.equals("runs")) {
      return new StepDifference.Runs();
    }
    if (said.equals("restart")) {
      return new StepDifference.None();
    }
    if (said.equals("missing")) {
      return new StepDifference.FileMissing();
    }
    if (said.matches(KEYS + "[0-9]+")) {
      int count = Integer.parseInt(said.substring(KEYS.length()));
      return count == 0 ? new StepDifference.None() : new StepDifference.KeysMissing(count);
    }
    List<String> lines = said.lines().toList();
    if (lines.getFirst().equals(DIRECTORY)) {
      return directory(lines.subList(1, lines.size()));
    }
    return lines.size() == 3 && lines.get(0).startsWith(WANT) && lines.get(1).startsWith(HAVE)
        ? file(
            lines.get(0).substring(WANT.length()),
            lines.get(1).substring(HAVE.length()),
            lines.get(2))
        : new StepDifference.Unknown(said);
  }

  private static StepDifference directory(List<String> lines) {
    if (lines.isEmpty() || !lines.getLast().equals("done")) {
      return new StepDifference.Unknown(String.join("\n", lines));
    }
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    List<String> superfluous = new ArrayList<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      String path = DirectorySource.unescape(line.substring(1));
      switch (line.charAt(0)) {
        case '+' -> missing.add(path);
        case '-' -> superfluous.add(path);
        default -> different.add(path);
      }
    }
    return lines.size() == 1
        ? new StepDifference.None()
        : new DirectoryDiffers(Paths.of(missing), Paths.of(different), Paths.of(superfluous));
  }

  private StepDifference file(String want, String have, String how) {
    List<String> traits = FileTraits.parse(have).differencesTo(FileTraits.parse(want));
    return switch (how) {
      case "same" ->
          traits.isEmpty()
              ? new StepDifference.None()
              : new StepDifference.FileDiffers(traits, false, Optional.empty());
      case "content" ->
          new StepDifference.FileDiffers(traits, true, Optional.of(content.toByteArray()));
      default -> new StepDifference.FileDiffers(traits, true, Optional.empty());
    };
  }
}
