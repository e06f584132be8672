package dev.provision.cli.terminal;

import dev.provision.cli.output.VisibleText;
import dev.provision.domain.deploy.DeployEvent.ScriptOutput;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Cuts a script's output, which arrives in pieces, into lines.
final class OutputLines {
  /// Longer ones are cut, so that a script without line feeds is seen, too.
  private static final int LONGEST = 4096;

  private final Consumer<String> lines;
  private final Map<Stream, ByteArrayOutputStream> pending = new EnumMap<>(Stream.class);

  /// @param lines receives each line, safe to be shown
  OutputLines(Consumer<String> lines) {
    this.lines = lines;
  }

  void accept(ScriptOutput output) {
    ByteArrayOutputStream line =
        pending.computeIfAbsent(output.stream(), stream -> new ByteArrayOutputStream());
    for (byte one : output.bytes()) {
      line.write(one);
      if (one == '\n') {
        show(line);
      } else if (line.size() >= LONGEST) {
        showWholeCharacters(line);
      }
    }
  }

  /// Shows what had no line feed at its end.
  void finish() {
    pending.values().stream().filter(line -> line.size() > 0).forEach(this::show);
  }

  private void show(ByteArrayOutputStream line) {
    VisibleText.outputLines(line.toByteArray()).forEach(lines);
    line.reset();
  }

  /// A carriage return stays, too: it may be a part of the line's end.
  private void showWholeCharacters(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int whole = VisibleText.wholeCharacters(bytes);
    int count = bytes[whole - 1] == '\r' ? whole - 1 : whole;
    VisibleText.outputLines(Arrays.copyOf(bytes, count)).forEach(lines);
    line.reset();
    line.write(bytes, count, bytes.length - count);
  }
}
