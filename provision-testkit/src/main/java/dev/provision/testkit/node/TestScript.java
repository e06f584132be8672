package dev.provision.testkit.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.step.StepObserver.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A test script, as a list of acts. A node that runs programs gets it as a POSIX shell script; a
/// simulation carries out the acts.
///
/// Tested by `InMemoryShellContractTest`.
///
/// @param acts in order
public record TestScript(List<Act> acts) {
  /// One thing a script does.
  public sealed interface Act {
    /// Writes these bytes.
    record Write(Stream stream, List<Byte> bytes) implements Act {}

    /// Writes as many lines `line-N-of-the-output`, from 0, to standard output.
    record Lines(int count) implements Act {}

    /// Writes the values of these variables to standard output, each followed by `|`.
    record Variables(List<String> names) implements Act {}

    /// Copies standard input to standard output.
    record Copy() implements Act {}

    /// Appends a line to a file.
    record Append(String path, String line) implements Act {}

    /// Removes a file, if it exists.
    record Remove(String path) implements Act {}

    /// Waits.
    record Wait(Duration time) implements Act {}

    /// Ends with this status.
    record Exit(int status) implements Act {}

    /// Ends by this signal, such as `KILL`.
    record Signal(String name) implements Act {}
  }

  /// Copies the list.
  public TestScript {
    acts = List.copyOf(acts);
  }

  public static TestScript doing(Act... acts) {
    return new TestScript(List.of(acts));
  }

  public static Act says(String text) {
    return new Act.Write(Stream.STDOUT, list(text.getBytes(UTF_8)));
  }

  public static Act complains(String text) {
    return new Act.Write(Stream.STDERR, list(text.getBytes(UTF_8)));
  }

  public static Act writes(Stream stream, int... bytes) {
    List<Byte> all = new ArrayList<>();
    for (int one : bytes) {
      all.add((byte) one);
    }
    return new Act.Write(stream, all);
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> all = new ArrayList<>();
    for (byte one : bytes) {
      all.add(one);
    }
    return all;
  }

  /// As a script for the POSIX shell.
  public String posix() {
    StringBuilder text = new StringBuilder();
    acts.forEach(act -> text.append(posix(act)).append('\n'));
    return text.toString();
  }

  private static String posix(Act act) {
    return switch (act) {
      case Act.Write(Stream stream, List<Byte> bytes) ->
          "printf '" + octal(bytes) + (stream == Stream.STDOUT ? "'" : "' >&2");
      case Act.Lines(int count) ->
          "i=0; while [ $i -lt " + count + " ]; do echo line-$i-of-the-output; i=$((i+1)); done";
      case Act.Variables(List<String> names) ->
          String.join("\n", names.stream().map(name -> "printf '%s|' \"$" + name + "\"").toList());
      case Act.Copy _ -> "cat";
      case Act.Append(String path, String line) -> "echo '" + line + "' >>'" + path + "'";
      case Act.Remove(String path) -> "rm -f '" + path + "'";
      case Act.Wait(Duration time) -> "sleep " + time.toSeconds();
      case Act.Exit(int status) -> "exit " + status;
      case Act.Signal(String name) -> "kill -" + name + " $$";
    };
  }

  private static String octal(List<Byte> bytes) {
    StringBuilder text = new StringBuilder();
    bytes.forEach(one -> text.append(String.format(Locale.ROOT, "\\%03o", one & 0xff)));
    return text.toString();
  }
}
