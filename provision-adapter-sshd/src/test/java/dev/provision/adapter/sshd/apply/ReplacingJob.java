package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A deployment that takes the place of an older one in a directory of this machine: a key, six
/// files, three scripts.
///
/// @param directory where all of it goes
public record ReplacingJob(Path directory) {
  private static final int FILES = 6;
  private static final int SCRIPTS = 3;
  private static final String OLD_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc old";
  private static final String NEW_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1dXV1d new";

  /// Puts the older one there.
  public static ReplacingJob over(Path directory) throws IOException {
    ReplacingJob job = new ReplacingJob(Files.createDirectory(directory));
    Files.writeString(job.keys(), OLD_KEY + "\n");
    for (int i = 0; i < FILES; i++) {
      Files.write(job.file(i), content(i, "old"));
    }
    for (int i = 0; i < SCRIPTS; i++) {
      Files.writeString(job.script(i), "old");
    }
    return job;
  }

  private Path keys() {
    return directory.resolve("authorized_keys");
  }

  private Path file(int index) {
    return directory.resolve("f" + index);
  }

  private Path script(int index) {
    return directory.resolve("s" + index);
  }

  private Path ran() {
    return directory.resolve("ran");
  }

  private static byte[] content(int index, String age) {
    byte[] bytes = new byte[(age.equals("old") ? 700 : 1_100) * (index + 1)];
    new Random(index).nextBytes(bytes);
    return bytes;
  }

  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    steps.add(new AuthorizeKeys(keys().toString(), List.of(NEW_KEY)));
    for (int i = 0; i < FILES; i++) {
      steps.add(
          new PutFile(file(i).toString(), Content.of(content(i, "new")), 0644, Optional.empty()));
    }
    for (int i = 0; i < SCRIPTS; i++) {
      steps.add(
          new RunScript(
              script(i).toString(),
              Content.of(text(i).getBytes(UTF_8)),
              0755,
              Map.of(),
              Optional.of(Duration.ofMinutes(1)),
              OnFailure.STOP));
    }
    return steps;
  }

  private String text(int index) {
    return String.format(
        Locale.ROOT, "echo out %1$d; echo err %1$d >&2; echo ran %1$d >>%2$s\n", index, ran());
  }

  /// Whether a step has been done; fails if what it leaves is neither as it was nor as it shall be.
  public boolean done(int step) throws IOException {
    if (step == 0) {
      return isNew(keys(), (OLD_KEY + "\n").getBytes(UTF_8), both());
    }
    int file = step - 1;
    if (file < FILES) {
      return isNew(file(file), content(file, "old"), content(file, "new"));
    }
    int script = file - FILES;
    return isNew(script(script), "old".getBytes(UTF_8), text(script).getBytes(UTF_8))
        && runs(script) > 0;
  }

  /// How often a script has run.
  private long runs(int script) throws IOException {
    if (!Files.exists(ran())) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(ran())) {
      return lines.filter(line -> line.equals("ran " + script)).count();
    }
  }

  /// How often the script has run that has run most often.
  public long mostRuns() throws IOException {
    long most = 0;
    for (int i = 0; i < SCRIPTS; i++) {
      most = Math.max(most, runs(i));
    }
    return most;
  }

  private static byte[] both() {
    return (OLD_KEY + "\n" + NEW_KEY + "\n").getBytes(UTF_8);
  }

  private static boolean isNew(Path file, byte[] before, byte[] after) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).as(file.toString()).isIn(before, after);
    return bytes.length == after.length;
  }

  /// The names of all that is there.
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
