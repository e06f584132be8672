package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C, and programs that run at the same time, on the local cloud.
final class InterruptIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NAME = "deploy-test-it";

  @TempDir Path home;
  private Distribution provision;
  private String conf = "";

  @BeforeEach
  void a_script_that_does_not_end() {
    provision = new Distribution(home);
    conf =
        new ConfigurationDirectory(home.resolve("conf"))
            .yaml("bundles: {slow: {scripts: [slow.sh]}}\n")
            .script("slow.sh", "echo it began\nsleep 600\n")
            .toString();
  }

  @AfterEach
  void nothing_stays() {
    provision.run("destroy-node", NAME);
  }

  @Test
  void ctrl_c_during_a_script_says_what_exists_and_ends_with_130() throws Exception {
    Path err = home.resolve("err");
    Process process = startSlowDeployment(err);

    interrupt(process);

    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(err))
        .contains("node " + NAME + " (ID ")
        .contains(" exists\n")
        .contains("destroy-node -c " + conf + " " + NAME);
    assertThat(provision.run("list-nodes").stdout()).startsWith(NAME + " 127.");
  }

  @Test
  void with_destroy_on_failure_ctrl_c_leaves_nothing() throws Exception {
    Path err = home.resolve("err");
    Process process = startSlowDeployment(err, "--destroy-on-failure");

    interrupt(process);

    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(err)).contains("destroyed").doesNotContain(" exists\n");
    assertThat(provision.run("list-nodes").stdout()).isEmpty();
  }

  @Test
  void of_two_programs_that_want_one_name_one_gets_it() throws Exception {
    Path err = home.resolve("err");
    Process process = startSlowDeployment(err);

    Ended second = provision.run("deploy-node", "-b", "hello", "-n", NAME);

    assertThat(second.status()).isEqualTo(1);
    assertThat(second.stderr()).contains(NAME, "choose another name");
    assertThat(process.isAlive()).isTrue();
    interrupt(process);
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private Process startSlowDeployment(Path err, String... more) throws Exception {
    // Started in the background, a shell lets its programs ignore the signal, and theirs, too.
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(List.of(provision.program("deploy-node").toString(), "-v", "-c", conf));
    words.addAll(List.of("-b", "slow", "-n", NAME));
    words.addAll(List.of(more));
    Process process = provision.start(words, home.resolve("out"), err);
    awaitText(err, "it began");
    return process;
  }

  private static void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
  }

  private static void awaitText(Path file, String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).as(Files.readString(file)).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
