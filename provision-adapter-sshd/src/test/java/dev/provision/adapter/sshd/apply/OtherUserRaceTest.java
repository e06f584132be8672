package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SharedNode;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Another user of the node exchanges names under root's hands, as fast as he can.
@Timeout(120)
final class OtherUserRaceTest {
  private static final long ROUNDS = TimeUnit.SECONDS.toNanos(5);
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";

  /// What root works with.
  enum Tools {
    USUAL,
    WITHOUT_PERL,
    BUSYBOX
  }

  @TempDir private Path temporary;

  @ParameterizedTest
  @EnumSource
  void who_exchanges_files_directories_and_links_gains_nothing(Tools tools) throws Exception {
    try (SharedNode node = node(tools)) {
      Path app = node.makeDirectory("app");
      node.makeDirectory(".ssh");
      List<Step> steps =
          List.of(
              SharedNode.put(app.resolve("conf"), "mine\n", SharedNode.BOB + ""),
              SharedNode.put(app.resolve("new/deep/conf"), "mine\n"),
              directory(app.resolve("site"), Optional.of(SharedNode.BOB + "")),
              directory(app.resolve("site"), Optional.empty()),
              new AuthorizeKeys(node.bobs(".ssh/authorized_keys").toString(), List.of(KEY)));
      Process bob = bob(node);
      int done = 0;
      try (RemoteShell shell = node.connect()) {
        long end = System.nanoTime() + ROUNDS;
        for (int at = 0; System.nanoTime() < end; at++) {
          // One at a time: the first that fails ends a run.
          List<Step> step = List.of(steps.get(at % steps.size()));
          done += shell.apply(step, new RecordingObserver()).getFirst().ok() ? 1 : 0;
          assertThat(shell.compare(step)).noneMatch(OtherUserRaceTest::tellsTheSecret);
          // He stands still meanwhile, lest the test look at what he exchanges.
          Programs.run("kill", "-STOP", String.valueOf(bob.pid()));
          assertUntouched(node);
          Programs.run("kill", "-CONT", String.valueOf(bob.pid()));
        }
      } finally {
        bob.destroyForcibly().waitFor();
      }

      assertThat(done).as("rounds in which he was too late").isPositive();
      for (Step step : steps) {
        assertThat(calm(node).apply(step)).matches(StepResult::ok);
      }
      assertUntouched(node);
    } finally {
      removeLinks();
    }
  }

  private static PutDirectory directory(Path target, Optional<String> owner) {
    return new PutDirectory(
        target.toString(),
        List.of(
            new DirectoryEntry.Directory("d", 0755),
            new DirectoryEntry.File("d/f", Content.of("mine\n".getBytes(UTF_8)), 0640),
            new DirectoryEntry.Link("l", "d")),
        true,
        List.of(),
        owner);
  }

  private static boolean tellsTheSecret(StepDifference difference) {
    return difference instanceof StepDifference.FileDiffers differs
        && differs.content().stream()
            .anyMatch(content -> new String(content, UTF_8).contains("secret"));
  }

  private SharedNode node(Tools tools) throws Exception {
    Path links = Files.createDirectory(temporary.resolve("tools"));
    return switch (tools) {
      case USUAL -> new SharedNode();
      case WITHOUT_PERL -> {
        for (String name : NAMES) {
          Files.createSymbolicLink(links.resolve(name), Programs.require(name));
        }
        yield new SharedNode("/bin/sh", links.toString());
      }
      case BUSYBOX -> {
        Path busybox = Programs.require("busybox");
        for (String name : Programs.run(busybox.toString(), "--list").lines().toList()) {
          Files.createSymbolicLink(links.resolve(name), busybox);
        }
        yield new SharedNode(links + "/sh", links.toString());
      }
    };
  }

  private static final List<String> NAMES =
      List.of(
          "cat",
          "chmod",
          "chown",
          "cmp",
          "cp",
          "dd",
          "df",
          "env",
          "flock",
          "id",
          "ln",
          "ls",
          "mkdir",
          "mkfifo",
          "mv",
          "printf",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "sha256sum",
          "sleep",
          "tar",
          "tr",
          "uname",
          "wc");

  /// Lest JUnit warns of each link that leads out of its directory.
  private void removeLinks() throws IOException {
    List<Path> links = new ArrayList<>();
    try (Stream<Path> files = Files.list(temporary.resolve("tools"))) {
      files.forEach(links::add);
    }
    for (Path link : links) {
      Files.delete(link);
    }
  }

  private static Process bob(SharedNode node) throws Exception {
    Process bob =
        new ProcessBuilder(
                Programs.require("python3").toString(),
                "-c",
                ATTACK,
                String.valueOf(SharedNode.BOB),
                node.bobs("").toString(),
                node.victim().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(bob.inputReader().readLine()).isEqualTo("ready");
    return bob;
  }

  /// As bob would leave it who gives up.
  private static SharedNode calm(SharedNode node) throws IOException {
    for (String name : List.of("app", ".ssh", "app/new", "app/site", "app/site/d")) {
      Path directory = node.bobs(name);
      if (Files.isSymbolicLink(directory)) {
        Files.delete(directory);
      }
      if (!Files.exists(directory)) {
        Files.createDirectory(directory);
      }
    }
    Files.deleteIfExists(node.bobs("app/conf"));
    Files.deleteIfExists(node.bobs(".ssh/authorized_keys"));
    return node;
  }

  private static void assertUntouched(SharedNode node) throws Exception {
    Path secret = node.secret();
    assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(secret)).isEqualTo("root's secret\n");
    try (Stream<Path> files = Files.list(node.victim())) {
      assertThat(files).containsExactly(secret);
    }
    // He may have it under other names by now, but not what is in it.
    String find =
        "find '%s' -type f -uid %s -exec grep -l -D skip secret {} + 2>/dev/null || :"
            .formatted(node.bobs(""), SharedNode.BOB);
    assertThat(Programs.run("sh", "-c", find)).isEmpty();
  }

  private static final String ATTACK =
      """
      import os, sys
      uid, home, victim = int(sys.argv[1]), sys.argv[2], sys.argv[3]
      os.setgroups([]); os.setgid(uid); os.setuid(uid)
      app, ssh, secret = home + '/app', home + '/.ssh', victim + '/secret'
      site = app + '/site'
      def trying(*calls):
          for call in calls:
              try: call[0](*call[1:])
              except OSError: pass
      def exchange(name, to):
          trying((os.rename, name, name + '~'), (os.symlink, to, name))
      def back(name):
          trying((os.unlink, name), (os.rename, name + '~', name))
      print('ready', flush=True)
      turn = 0
      while True:
          turn += 1
          for place in app, ssh, app + '/new', app + '/new/deep', site, site + '/d', site + '/x':
              try: names = os.listdir(place)
              except OSError: names = []
              for name in names:
                  if name.startswith('.provision') and not name.endswith('~'):
                      exchange(place + '/' + name, (secret, victim)[turn % 2])
          if turn % 7 == 0: exchange(app + '/conf', (secret, victim)[turn // 7 % 2])
          if turn % 7 == 3: trying((os.unlink, app + '/conf'), (os.mkfifo, app + '/conf'))
          if turn % 11 == 0: exchange(ssh + '/authorized_keys', secret)
          if turn % 11 == 5: trying((os.unlink, ssh + '/authorized_keys'), (os.link, secret, ssh + '/authorized_keys'))
          if turn % 50 == 0: exchange(app, victim); back(app)
          if turn % 50 == 20: exchange(ssh, victim); back(ssh)
          if turn % 50 == 30: exchange(app + '/new', victim); back(app + '/new')
          if turn % 13 == 0: exchange(site + '/d/f', (secret, victim)[turn // 13 % 2])
          if turn % 13 == 5: trying((os.unlink, site + '/d/f'), (os.mkfifo, site + '/d/f'))
          if turn % 13 == 7: trying((os.symlink, victim, site + '/gone'), (os.mkdir, site + '/x'), (os.mkdir, site + '/x/y'))
          if turn % 17 == 0: exchange(site + '/x', victim)
          if turn % 17 == 8: back(site + '/x')
          if turn % 50 == 40: exchange(site + '/d', victim); back(site + '/d')
          if turn % 50 == 45: exchange(site, victim); back(site)
          if turn % 200 == 199:
              for name in app + '/conf', ssh + '/authorized_keys': trying((os.unlink, name))
          if turn % 1000 == 999: os.system('sleep 0.1')
      """;
}
