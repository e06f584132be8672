package dev.provision.domain.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The script by which a node changes its host key, with an SSH server of the test's own.
@Timeout(120)
class NewHostKeyScriptTest {
  /// Programs that change something; each call of one is a moment at which the script may end.
  private static final List<String> PROGRAMS = List.of("ssh-keygen", "mv", "rm", "chmod", "sync");

  @TempDir private Path directory;
  private Path key;
  private String given = "";

  @BeforeEach
  void server() throws Exception {
    key = directory.resolve("etc/host_key");
    Files.createDirectories(key.getParent());
    run(
        Map.of(),
        "ssh-keygen -q -t ed25519 -N '' -f " + key + " && sed -i 's/ [^ ]*$//' " + key + ".pub");
    given = Files.readString(Path.of(key + ".pub")).strip();
    // A shell that is called like the server, and answers like it; a HUP is a line in a file.
    Files.createSymbolicLink(directory.resolve("sshd"), Path.of("/bin/sh"));
    Files.writeString(
        directory.resolve("main"),
        """
        case $1 in -T) echo 'port 22'; echo "hostkey %1$s"; exit ;; esac
        trap 'echo told >>%2$s/told' HUP
        cp "%2$s/script" "%2$s/script.run"
        sh -c 'echo $$ >"%2$s/pid"; exec sh "%2$s/script.run"'
        """
            .formatted(key, directory));
    try (var in =
        Objects.requireNonNull(HostKeyChange.class.getResourceAsStream("new-host-key.sh"))) {
      Files.write(directory.resolve("script"), in.readAllBytes());
    }
    programs();
  }

  /// Programs that kill the script instead of what they are for when the call is due whose number
  /// is `fatal`.
  private void programs() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String name : PROGRAMS) {
      Path program = bin.resolve(name);
      Files.writeString(
          program,
          """
          #!/bin/sh
          PATH=${PATH#*:}
          echo call >>"%1$s/calls"
          due=$(wc -l <"%1$s/calls")
          [ "$FATAL" != "$due" ] || { kill -KILL $(cat "%1$s/pid") $PPID; exit 1; }
          exec %2$s "$@"
          """
              .formatted(directory, name));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private record Ended(int status, String out, String err) {}

  private Ended run(Map<String, String> environment, String command) throws Exception {
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    builder.environment().putAll(environment);
    builder.redirectError(err.toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out.strip(), Files.readString(err).strip());
  }

  private Ended script(String known, String wanted, String fatal) throws Exception {
    Files.deleteIfExists(directory.resolve("calls"));
    return run(
        Map.of(
            "KNOWN_KEYS",
            known,
            "NEW_KEY",
            wanted,
            "FATAL",
            fatal,
            "CONSOLE",
            directory.resolve("console").toString(),
            "PATH",
            directory.resolve("bin") + ":" + System.getenv("PATH") + ":/usr/sbin"),
        "%1$s/sshd %1$s/main".formatted(directory));
  }

  /// The key that a server which starts now shows.
  private String shown() throws Exception {
    return run(Map.of(), "ssh-keygen -y -f " + key + " | cut -d ' ' -f 1,2").out();
  }

  @Test
  void the_first_run_tells_a_key_and_changes_nothing_and_the_second_shows_it() throws Exception {
    String own = script(given, "", "").out();

    assertThat(own).startsWith("ssh-ed25519 ").isNotEqualTo(given);
    assertThat(shown()).isEqualTo(given);
    assertThat(directory.resolve("told")).doesNotExist();

    Ended second = script(given + "," + own, own, "");

    assertThat(second).isEqualTo(new Ended(0, own, ""));
    assertThat(shown()).isEqualTo(own);
    assertThat(Files.readString(Path.of(key + ".pub"))).startsWith(own);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("told")).content().isEqualTo("told\n");
    try (var files = Files.list(key.getParent())) {
      assertThat(files).hasSize(2);
    }
  }

  /// Whoever knows the node by its console knows it by the key that it shows from now on.
  @Test
  void the_new_key_is_on_the_console_between_the_lines_of_cloud_init() throws Exception {
    Path console = Files.writeString(directory.resolve("console"), "booting\n");
    String own = script(given, "", "").out();
    assertThat(console).content().isEqualTo("booting\n");

    script(given + "," + own, own, "");

    awaitEnd(console, "-----END SSH HOST KEY KEYS-----\n");
    assertThat(Files.readString(console))
        .startsWith("-----BEGIN SSH HOST KEY KEYS-----\n" + own + " root@");
  }

  @Test
  void a_console_that_takes_nothing_keeps_nobody_waiting() throws Exception {
    Path console = directory.resolve("console");
    run(Map.of(), "mkfifo " + console);
    String own = script(given, "", "").out();

    assertThat(script(given + "," + own, own, "")).isEqualTo(new Ended(0, own, ""));

    assertThat(Files.readString(console)).contains(own);
  }

  private static void awaitEnd(Path file, String end) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.readString(file).endsWith(end)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void another_first_run_tells_the_same_key() throws Exception {
    assertThat(script(given, "", "").out()).isEqualTo(script(given, "", "").out());
  }

  @Test
  void a_key_that_was_not_told_is_never_shown() throws Exception {
    script(given, "", "");

    Ended second = script(given, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxc", "");

    assertThat(second.status()).isEqualTo(1);
    assertThat(second.err()).contains("is not the key that the node has told");
    assertThat(shown()).isEqualTo(given);
  }

  /// A node that shows a key which nobody has written down lets nobody in any more.
  @Test
  void wherever_it_ends_the_node_has_a_key_that_is_known_and_the_next_one_brings_it_to_its_end()
      throws Exception {
    int moments = 0;
    for (String run : List.of("", "second")) {
      for (int call = 1; died(run, "" + call); call++) {
        moments++;
      }
    }
    assertThat(moments).isGreaterThan(15);
  }

  /// Whether there is such a moment.
  private boolean died(String run, String fatal) throws Exception {
    Path old = Files.createDirectories(directory.resolve("old"));
    run(Map.of(), "cp %s* %s".formatted(key, old));
    String known = given;
    if (!run.isEmpty()) {
      known += "," + script(known, "", "").out();
    }
    String wanted = run.isEmpty() ? "" : known.substring(given.length() + 1);

    boolean died = script(known, wanted, fatal).status() != 0;

    assertThat("," + known + ",").as(fatal).contains("," + shown() + ",");
    String own = script(known, "", "").out();
    assertThat(own).as(fatal).startsWith("ssh-ed25519 ");
    Ended last = script(known + "," + own, own, "");
    assertThat(last).as(fatal).isEqualTo(new Ended(0, own, ""));
    assertThat(shown()).as(fatal).isEqualTo(own);
    assertThat(Files.readString(Path.of(key + ".pub"))).as(fatal).startsWith(own);
    run(Map.of(), "rm %s*; cp %s/* %s".formatted(key, old, key.getParent()));
    return died;
  }
}
