package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deployments to a real OpenSSH server, by way of the provider of existing hosts.
final class RealHostIT {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice";

  @TempDir Path home;

  private Distribution provision;
  private RealSshd sshd;
  private ConfigurationDirectory configuration;
  private Path target;

  @BeforeEach
  void server() throws IOException, InterruptedException {
    provision = new Distribution(home);
    sshd = new RealSshd(home.resolve("server"));
    target = home.resolve("target");
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(home.resolve(".ssh/known_hosts"), sshd.knownHostsLine());
    configuration = new ConfigurationDirectory(home.resolve("c"));
  }

  @AfterEach
  void stop() throws IOException {
    sshd.close();
  }

  /// A configuration with these bundles and the server as the account `bed`.
  private void bundles(String yaml) {
    configuration.yaml(
        """
        destroyable-prefixes: [n]
        providers:
          bed: {type: hosts, hosts: ['%s'], key: '%s'}
        bundles:
        %s
        """
            .formatted(sshd.address(), sshd.privateKey(), yaml.indent(2)));
  }

  private Ended deploy(String... more) {
    String[] arguments = new String[more.length + 6];
    List<String> common = List.of("-c", "c", "-p", "bed", "-b", "b");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i < common.size() ? common.get(i) : more[i - common.size()];
    }
    return provision.run("deploy-node", arguments);
  }

  @Test
  void files_of_every_kind_arrive_byte_for_byte_with_their_modes() throws IOException {
    byte[] random = new byte[300_000];
    new Random(7).nextBytes(random);
    configuration
        .file("plain", "text\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--")
        .file("empty", new byte[0], "rw-r-----")
        .file("binary", random, "rwx------")
        .file("odd 'name\" \\ $HOME *ü", "odd".getBytes(StandardCharsets.UTF_8), "rw-------");
    bundles(
        """
        b:
          files:
            "%1$s/plain": plain
            "%1$s/deep/er/empty": empty
            "%1$s/-binary": binary
            "%1$s/odd 'n\\" \\\\ $HOME *ü\\nline": "odd 'name\\" \\\\ $HOME *ü"
        """
            .formatted(target));

    Ended deployed = deploy("-n", "n1");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(target.resolve("plain")).content().isEqualTo("text\n");
    assertThat(target.resolve("deep/er/empty")).isEmptyFile();
    assertThat(target.resolve("-binary")).hasBinaryContent(random);
    assertThat(target.resolve("odd 'n\" \\ $HOME *ü\nline")).content().isEqualTo("odd");
    assertThat(mode(target.resolve("deep/er/empty"))).isEqualTo("rw-r-----");
    assertThat(mode(target.resolve("-binary"))).isEqualTo("rwx------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void keys_are_added_once_and_keep_what_was_there() throws IOException {
    configuration.key("alice.pub", KEY + "\n");
    bundles("b: {}");
    Path authorized = sshd.home().resolve(".ssh/authorized_keys");
    Files.createDirectories(authorized.getParent());
    Files.writeString(authorized, "ssh-ed25519 AAAAearlier somebody");

    assertThat(deploy("-n", "n1").status()).isZero();
    provision.run("destroy-node", "-c", "c", "-p", "bed", "n1");
    assertThat(deploy("-n", "n2").status()).isZero();

    assertThat(Files.readAllLines(authorized))
        .containsExactly("ssh-ed25519 AAAAearlier somebody", KEY);
    assertThat(mode(authorized)).isEqualTo("rw-------");
  }

  @Test
  void scripts_run_in_order_with_no_input_by_their_interpreter_or_sh() {
    configuration
        .script("1.sh", "echo one; cat; echo \"input ended\"\n")
        .script("2.sh", "#!/usr/bin/env python3\nimport sys\nprint('two', sys.version_info[0])\n")
        .script("3.sh", "#!/bin/sh\nprintf 'out\\n'; printf 'err\\n' >&2; pwd\n");
    bundles(
        """
        b:
          scripts:
            - {path: 1.sh, target: %1$s/1.sh}
            - {path: 2.sh, target: %1$s/2.sh}
            - {path: 3.sh, target: %1$s/3.sh}
        """
            .formatted(target));

    Ended deployed = deploy("-n", "n1");

    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();
    assertThat(deployed.stdout())
        .containsSubsequence("one", "input ended", "two 3", "out", sshd.home().toString());
    assertThat(target.resolve("1.sh")).isExecutable();
  }

  @Test
  void a_host_that_is_not_known_is_refused_before_any_login() throws IOException {
    Files.delete(home.resolve(".ssh/known_hosts"));
    bundles("b: {}");

    Ended refused = deploy("-n", "n1");

    assertThat(refused.status()).describedAs(refused.toString()).isEqualTo(14);
    assertThat(refused.stderr()).contains("known", "SHA256:");
    assertThat(home.resolve("server/log")).content().doesNotContain("Accepted");
  }

  @Test
  void a_changed_host_key_is_refused_with_both_fingerprints_and_the_place_of_the_old_one()
      throws IOException {
    Files.writeString(
        home.resolve(".ssh/known_hosts"),
        "# comment\n[127.0.0.1]:%s %s\n".formatted(sshd.port(), KEY));
    bundles("b: {}");

    Ended refused = deploy("-n", "n1");

    assertThat(refused.status()).describedAs(refused.toString()).isEqualTo(14);
    assertThat(refused.stderr())
        .contains("SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA")
        .contains("known_hosts:2");
    assertThat(home.resolve("server/log")).content().doesNotContain("Accepted");
  }

  @Test
  void a_host_is_taken_once_and_free_again_after_destroy() {
    bundles("b: {}");

    assertThat(deploy("-n", "n1").status()).isZero();
    Ended second = deploy("-n", "n2");
    assertThat(second.status()).describedAs(second.toString()).isNotZero();
    assertThat(second.stderr()).contains("n1");
    assertThat(provision.run("list-nodes", "-c", "c", "-p", "bed").stdout())
        .isEqualTo("n1 127.0.0.1\n");
    assertThat(provision.run("destroy-node", "-c", "c", "-p", "bed", "n1").status()).isZero();
    assertThat(deploy("-n", "n2").status()).isZero();
  }

  @Test
  void a_bundle_is_applied_to_a_host_that_no_deployment_has_taken_and_what_is_right_is_left_alone()
      throws IOException {
    configuration.file("conf", "one\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    bundles("b: {files: {\"%s/conf\": conf}}".formatted(target));
    String[] apply = {"apply", "-c", "c", "-p", "bed", "-b", "b", "127.0.0.1"};

    Ended first = provision.run("provision", apply);
    assertThat(first.status()).describedAs(first.toString()).isZero();
    assertThat(first.stdout()).contains("0/1");
    assertThat(provision.run("provision", apply).stdout()).contains("1/1");
    assertThat(provision.run("list-nodes", "-c", "c", "-p", "bed").stdout()).isEmpty();

    configuration.file("conf", "two\n".getBytes(StandardCharsets.UTF_8), "rw-r--r-x");
    Ended diff =
        provision.run(
            "provision", "apply", "-c", "c", "-p", "bed", "-b", "b", "127.0.0.1", "--diff");
    assertThat(diff.stdout())
        .contains("127.0.0.1: " + target + "/conf: mode 0644, should be 0645, content differs\n")
        .contains("\n-one\n+two\n");
    assertThat(target.resolve("conf")).content().isEqualTo("one\n");

    Files.setPosixFilePermissions(
        target.resolve("conf"), PosixFilePermissions.fromString("rw-------"));
    diff =
        provision.run(
            "provision", "apply", "-c", "c", "-p", "bed", "-b", "b", "127.0.0.1", "--diff");
    assertThat(diff.stdout())
        .as("nobody else may read it there")
        .contains("/conf: mode 0600, should be 0645, content differs (secret)\n")
        .doesNotContain("-one");
  }

  @Test
  void a_second_run_on_a_host_waits_and_says_for_whom_or_is_refused() throws Exception {
    Files.createDirectories(target);
    configuration.script(
        "s.sh", "#!/bin/sh\ncd %s; >begun; until [ -e go ]; do sleep 0.1; done".formatted(target));
    bundles("b: {scripts: [{path: s.sh, target: %s/s.sh}]}".formatted(target));
    String[] apply = {"apply", "-c", "c", "-p", "bed", "-b", "b", "127.0.0.1"};
    String[] atOnce = Arrays.copyOf(apply, apply.length + 1);
    atOnce[apply.length] = "--no-wait";
    CompletableFuture<Ended> first =
        CompletableFuture.supplyAsync(() -> provision.run("provision", apply), RealHostIT::start);
    awaitFile("begun");

    Ended refused = provision.run("provision", atOnce);
    assertThat(refused.status()).describedAs(refused.toString()).isEqualTo(16);
    assertThat(refused.stderr())
        .contains("another run is in progress on the node: ", "@", "--no-wait");

    CompletableFuture<Ended> second =
        CompletableFuture.supplyAsync(() -> provision.run("provision", apply), RealHostIT::start);
    Files.createFile(target.resolve("go"));
    assertThat(first.get(30, TimeUnit.SECONDS).status()).isZero();
    assertThat(second.get(30, TimeUnit.SECONDS).status()).isZero();
  }

  /// The common pool may have one thread only.
  private static void start(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private void awaitFile(String name) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(target.resolve(name))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void one_command_over_ssh_has_its_streams_and_status() {
    bundles("b: {}");
    assertThat(deploy("-n", "n1").status()).isZero();

    Ended ended =
        provision.run(
            "provision", "ssh", "-c", "c", "-p", "bed", "n1", "--", "echo o; echo e >&2; exit 5");

    assertThat(ended).isEqualTo(new Ended(5, "o\n", "e\n"));
  }

  @Test
  void a_target_that_is_a_directory_is_named_and_stays_one() throws IOException {
    Files.createDirectories(target.resolve("sub"));
    configuration.file("f", "x".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    bundles("b: {files: {'%s/sub': f}}".formatted(target));

    Ended failed = deploy("-n", "n1");

    assertThat(failed.status()).describedAs(failed.toString()).isEqualTo(14);
    assertThat(failed.stdout() + failed.stderr()).contains(target + "/sub", "directory");
    assertThat(target.resolve("sub")).isEmptyDirectory();
  }
}
