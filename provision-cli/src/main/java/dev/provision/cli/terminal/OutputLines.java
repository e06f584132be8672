package dev.provision.cli.terminal;

import dev.provision.cli.view.Printable;
import dev.provision.domain.deploy.DeployEvent.ScriptOutput;
import dev.provision.ports.shell.StepObserver.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
      if (one == '\n') {
        show(line);
      } else {
        line.write(one);
        if (line.size() >= LONGEST) {
          show(line);
        }
      }
    }
  }

  /// Shows what had no line feed at its end.
  void finish() {
    pending.values().stream().filter(line -> line.size() > 0).forEach(this::show);
  }

  private void show(ByteArrayOutputStream line) {
    lines.accept(Printable.line(line.toString(StandardCharsets.UTF_8)));
    line.reset();
  }
}
