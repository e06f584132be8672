package dev.provision.library;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.library.Deployed.ScriptOutputs;
import dev.provision.ports.shell.StepObserver.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Writes every script's whole output to files as it arrives.
final class OutputFiles implements AutoCloseable {
  private final Path directory;
  private final Map<Integer, ScriptOutputs> files = new LinkedHashMap<>();
  private final Map<Path, OutputStream> open = new HashMap<>();

  OutputFiles(Path directory) {
    this.directory = directory;
  }

  void accept(DeployEvent event) {
    try {
      switch (event) {
        case DeployEvent.StepStarted started ->
            files.put(started.index(), filesOf(started.index(), started.step()));
        case DeployEvent.ScriptOutput output -> write(output);
        case DeployEvent.StepFinished _ -> close();
        default -> {} // all else is no output
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "script output cannot be kept in " + directory + ": " + Reasons.of(e), e);
    }
  }

  private ScriptOutputs filesOf(int index, PlannedStep step) {
    String base = step.target().substring(step.target().lastIndexOf('/') + 1);
    String label =
        String.format(Locale.ROOT, "%03d-%s", index, base.replaceAll("[^A-Za-z0-9._-]", "_"));
    return new ScriptOutputs(
        directory.resolve(label + ".stdout"), directory.resolve(label + ".stderr"));
  }

  private void write(DeployEvent.ScriptOutput output) throws IOException {
    ScriptOutputs outputs = files.get(output.index());
    if (outputs == null) {
      throw new IllegalStateException("output of step " + output.index() + " before its start");
    }
    Path file = output.stream() == Stream.STDOUT ? outputs.stdout() : outputs.stderr();
    OutputStream stream = open.get(file);
    if (stream == null) {
      stream = Files.newOutputStream(file);
      open.put(file, stream);
    }
    stream.write(output.bytes());
  }

  Map<Integer, ScriptOutputs> files() {
    return files;
  }

  @Override
  public void close() {
    try {
      for (OutputStream stream : open.values()) {
        stream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("script output was not kept whole in " + directory, e);
    } finally {
      open.clear();
    }
  }
}
