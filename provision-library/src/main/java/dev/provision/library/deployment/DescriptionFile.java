package dev.provision.library.deployment;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.ChosenResources;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonText;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The JSON that `deploy-node -d` writes.
///
/// The keys `id name state public_ip private_ip image_id image_name` are those of the first
/// Provision. `stdout` and `stderr` of a script are the end of what it wrote.
///
/// Tested by `DeployNodeTest` and `ProvisionTest`.
public final class DescriptionFile {
  private DescriptionFile() {}

  /// Makes sure, before a node exists, that the file can be written.
  public static void check(Path file) {
    Path directory = parent(file);
    if (Files.isDirectory(file)) {
      throw refused(file, "it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw refused(file, "there is no directory " + directory);
    }
    if (!Files.isWritable(directory)) {
      throw refused(file, "permission denied for " + directory);
    }
  }

  /// Writes the result of one node; see [#write(Path, byte\[\])].
  public static void write(Path file, DeployReport report) {
    write(file, json(describe(report)));
  }

  /// The same, and what is missing of the scripts' output.
  public static void write(Path file, DeploymentResult deployment) {
    write(file, json(describe(deployment)));
  }

  /// Writes the file in one go: a reader sees the old one or the new one.
  ///
  /// @param json what [#json] makes
  public static void write(Path file, byte[] json) {
    try {
      Path part = Files.createTempFile(parent(file), "." + file.getFileName(), ".part");
      try {
        Files.write(part, json);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw refused(file, IoMessages.of(e));
    }
  }

  /// The JSON of descriptions, in UTF-8.
  ///
  /// @param description what [#describe] makes, or a list of that
  public static byte[] json(Object description) {
    return JsonText.write(description).getBytes(StandardCharsets.UTF_8);
  }

  /// What a description says, by key. Where no node was made, there is no more than its name, and
  /// why.
  static Map<String, Object> describe(DeployReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    report
        .node()
        .ifPresentOrElse(node -> describe(node, report, all), () -> all.put("name", report.name()));
    report
        .identity()
        .ifPresent(
            identity -> {
              all.put("host_key", identity.key().toString());
              all.put("host_key_fingerprint", identity.key().fingerprint());
              all.put("host_trusted_because", identity.how());
            });
    all.put("ok", report.ok());
    failure(report).ifPresent(words -> all.put("failure", words));
    all.put("scripts", report.scripts().stream().map(DescriptionFile::script).toList());
    List<Map<String, Object>> directories = directories(report);
    if (!directories.isEmpty()) {
      all.put("directories", directories);
    }
    List<Map<String, Object>> reboots = reboots(report);
    if (!reboots.isEmpty()) {
      all.put("reboots", reboots);
    }
    return all;
  }

  /// The same, and what is missing of the scripts' output.
  public static Map<String, Object> describe(DeploymentResult deployment) {
    Map<String, Object> all = describe(deployment.report());
    List<Map<String, Object>> scripts = new ArrayList<>();
    List<StepReport> steps = deployment.report().steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).step().isScript()) {
        Map<String, Object> script = script(steps.get(i));
        Optional.ofNullable(deployment.outputs().get(i))
            .map(DeploymentResult.ScriptOutputs::remarks)
            .filter(remarks -> !remarks.isEmpty())
            .ifPresent(remarks -> script.put("output_remarks", remarks));
        scripts.add(script);
      }
    }
    all.put("scripts", scripts);
    deployment.planDigest().ifPresent(digest -> all.put("plan_digest", digest));
    return all;
  }

  private static Optional<String> failure(DeployReport report) {
    return switch (report.outcome()) {
      case Outcome.Completed _ -> Optional.empty();
      case Outcome.CloudFailed(var failure) ->
          Optional.of(failure.doing() + ": " + failure.reason());
      case Outcome.ShellFailed(var failure) ->
          Optional.of(failure.doing() + ": " + failure.reason());
    };
  }

  private static void describe(Node node, DeployReport report, Map<String, Object> all) {
    all.put("id", node.id().value());
    all.put("name", node.name());
    all.put("state", report.destroyed() ? Node.State.TERMINATED.name() : node.state().name());
    all.put("public_ip", node.publicAddresses());
    all.put("private_ip", node.privateAddresses());
    node.image()
        .or(() -> report.choice().map(ChosenResources::image))
        .ifPresent(
            image -> {
              all.put("image_id", image.id());
              all.put("image_name", image.name());
            });
    report
        .choice()
        .map(ChosenResources::size)
        .or(node::size)
        .ifPresent(size -> all.put("size_id", size.id()));
    report
        .choice()
        .map(ChosenResources::location)
        .or(node::location)
        .ifPresent(location -> all.put("location_id", location.id()));
    node.createdAt().ifPresent(at -> all.put("created_at", at.toString()));
    Expiry.of(node).flatMap(Expiry::moment).ifPresent(at -> all.put("expires_at", at.toString()));
  }

  private static List<Map<String, Object>> directories(DeployReport report) {
    List<Map<String, Object>> directories = new ArrayList<>();
    for (StepReport step : report.steps()) {
      if (step.result() instanceof StepResult.DirectoryPut put) {
        Map<String, Object> directory = new LinkedHashMap<>();
        directory.put("target", step.step().target());
        directory.put("source", step.step().source());
        directory.put("written", put.written());
        directory.put("removed", put.removed());
        directories.add(directory);
      }
    }
    return directories;
  }

  private static Map<String, Object> script(StepReport step) {
    Map<String, Object> script = new LinkedHashMap<>();
    script.put("target", step.step().target());
    script.put("source", step.step().source());
    switch (step.result()) {
      case StepResult.ScriptRan ran -> {
        script.put("result", ran.exit().toString());
        if (ran.exit() instanceof ExitStatus.Exited(int status)) {
          script.put("exit_status", status);
        }
        script.put("seconds", ran.duration().toMillis() / 1000.0);
        script.put("stdout", ran.stdout().text());
        script.put("stderr", ran.stderr().text());
      }
      case StepResult.Failed failed -> script.put("result", "failed: " + failed.reason());
      case StepResult.NotNeeded(String reason) -> script.put("result", "not needed: " + reason);
      case StepResult.Skipped _ -> script.put("result", "skipped");
      case StepResult.KeysAuthorized _,
          StepResult.FilePut _,
          StepResult.DirectoryPut _,
          StepResult.Rebooting _,
          StepResult.Rebooted _ ->
          script.put("result", "done");
    }
    return script;
  }

  private static List<Map<String, Object>> reboots(DeployReport report) {
    List<Map<String, Object>> reboots = new ArrayList<>();
    for (StepReport step : report.steps()) {
      if (step.step().isReboot()) {
        Map<String, Object> reboot = new LinkedHashMap<>();
        switch (step.result()) {
          case StepResult.Rebooted(Duration duration) -> {
            reboot.put("result", "restarted");
            reboot.put("seconds", duration.toMillis() / 1000.0);
          }
          case StepResult.Failed(String reason) -> reboot.put("result", "failed: " + reason);
          case StepResult.NotNeeded(String reason) -> reboot.put("result", "not needed: " + reason);
          default ->
              reboot.put(
                  "result",
                  report.outcome() instanceof Outcome.Completed ? "skipped" : "not finished");
        }
        reboots.add(reboot);
      }
    }
    return reboots;
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static ProblemsException refused(Path file, String reason) {
    return new ProblemsException(
        List.of(
            Problem.at(file.toString(), "cannot write the description: " + reason)
                .next("name a file in a writable directory")));
  }
}
