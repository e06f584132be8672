package dev.provision.adapter.sshd.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SendBacklogTest {
  private final SendBacklog backlog = new SendBacklog(10);
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  @Test
  void below_its_bound_nobody_waits() throws InterruptedIOException {
    backlog.add(9);

    backlog.awaitRoom();
  }

  @Test
  void at_its_bound_one_waits_until_enough_has_gone() throws Exception {
    backlog.add(12);
    Thread waiting = startWaiting();

    backlog.remove(1);
    awaitWaiting(waiting);
    backlog.remove(2);

    assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void when_the_connection_ends_nobody_waits_any_more() throws Exception {
    backlog.add(10);
    startWaiting();

    backlog.end();

    assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
    backlog.awaitRoom();
  }

  @Test
  void an_interrupt_ends_the_wait() throws Exception {
    backlog.add(10);

    startWaiting().interrupt();

    assertThat(ended.get(20, TimeUnit.SECONDS)).isFalse();
  }

  private Thread startWaiting() {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    backlog.awaitRoom();
                    ended.complete(true);
                  } catch (InterruptedIOException e) {
                    ended.complete(false);
                  }
                });
    awaitWaiting(thread);
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
