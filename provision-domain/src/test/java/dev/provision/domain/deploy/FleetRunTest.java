package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.FleetRun.Part;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetRunTest {
  private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

  @Test
  void every_one_has_a_result_in_the_order_asked() {
    assertThat(FleetRun.usual().each(TEN, n -> "r" + n, r -> true))
        .extracting(part -> ((Part.Ended<Integer, String>) part).result())
        .containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9");
  }

  @Test
  void no_more_than_allowed_are_under_way_at_a_time_and_that_many_are() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);

    new FleetRun(3, 0)
        .each(
            TEN,
            n -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              three.countDown();
              await(three);
              underWay.decrementAndGet();
              return n;
            },
            n -> true);

    assertThat(most).hasValue(3);
  }

  @Test
  void one_that_throws_does_not_stop_the_others() {
    List<Part<Integer, Integer>> parts =
        FleetRun.usual()
            .each(
                TEN,
                n -> {
                  if (n == 4) {
                    throw new IllegalStateException("four");
                  }
                  return n;
                },
                n -> true);

    assertThat(parts).filteredOn(Part.Ended.class::isInstance).hasSize(9);
    assertThat(parts.get(4))
        .isInstanceOfSatisfying(
            Part.Broke.class, broke -> assertThat(broke.failure()).hasMessage("four"));
  }

  @Test
  void after_more_failures_than_allowed_no_further_one_is_begun() {
    Set<Integer> begun = ConcurrentHashMap.newKeySet();

    List<Part<Integer, Integer>> parts =
        new FleetRun(1, 1)
            .each(
                TEN,
                n -> {
                  begun.add(n);
                  return n;
                },
                n -> n % 2 == 0);

    assertThat(begun).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(parts.subList(0, 4)).allMatch(Part.Ended.class::isInstance);
    assertThat(parts.subList(4, 10)).allMatch(Part.Skipped.class::isInstance);
  }

  @Test
  void an_interrupt_reaches_all_that_are_under_way_and_their_ends_are_waited_for()
      throws Exception {
    CountDownLatch underWay = new CountDownLatch(2);
    AtomicReference<List<Part<Integer, String>>> parts = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  parts.set(new FleetRun(2, 0).each(TEN, n -> endedBy(underWay), r -> true));
                  flag.set(Thread.interrupted());
                });
    await(underWay);

    caller.interrupt();
    caller.join(Duration.ofSeconds(30));

    assertThat(parts.get().subList(0, 2))
        .extracting(part -> ((Part.Ended<Integer, String>) part).result())
        .containsOnly("interrupted");
    assertThat(parts.get().subList(2, 10)).allMatch(Part.Skipped.class::isInstance);
    assertThat(flag.get()).isTrue();
  }

  private static String endedBy(CountDownLatch underWay) {
    underWay.countDown();
    try {
      new CountDownLatch(1).await();
      return "ended";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
