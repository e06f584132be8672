package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that expire, on the local provider and on machines of an inventory.
final class LifetimeIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  @AfterEach
  void nothing_stays_behind() {
    for (String line : provision.run("list-nodes", "-p", "local").stdout().lines().toList()) {
      provision.run("destroy-node", line.split(" ", 2)[0]);
    }
  }

  /// Each look is a complete `reap`, as cron would start it: one of them is the first after the
  /// expiry.
  private Ended awaitReaped(String name) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Ended reaped = provision.run("provision", "reap");
      assertThat(reaped.status()).describedAs(reaped.toString()).isZero();
      if (!reaped.stderr().isEmpty()) {
        return reaped;
      }
      assertThat(System.nanoTime()).describedAs(name + " was not reaped").isLessThan(end);
    }
  }

  @Test
  void a_node_is_reaped_when_its_time_has_passed_and_others_stay() {
    Ended kept = provision.run("deploy-node", "-n", "deploy-test-keep", "--ttl", "1h");
    Ended brief = provision.run("deploy-node", "-n", "deploy-test-brief", "--ttl", "1s");
    assertThat(kept.status()).describedAs(kept.toString()).isZero();
    assertThat(brief.status()).describedAs(brief.toString()).isZero();

    Ended reaped = awaitReaped("deploy-test-brief");

    assertThat(reaped.stderr()).contains("deploy-test-brief: destroyed").doesNotContain("keep");
    assertThat(provision.run("list-nodes").stdout()).matches("deploy-test-keep [0-9.]+\n");
  }

  @Test
  void a_node_that_is_renewed_is_not_reaped() {
    Ended deployed = provision.run("deploy-node", "-n", "deploy-test-more", "--ttl", "1h");
    assertThat(deployed.status()).describedAs(deployed.toString()).isZero();

    Ended renewed = provision.run("provision", "renew", "deploy-test-more", "2d");

    assertThat(renewed.status()).describedAs(renewed.toString()).isZero();
    assertThat(renewed.stdout()).startsWith("deploy-test-more: expires 2");
    assertThat(provision.run("provision", "reap").stderr()).isEmpty();
    assertThat(provision.run("list-nodes", "-o", "table").stdout())
        .containsPattern("in (47 h|2 days)");
  }
}
