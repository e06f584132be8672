package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.domain.deploy.ChosenResources;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.library.deployment.DeploymentResult;
import dev.provision.library.deployment.DescriptionFile;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a node: the node itself, and each script's exit status, duration and the end of
/// its output.
///
/// Tested by `DeployNodeTest` and `GateTest`.
///
/// @param deployment a deployment that has a node
/// @param next commands that the user may want to run now, a line each
/// @param withScripts whether the scripts' text is shown
public record ReportView(DeploymentResult deployment, List<String> next, boolean withScripts) {
  private static final int FIELD = 11;
  private static final int SHOWN_LINES = 20;

  /// The report in this format.
  public String in(OutputFormat format) {
    Node node = deployment.report().node().orElseThrow();
    return switch (format) {
      case TABLE -> text(node);
      case JSON ->
          new String(
                  DescriptionFile.json(DescriptionFile.describe(deployment)),
                  StandardCharsets.UTF_8)
              + "\n";
      case PLAIN ->
          Tables.ofNodes(List.of(node), Expiry::of, Map.of(), Instant.EPOCH).in(OutputFormat.PLAIN);
    };
  }

  private String text(Node node) {
    DeployReport report = deployment.report();
    StringBuilder text = new StringBuilder();
    field(text, "name", node.name());
    field(text, "id", node.id().value());
    field(text, "state", report.destroyed() ? Node.State.TERMINATED.name() : node.state().name());
    field(text, "public ip", String.join(" ", node.publicAddresses()));
    field(text, "private ip", String.join(" ", node.privateAddresses()));
    Optional<ChosenResources> choice = report.choice();
    field(
        text,
        "image",
        node.image().or(() -> choice.map(ChosenResources::image)).map(ReportView::name).orElse(""));
    field(
        text, "size", choice.map(ChosenResources::size).or(node::size).map(Size::name).orElse(""));
    field(
        text,
        "location",
        choice.map(ChosenResources::location).or(node::location).map(Location::name).orElse(""));
    Expiry.of(node).flatMap(Expiry::moment).ifPresent(at -> field(text, "expires", at.toString()));
    report.identity().ifPresent(identity -> field(text, "host key", trust(identity)));
    field(text, "took", HumanFormat.time(report.duration()));
    scripts(text);
    deployment.planDigest().ifPresent(digest -> field(text, "\nplan", digest));
    deployment
        .directory()
        .ifPresent(at -> field(text, "journal", at.resolve("journal.jsonl").toString()));
    next.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String name(Image image) {
    return image.name().equals(image.id()) ? image.id() : image.name() + " (" + image.id() + ")";
  }

  private static void field(StringBuilder text, String name, String value) {
    int width = name.startsWith("\n") ? name.length() - 1 : name.length();
    text.append(name)
        .repeat(' ', FIELD - width)
        .append(value.isEmpty() ? "-" : VisibleText.line(value))
        .append('\n');
  }

  private static String trust(HostIdentity identity) {
    return "%s %s (%s)"
        .formatted(identity.key().type(), identity.key().fingerprint(), identity.how());
  }

  private void scripts(StringBuilder text) {
    List<StepReport> steps = deployment.report().steps();
    for (int index = 0; index < steps.size(); index++) {
      StepReport step = steps.get(index);
      if (step.step().isScript()
          || step.step().isReboot()
          || step.result() instanceof StepResult.Failed
          || step.result() instanceof StepResult.DirectoryPut
          || !step.result().remark().isEmpty()) {
        text.append('\n').append(VisibleText.line(step.step().target())).append(": ");
        text.append(inWords(step.result())).append('\n');
        if (withScripts && step.step().step().unconditional() instanceof RunScript script) {
          text.append("  text:\n")
              .append(
                  step.step().secret()
                      ? "  " + ScriptPreview.SECRET + "\n"
                      : ScriptPreview.lines(script.content(), "  | "));
        }
        if (step.result() instanceof StepResult.ScriptRan ran) {
          output(text, index, ran);
        }
      }
    }
  }

  /// Where the deployment broke off once there was a connection, nobody knows whether a step
  /// without a result had begun.
  private String inWords(StepResult result) {
    DeployReport report = deployment.report();
    if (!(result instanceof StepResult.Skipped) || report.outcome() instanceof Outcome.Completed) {
      return ResultWords.inWords(result);
    }
    return report.identity().isPresent() ? "not finished" : "skipped";
  }

  private void output(StringBuilder text, int index, StepResult.ScriptRan ran) {
    DeploymentResult.ScriptOutputs files = deployment.outputs().get(index);
    String kept = files == null || files.remarks().isEmpty() ? "complete output" : "more";
    stream(text, "stdout", ran.stdout(), files == null ? null : files.stdout(), kept);
    stream(text, "stderr", ran.stderr(), files == null ? null : files.stderr(), kept);
    if (files != null) {
      files.remarks().forEach(words -> text.append("  ").append(words).append('\n'));
    }
  }

  private static void stream(
      StringBuilder text, String name, Output output, @Nullable Path whole, String kept) {
    if (output.size() == 0) {
      return;
    }
    List<String> lines = VisibleText.outputLines(output.tail());
    int hidden = Math.max(0, lines.size() - SHOWN_LINES);
    boolean partial = hidden > 0 || output.truncated();
    text.append("  ").append(name);
    if (whole != null) {
      text.append(partial ? " (the end; " + kept + " is in " : " (also in ");
      text.append(whole).append(')');
    }
    text.append(":\n");
    lines
        .subList(hidden, lines.size())
        .forEach(line -> text.append("  | ").append(line).append('\n'));
  }
}
