package dev.provision.cli.view;

import dev.provision.cli.view.Table.Column;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.library.deployment.DescriptionFile;
import dev.provision.ports.step.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What became of several nodes: a row for each.
///
/// Tested by `FleetTest`.
///
/// @param results one for every node that was asked for, in that order
public record FleetView(List<NodeResult> results) {
  /// Copies the list.
  public FleetView {
    results = List.copyOf(results);
  }

  /// The results in this format.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE -> listing().in(format) + plan() + summary();
      case PLAIN -> listing().in(format);
      case JSON -> new String(json(), StandardCharsets.UTF_8) + "\n";
    };
  }

  /// A list of descriptions, as [DescriptionFile] has them.
  public byte[] json() {
    return DescriptionFile.json(results.stream().map(FleetView::fields).toList());
  }

  private static Map<String, Object> fields(NodeResult result) {
    return result
        .deployed()
        .map(DescriptionFile::describe)
        .orElseGet(
            () -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("name", result.name());
              fields.put("ok", false);
              fields.put("failure", result.inWords());
              return fields;
            });
  }

  private Table<NodeResult> listing() {
    return new Table<>(
        List.of(
            Column.plain("name", NodeResult::name),
            Column.plain("public_ip", FleetView::address),
            Column.text("id", result -> result.node().map(node -> node.id().value()).orElse("")),
            Column.text(
                "took",
                result ->
                    result.report().map(report -> HumanFormat.time(report.duration())).orElse("")),
            Column.text("unchanged", FleetView::unchanged),
            Column.text("result", NodeResult::inWords)),
        results);
  }

  private static String address(NodeResult result) {
    return result.node().flatMap(node -> node.publicAddresses().stream().findFirst()).orElse("");
  }

  /// How many of the files and directories were right already.
  private static String unchanged(NodeResult result) {
    return result.report().map(FleetView::unchanged).orElse("");
  }

  private static String unchanged(DeployReport report) {
    int all = 0;
    int same = 0;
    for (DeployReport.StepReport step : report.steps()) {
      switch (step.result()) {
        case StepResult.FilePut file -> {
          all++;
          same += file.changed() ? 0 : 1;
        }
        case StepResult.DirectoryPut put -> {
          all++;
          same += put.written() + put.removed() > 0 ? 0 : 1;
        }
        case StepResult.KeysAuthorized _,
            StepResult.ScriptRan _,
            StepResult.Rebooting _,
            StepResult.Rebooted _,
            StepResult.NotNeeded _,
            StepResult.Failed _,
            StepResult.Skipped _ -> {}
      }
    }
    return all == 0 ? "" : same + "/" + all;
  }

  /// All nodes of a fleet have the same one.
  private String plan() {
    return results.stream()
        .flatMap(result -> result.deployed().stream())
        .flatMap(deployed -> deployed.planDigest().stream())
        .findFirst()
        .map(digest -> "\nplan  " + digest + "\n")
        .orElse("");
  }

  private String summary() {
    long good = results.stream().filter(NodeResult::ok).count();
    long skipped = results.stream().filter(NodeResult::skipped).count();
    return "\n%s of %s nodes succeeded%s%s\n"
        .formatted(
            good,
            results.size(),
            more(results.size() - good - skipped, "failed"),
            more(skipped, "skipped"));
  }

  private static String more(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }
}
