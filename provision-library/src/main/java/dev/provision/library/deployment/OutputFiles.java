package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.library.deployment.DeploymentResult.ScriptOutputs;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes every script's output to files as it arrives, of much only the beginning and the end.
///
/// Output that cannot be kept stops nothing: that is remarked, and told as a warning.
///
/// Tested by `DeploymentRecordTest`.
final class OutputFiles {
  private final Path directory;
  private final long most;
  private final Map<Integer, ScriptOutputs> files = new LinkedHashMap<>();
  private final Map<Path, CappedFile> open = new LinkedHashMap<>();
  private final Set<Path> lost = new HashSet<>();
  private int current;

  /// @param most how many bytes of each stream are kept
  OutputFiles(Path directory, long most) {
    this.directory = directory;
    this.most = most;
  }

  /// Keeps output.
  ///
  /// @return what the user should know
  List<String> accept(DeployEvent event) {
    return switch (event) {
      case DeployEvent.StepStarted started -> {
        current = started.index();
        files.put(current, filesOf(current, started.step()));
        yield List.of();
      }
      case DeployEvent.ScriptOutput output -> write(output);
      case DeployEvent.StepFinished _ -> end();
      default -> List.of(); // all else is no output
    };
  }

  private ScriptOutputs filesOf(int index, PlannedStep step) {
    return new ScriptOutputs(
        stdout(directory, index, step.target()),
        stderr(directory, index, step.target()),
        List.of());
  }

  /// Where the standard output of a step is kept.
  static Path stdout(Path directory, int index, String target) {
    return directory.resolve(label(index, target) + ".stdout");
  }

  /// Where the standard error of a step is kept.
  static Path stderr(Path directory, int index, String target) {
    return directory.resolve(label(index, target) + ".stderr");
  }

  private static String label(int index, String target) {
    String base = target.substring(target.lastIndexOf('/') + 1);
    return String.format(Locale.ROOT, "%03d-%s", index, base.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  private List<String> write(DeployEvent.ScriptOutput output) {
    ScriptOutputs outputs = files.get(output.index());
    if (outputs == null) {
      throw new IllegalStateException("output of step " + output.index() + " before its start");
    }
    Path file = output.stream() == Stream.STDOUT ? outputs.stdout() : outputs.stderr();
    if (lost.contains(file)) {
      return List.of();
    }
    try {
      CappedFile stream = open.get(file);
      if (stream == null) {
        stream = new CappedFile(StateDirectory.createFile(file), most);
        open.put(file, stream);
      }
      stream.write(output.bytes());
      return List.of();
    } catch (IOException e) {
      return List.of(lose(file, e));
    }
  }

  private String lose(Path file, IOException e) {
    lost.add(file);
    return remark(file + " is incomplete: " + IoMessages.of(e));
  }

  private String remark(String words) {
    files.computeIfPresent(current, (_, outputs) -> outputs.withRemark(words));
    return words;
  }

  /// The current step writes no more.
  List<String> end() {
    List<String> remarks = new ArrayList<>();
    open.forEach(
        (file, stream) -> {
          try {
            stream.close();
          } catch (IOException e) {
            if (!lost.contains(file)) {
              remarks.add(lose(file, e));
            }
          }
          if (stream.leftOut() > 0) {
            remarks.add(remark(stream.leftOut() + " bytes were omitted in the middle of " + file));
          }
        });
    open.clear();
    return remarks;
  }

  Map<Integer, ScriptOutputs> files() {
    return files;
  }
}
