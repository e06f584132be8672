package dev.provision.domain.deploy;

import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// Hears the lines that a script prints.
final class LineObserver implements StepObserver {
  private final String name;
  private final Consumer<String> lines;
  private final Consumer<DeployEvent> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /// @param name the node's
  /// @param events hears what is waited for
  LineObserver(String name, Consumer<String> lines, Consumer<DeployEvent> events) {
    this.name = name;
    this.lines = lines;
    this.events = events;
  }

  @Override
  public void awaiting(String what, Duration limit) {
    events.accept(new DeployEvent.AwaitingPart(name, what, limit));
  }

  @Override
  public void silent(Duration since, Duration limit) {
    events.accept(new DeployEvent.Silent(name, since, limit));
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    if (stream == Stream.STDERR) {
      return;
    }
    for (byte one : bytes) {
      if (one == '\n') {
        lines.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(one);
      }
    }
  }

  @Override
  public void sent(long sent, long total) {}

  @Override
  public void started(int index) {}

  @Override
  public void finished(int index, StepResult result) {}
}
