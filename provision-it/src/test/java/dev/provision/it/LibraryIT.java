package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.it.Distribution.Ended;
import dev.provision.library.Provision;
import dev.provision.ports.cloud.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The library with the real engine and real nodes of the provider `local`.
@Isolated // it counts threads, and other tests have some
final class LibraryIT {
  /// The JDK's own: they belong to no one, and end or stay as the JDK likes.
  private static final String OF_THE_JDK =
      "(ForkJoinPool|process reaper|Common-Cleaner|VirtualThread-unparker|VirtualThread-unblocker"
          + "|Read-Poller|Write-Poller|.*-[Pp]oller).*";

  @TempDir private Path home;

  @BeforeEach
  void site() throws IOException {
    Files.createDirectories(home.resolve("site/scripts"));
    Files.writeString(home.resolve("site/scripts/motd.sh"), "echo welcome to $(hostname)\n");
    Files.writeString(
        home.resolve("site/provision.yaml"),
        """
        destroyable-prefixes: [test-]
        bundles:
          web: {scripts: [motd.sh]}
        """);
  }

  private Provision open(String stateDirectory) {
    return Provision.builder()
        .environment(Map.of("PATH", System.getenv("PATH")))
        .workingDirectory(home)
        .userHome(home)
        .home(home.resolve(stateDirectory))
        .configuration("site")
        .provider("local")
        .open();
  }

  private static DeployReport deploy(Provision provision, String name) {
    return provision.deploy(provision.plan(DeployRequest.ofBundles("web").named(name)));
  }

  @Test
  void two_instances_know_nothing_of_each_other_and_leave_no_thread() throws Exception {
    Set<String> before = threads();
    try (Provision one = open("one");
        Provision two = open("two")) {
      try {
        assertThat(deploy(one, "test-a").ok()).isTrue();
        assertThat(deploy(two, "test-b").ok()).isTrue();

        assertThat(threads()).hasSizeGreaterThan(before.size()); // so there is something to end
        assertThat(one.nodes()).extracting(Node::name).containsExactly("test-a");
        assertThat(two.nodes()).extracting(Node::name).containsExactly("test-b");
      } finally {
        one.destroy("test-a", node -> {});
        two.destroy("test-b", node -> {});
      }
    }

    assertThat(awaitThreads(before)).isEmpty();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(thread -> thread.getName() + " #" + thread.threadId())
        .filter(name -> !name.matches(OF_THE_JDK))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Which threads there are besides these, after a while if need be.
  private static Set<String> awaitThreads(Set<String> before) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      Set<String> now = threads();
      now.removeAll(before);
      if (now.isEmpty() || System.nanoTime() > deadline) {
        return now;
      }
      Thread.sleep(50);
    }
  }

  /// As a process of its own, which ends when its `main` does.
  @Test
  void a_plain_program_deploys_and_ends() {
    Ended ended =
        new Distribution(home)
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Duser.home=" + home,
                    "-cp",
                    System.getProperty("java.class.path"),
                    PlainProgram.class.getName()));

    assertThat(ended.status()).as(ended.toString()).isZero();
    assertThat(ended.stdout()).contains("motd.sh: ", "removing test-web");
  }
}
