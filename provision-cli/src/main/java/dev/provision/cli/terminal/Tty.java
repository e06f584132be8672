package dev.provision.cli.terminal;

import dev.provision.cli.call.Signals;
import dev.provision.cli.output.OutputGate;
import dev.provision.cli.output.VisibleText;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The controlling terminal, `/dev/tty`, by way of `stty`.
public final class Tty {
  private static final File DEVICE = new File("/dev/tty");

  private final List<Runnable> onResize = new CopyOnWriteArrayList<>();

  /// A terminal's size.
  record Size(int columns, int rows) {
    /// What to go by where nothing is known.
    public static final Size USUAL = new Size(80, 24);

    static Optional<Size> parse(String rowsAndColumns) {
      String[] parts = rowsAndColumns.strip().split(" ", 2);
      if (parts.length < 2 || !(parts[0] + parts[1]).matches("[0-9]{2,9}")) {
        return Optional.empty();
      }
      Size size = new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
      return size.columns > 0 && size.rows > 0 ? Optional.of(size) : Optional.empty();
    }
  }

  /// The user's answer to a question, typed without being seen; empty where nobody is there to
  /// answer.
  public Optional<String> ask(String question) {
    Optional<Changed> silent = change("-echo");
    if (silent.isEmpty()) {
      return Optional.empty();
    }
    try (Changed _ = silent.get();
        OutputStream out = new FileOutputStream(DEVICE);
        BufferedReader in = Files.newBufferedReader(DEVICE.toPath())) {
      OutputGate gate = new OutputGate(out);
      gate.print(VisibleText.line(question));
      gate.flush();
      String line = in.readLine();
      gate.print("\n");
      gate.flush();
      return Optional.ofNullable(line);
    } catch (IOException e) {
      return Optional.empty(); // the terminal is gone, and with it who could answer
    }
  }

  /// Its size now.
  Size size() {
    return stty("size").flatMap(Size::parse).orElse(Size.USUAL);
  }

  /// Runs something whenever the size has changed.
  void onResize(Runnable resized) {
    if (onResize.isEmpty()) {
      Signals.onEach("WINCH", () -> onResize.forEach(Runnable::run));
    }
    onResize.add(resized);
  }

  /// Changes settings until the returned one is closed, which sets everything back; empty where
  /// there is no terminal.
  ///
  /// @param settings as `stty` takes them
  Optional<Changed> change(String... settings) {
    Optional<String> before = stty("-g").map(String::strip);
    if (before.isEmpty() || stty(settings).isEmpty()) {
      return Optional.empty();
    }
    return before.map(saved -> () -> stty(saved));
  }

  /// Settings that can be set back.
  @FunctionalInterface
  interface Changed extends AutoCloseable {
    @Override
    void close();
  }

  private static Optional<String> stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(DEVICE)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      Process stty = builder.start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return ended(stty) == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no terminal, or no stty: then there is nothing to change
    }
  }

  /// Waits even if interrupted: `stty` ends at once, and settings must not stay halfway.
  private static int ended(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
