package dev.provision.adapter.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A node whose root applies steps, and that has another user, `bob`, with a home of his own. Only
/// root can make one.
public final class SharedNode implements AutoCloseable {
  public static final int BOB = 12345;

  private final Path base;
  private final EmbeddedNode node;

  /// @param shell what is taken for `/bin/sh`
  /// @param path the `PATH`, if it is another one
  public SharedNode(String shell, String path) throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can be one of several users");
    base = Files.createTempDirectory(Path.of("/tmp"), "provision-shared");
    chmod(base, "755");
    Path home = Files.createDirectory(base.resolve("bob"));
    chmod(home, "755");
    give(home);
    Files.createDirectory(base.resolve("victim"));
    Files.writeString(secret(), "root's secret\n");
    chmod(secret(), "600");
    // Another file system than the targets', as in the distributions of today.
    Map<String, String> variables =
        path.isEmpty() ? Map.of("TMPDIR", "/dev/shm") : Map.of("TMPDIR", "/dev/shm", "PATH", path);
    node =
        new EmbeddedNode(
            base,
            List.of("/bin/sh"),
            command -> command.replace("/bin/sh -c", shell + " -c"),
            variables);
  }

  public SharedNode() throws IOException {
    this("/bin/sh", "");
  }

  public static void chmod(Path file, String mode) {
    run("chmod", mode, file.toString());
  }

  /// Lets a file, or a link itself, belong to bob.
  public static void give(Path file) {
    run("chown", "-h", BOB + ":" + BOB, file.toString());
  }

  private static void run(String... command) {
    try {
      Programs.run(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// All that is there.
  public Path base() {
    return base;
  }

  public Path bobs(String name) {
    return base.resolve("bob").resolve(name);
  }

  /// A directory that is not bob's.
  public Path victim() {
    return base.resolve("victim");
  }

  /// A file in it, which only root can read.
  public Path secret() {
    return victim().resolve("secret");
  }

  /// A directory of bob's.
  public Path makeDirectory(String name) throws IOException {
    Path made = Files.createDirectory(bobs(name));
    give(made);
    return made;
  }

  /// A link that bob made.
  public Path makeLink(String name, Path to) throws IOException {
    Path made = Files.createSymbolicLink(bobs(name), to);
    give(made);
    return made;
  }

  public static PutFile put(Path target, String text, String... owner) {
    return new PutFile(
        target.toString(), Content.of(text.getBytes(UTF_8)), 0640, Stream.of(owner).findFirst());
  }

  public static RunScript script(Path target, String text) {
    return new RunScript(
        target.toString(),
        Content.of(text.getBytes(UTF_8)),
        0755,
        Map.of(),
        Optional.empty(),
        RunScript.OnFailure.CONTINUE);
  }

  public RemoteShell connect() {
    return node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {});
  }

  public StepResult apply(Step step) {
    try (RemoteShell shell = connect()) {
      return shell.apply(List.of(step), new RecordingObserver()).getFirst();
    }
  }

  public StepDifference compare(Step step) {
    try (RemoteShell shell = connect()) {
      return shell.compare(List.of(step)).getFirst();
    }
  }

  @Override
  public void close() throws IOException {
    node.close();
    try (Stream<Path> files = Files.walk(base)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
