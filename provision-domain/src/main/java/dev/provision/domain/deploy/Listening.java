package dev.provision.domain.deploy;

import dev.provision.ports.shell.StepObserver;
import dev.provision.ports.shell.StepResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Hears the lines that a script prints.
final class Listening implements StepObserver {
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Listening(Consumer<String> lines) {
    this.lines = lines;
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
