package dev.provision.library.run;

import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run that goes on, and its directory: `run.jsonl` has a line for its beginning and one for its
/// end, and below `nodes` each node has a directory of its own.
///
/// Tested by `RunHistoryTest`.
public final class OpenRun {
  static final String FILE = "run.jsonl";
  static final String NODES = "nodes";
  static final String STARTED = "RunStarted";
  static final String ENDED = "RunEnded";

  /// Between names: no name has a line feed.
  static final String SEPARATOR = "\n";

  private final RunId id;
  private final Path directory;
  private final InstantSource clock;

  OpenRun(RunId id, Path directory, InstantSource clock) {
    this.id = id;
    this.directory = directory;
    this.clock = clock;
  }

  /// What begins.
  ///
  /// @param command the command that it is the work of
  /// @param nodes the names of its nodes, in order
  /// @param bundles the names of its bundles, in order
  public record Beginning(String command, List<String> nodes, List<String> bundles) {
    /// Copies the lists.
    public Beginning {
      nodes = List.copyOf(nodes);
      bundles = List.copyOf(bundles);
    }
  }

  public RunId id() {
    return id;
  }

  void begin(Beginning beginning, String author, RunProcess process) {
    Map<String, String> line = line(STARTED);
    line.put("command", beginning.command());
    line.put("nodes", String.join(SEPARATOR, beginning.nodes()));
    line.put("bundles", String.join(SEPARATOR, beginning.bundles()));
    line.put("by", author);
    line.put("pid", String.valueOf(process.pid()));
    line.put("host", process.host());
    append(line);
  }

  /// Keeps how it ended.
  ///
  /// @param failed the names of the nodes that are not as planned
  /// @param planDigest that of the plans
  /// @param failure why, in one line
  public void end(
      RunSummary.State state, List<String> failed, String planDigest, Optional<String> failure) {
    Map<String, String> line = line(ENDED);
    line.put("plan", planDigest);
    line.put("state", state.name());
    if (!failed.isEmpty()) {
      line.put("failed", String.join(SEPARATOR, failed));
    }
    failure.ifPresent(words -> line.put("failure", words.lines().findFirst().orElse("")));
    append(line);
  }

  /// The directory of a node; not created.
  public Path node(String name) {
    return node(directory, name);
  }

  static Path node(Path run, String name) {
    String file = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return run.resolve(NODES).resolve(file.startsWith(".") ? "%2E" + file.substring(1) : file);
  }

  private Map<String, String> line(String event) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("event", event);
    return line;
  }

  /// Through a stream, because an interrupted thread must still be able to write: an interrupt
  /// closes a channel.
  private void append(Map<String, String> line) {
    Path file = directory.resolve(FILE);
    try (FileOutputStream out =
        new FileOutputStream(StateDirectory.createFile(file).toFile(), true)) {
      out.write((JsonText.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + IoMessages.of(e), e);
    }
  }
}
