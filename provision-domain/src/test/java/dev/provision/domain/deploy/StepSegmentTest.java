package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Content;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Lists of steps, divided at restarts.
final class StepSegmentTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final AwaitReboot RESTART = new AwaitReboot("boot", LIMIT);
  private static final OnSystem DEBIAN = new OnSystem(List.of("debian"), List.of());
  private final Step a = file("/a");
  private final Step b = file("/b");

  private static PutFile file(String target) {
    return new PutFile(target, Content.of(new byte[0]), 0644, Optional.empty());
  }

  private static ConditionalStep due(Step step, Integer... steps) {
    return new ConditionalStep(step, List.of(DEBIAN, new Changed("key", List.of(steps))));
  }

  @Test
  void without_a_restart_nothing_is_divided() {
    List<Step> steps = List.of(a, due(b, 0));

    assertThat(StepSegment.of(steps))
        .singleElement()
        .satisfies(all -> assertThat(all.steps(Optional.empty())).isEqualTo(steps));
  }

  @Test
  void each_segment_speaks_of_its_own_steps_only_and_the_restart_of_those_that_follow() {
    List<StepSegment> segments =
        StepSegment.of(List.of(a, b, new Reboot(LIMIT), a, due(b, 0, 1, 3), due(a, 3)));

    assertThat(segments.getFirst().steps(Optional.empty()))
        .containsExactly(a, b, new Reboot(LIMIT, List.of(due(b, 0, 1))));
    assertThat(segments.getLast().steps(Optional.of(RESTART)))
        .containsExactly(RESTART, a, due(b, 1), due(a, 1));
    assertThat(segments.getLast().steps(Optional.empty())).containsExactly(a, due(b, 0), due(a, 0));
  }

  @Test
  void a_restart_that_is_not_the_first_hears_of_changes_since_the_one_before() {
    List<StepSegment> segments =
        StepSegment.of(
            List.of(a, new Reboot(LIMIT), b, due(new Reboot(LIMIT), 0, 2), due(a, 0), due(b, 2)));

    assertThat(segments).hasSize(3);
    assertThat(segments.get(0).steps(Optional.empty()))
        .containsExactly(a, new Reboot(LIMIT, List.of(due(new Reboot(LIMIT), 0), due(a, 0))));
    assertThat(segments.get(1).steps(Optional.of(RESTART)))
        .containsExactly(RESTART, b, due(new Reboot(LIMIT, List.of(due(b, 1))), 1));
    assertThat(segments.get(2).steps(Optional.of(RESTART)))
        .containsExactly(RESTART, due(a), due(b));
  }
}
