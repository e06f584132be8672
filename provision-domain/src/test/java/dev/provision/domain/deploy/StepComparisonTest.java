package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.Content;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.StepDifference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepComparisonTest {
  private static final byte[] THERE = {'x'};

  @ParameterizedTest
  @CsvSource({
    "0644, false, 'owner root', false",
    "0644, true, 'owner root', true",
    "0600, false, 'owner root', true",
    "0640, false, 'owner root', true",
    "0700, false, 'owner root', false",
    "0604, false, 'owner root', false",
    "0644, false, 'mode 0600, should be 0644', true",
    "0644, false, 'mode 0664, should be 0644', false",
  })
  void content_is_hidden_if_it_is_secret_or_private_here_or_there(
      String mode, boolean secret, String trait, boolean hidden) {
    PlannedStep step =
        new PlannedStep(
            "/f",
            "f",
            new PutFile("/f", Content.of(THERE), Integer.parseInt(mode, 8), Optional.empty()),
            secret);

    StepComparison comparison =
        StepComparison.of(
            step, new StepDifference.FileDiffers(List.of(trait), true, Optional.of(THERE)));

    assertThat(comparison.hidden()).isEqualTo(hidden);
    assertThat(((StepDifference.FileDiffers) comparison.difference()).content().isEmpty())
        .isEqualTo(hidden);
  }
}
