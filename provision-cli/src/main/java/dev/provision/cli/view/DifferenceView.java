package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.domain.deploy.StepComparison;
import dev.provision.library.text.JsonText;
import dev.provision.ports.Content;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.FileDiffers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a plan would change on a node.
///
/// @param node the node's name
/// @param comparisons step by step
/// @param failure why there are none, if the node could not be asked
public record DifferenceView(
    String node, List<StepComparison> comparisons, Optional<String> failure) {
  /// Copies the list.
  public DifferenceView {
    comparisons = List.copyOf(comparisons);
  }

  /// A node that was asked.
  public DifferenceView(String node, List<StepComparison> comparisons) {
    this(node, comparisons, Optional.empty());
  }

  /// A node that could not be asked: errors tell people why, and this tells programs.
  public static DifferenceView failed(String node, String failure) {
    return new DifferenceView(node, List.of(), Optional.of(failure));
  }

  /// Several nodes' differences in this format; a plain line is `NODE TARGET WHAT`.
  public static String of(List<DifferenceView> views, OutputFormat format) {
    return switch (format) {
      case TABLE -> views.stream().map(DifferenceView::text).collect(Collectors.joining());
      case PLAIN -> views.stream().map(DifferenceView::plain).collect(Collectors.joining());
      case JSON -> JsonText.write(views.stream().map(DifferenceView::fields).toList()) + "\n";
    };
  }

  private String text() {
    if (failure.isPresent()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    int unchanged = 0;
    int notNeeded = 0;
    int runs = 0;
    int reboots = 0;
    for (StepComparison one : comparisons) {
      if (isNotNeeded(one)) {
        notNeeded++;
      } else if (one.difference() instanceof StepDifference.Runs) {
        runs++;
      } else if (one.step().isReboot()) {
        text.append(lineOf(one)).append('\n');
        reboots++;
      } else if (one.difference() instanceof StepDifference.None) {
        unchanged++;
      } else {
        text.append(lineOf(one)).append('\n');
        lines(one).ifPresent(text::append);
        if (one.difference() instanceof StepDifference.DirectoryDiffers differs) {
          text.append(DirectoryDifference.lines(differs));
        }
      }
    }
    long scripts =
        comparisons.stream().filter(one -> one.step().isScript() && !isNotNeeded(one)).count();
    return text.append(VisibleText.line(node))
        .append(": ")
        .append(
            HumanFormat.count(
                comparisons.size() - unchanged - notNeeded - runs - reboots, "difference"))
        .append(", ")
        .append(unchanged)
        .append(" unchanged")
        .append(notNeeded == 0 ? "" : ", " + notNeeded + " not needed")
        .append(scripts == 0 ? "" : ", " + HumanFormat.count(scripts, "script") + " would run")
        .append(reboots == 0 ? "" : ", " + HumanFormat.count(reboots, "restart"))
        .append('\n')
        .toString();
  }

  private String plain() {
    return comparisons.stream()
        .filter(one -> !isUnchanged(one))
        .map(
            one ->
                VisibleText.word(node)
                    + " "
                    + VisibleText.word(one.step().target())
                    + " "
                    + VisibleText.line(what(one))
                    + "\n")
        .collect(Collectors.joining());
  }

  /// Whether nothing would be different. A script counts by its file.
  private static boolean isUnchanged(StepComparison one) {
    return switch (one.difference()) {
      case StepDifference.None _ -> !one.step().isReboot();
      case StepDifference.Runs _, StepDifference.NotNeeded _ -> true;
      case StepDifference.KeysMissing _,
          StepDifference.FileMissing _,
          FileDiffers _,
          StepDifference.DirectoryDiffers _,
          StepDifference.Unknown _ ->
          false;
    };
  }

  private static boolean isNotNeeded(StepComparison one) {
    return one.difference() instanceof StepDifference.NotNeeded;
  }

  private String lineOf(StepComparison one) {
    return VisibleText.line(node + ": " + one.step().target() + ": " + what(one));
  }

  private static String what(StepComparison one) {
    return switch (one.difference()) {
      case StepDifference.None _ when one.step().isReboot() -> "would restart the node";
      case StepDifference.None _ -> "unchanged";
      case StepDifference.KeysMissing(int count) -> HumanFormat.count(count, "key") + " to add";
      case StepDifference.FileMissing _ -> "missing, would be created";
      case FileDiffers differs -> {
        List<String> all = new ArrayList<>(differs.traits());
        if (differs.contentDiffers()) {
          all.add(one.hidden() ? "content differs (secret)" : "content differs");
        }
        yield String.join(", ", all);
      }
      case StepDifference.DirectoryDiffers differs -> DirectoryDifference.inWords(differs);
      case StepDifference.Runs _ -> "would run";
      case StepDifference.NotNeeded(String reason) -> "not needed: " + reason;
      case StepDifference.Unknown(String reason) -> "not compared: " + reason;
    };
  }

  /// The differing lines, where both contents are text and the present one is known.
  private static Optional<String> lines(StepComparison one) {
    return one.difference() instanceof FileDiffers differs
        ? differs
            .content()
            .flatMap(have -> UnifiedDiff.of(one.step().target(), have, wanted(one.step().step())))
        : Optional.empty();
  }

  private static Content wanted(Step step) {
    return switch (step) {
      case PutFile file -> file.content();
      case RunScript script -> script.content();
      case AuthorizeKeys _, PutDirectory _, Reboot _, AwaitReboot _ -> Content.of(new byte[0]);
      case ConditionalStep conditional -> wanted(conditional.step());
    };
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", node);
    fields.put("ok", failure.isEmpty());
    failure.ifPresent(why -> fields.put("failure", why));
    fields.put("steps", comparisons.stream().map(DifferenceView::stepFields).toList());
    return fields;
  }

  private static Map<String, Object> stepFields(StepComparison one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("target", one.step().target());
    fields.put("source", one.step().source());
    fields.put("unchanged", isUnchanged(one));
    fields.put("difference", what(one));
    lines(one).ifPresent(diff -> fields.put("diff", diff));
    if (one.difference() instanceof StepDifference.DirectoryDiffers differs) {
      fields.putAll(DirectoryDifference.fields(differs));
    }
    return fields;
  }
}
