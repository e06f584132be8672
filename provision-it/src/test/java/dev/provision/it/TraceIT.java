package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.digitalocean.FakeDigitalOcean;
import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-vv` and `PROVISION_LOG`: what was decided, and no secret.
final class TraceIT {
  private static final String TOKEN = "dop_v1_s3cr3t0000000000000000";

  @TempDir Path home;

  private Distribution provision;
  private ConfigurationDirectory configuration;

  @BeforeEach
  void install() throws IOException {
    provision = new Distribution(home);
    Files.createDirectories(home.resolve(".ssh"));
    configuration = new ConfigurationDirectory(home.resolve("c"));
  }

  private Ended deploy(Distribution by, RealSshd sshd, String... more) throws IOException {
    Files.writeString(home.resolve(".ssh/known_hosts"), sshd.knownHostsLine());
    configuration.file(
        "s.sh",
        "#!/bin/sh\necho s3cr3t-output\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "rwx------");
    configuration.yaml(
        """
        destroyable-prefixes: [n]
        providers:
          bed: {type: hosts, hosts: ['%s'], key: '%s'}
        target-dir: '%s'
        bundles: {b: {files: {'%s/f': s.sh}}}
        """
            .formatted(sshd.address(), sshd.privateKey(), home.resolve("t"), home.resolve("t")));
    String[] words = {"-c", "c", "-p", "bed", "-b", "b", "-n", "n1"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return by.run("deploy-node", all);
  }

  @Test
  void twice_v_shows_hops_keys_phases_and_sizes_with_times() throws Exception {
    try (RealSshd sshd = new RealSshd(home.resolve("server"))) {
      Ended ended = deploy(provision, sshd, "-vv");

      assertThat(ended.status()).describedAs(ended.toString()).isZero();
      assertThat(ended.stderr().lines())
          .anyMatch(line -> line.matches(" +\\d+\\.\\d{3}  configuration  .*the last one wins.*"))
          .anyMatch(line -> line.matches(" +\\d+\\.\\d{3}  ssh  connecting to .*127\\.0\\.0\\.1.*"))
          .anyMatch(line -> line.matches(".*  ssh  .* is SSH-2\\.0-OpenSSH.*SHA256:.*"))
          .anyMatch(line -> line.matches(".*  ssh  trying .*key .*"))
          .anyMatch(line -> line.matches(".*  ssh  .* lets .* in"))
          .anyMatch(line -> line.matches(".*  run  n1 Connected .*"))
          .anyMatch(line -> line.matches(".*  run  n1 sent \\d+ of \\d+ bytes"));
    }
  }

  @Test
  void the_variable_writes_it_to_a_file_and_the_terminal_stays_as_it_was() throws Exception {
    Path log = home.resolve("trace.log");
    try (RealSshd sshd = new RealSshd(home.resolve("server"))) {
      Ended ended = deploy(provision.with("PROVISION_LOG", log.toString()), sshd);

      assertThat(ended.status()).describedAs(ended.toString()).isZero();
      assertThat(ended.stderr()).doesNotContain("  ssh  ");
      assertThat(Files.readString(log))
          .contains("  ssh  ")
          .containsPattern("  run  n1 Finished \\{plan_digest=[0-9a-f]{64}, ok=true}");
    }
  }

  @Test
  void a_login_that_is_refused_is_in_it_without_its_secret() throws Exception {
    FakeDigitalOcean fake = new FakeDigitalOcean();
    try {
      configuration.yaml(
          """
          provider: digitalocean
          providers: {digitalocean: {type: digitalocean2, endpoint: '%s', secret-key: %s}}
          """
              .formatted(fake.url(), TOKEN));
      Ended ended = provision.run("list-nodes", "-c", "c", "-vv");

      assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(1); // a wrong token
      assertThat(ended.stderr())
          .containsPattern("  cloud  GET http://.*/droplets: 401 in \\d+ ms")
          .contains("  cloud  account 'digitalocean' of provider digitalocean2: ")
          .doesNotContain(TOKEN);
      assertThat(ended.stdout()).doesNotContain("  cloud  ");
    } finally {
      fake.close();
    }
  }

  @Test
  void a_file_that_cannot_be_written_is_an_error_before_anything_is_done() {
    Ended ended = provision.with("PROVISION_LOG", "/nowhere/log").run("list-nodes", "-p", "local");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.stderr())
        .contains("PROVISION_LOG", "/nowhere/log cannot be written", "unset the variable");
  }
}
