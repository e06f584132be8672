package dev.provision.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.ShellFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One hint for one failure.
final class AdviceTest {
  @Test
  void every_obstacle_has_an_advice_of_its_own() {
    Set<Obstacle> recognized = EnumSet.complementOf(EnumSet.of(Obstacle.UNKNOWN));

    List<String> advices =
        recognized.stream()
            .map(
                obstacle ->
                    Advice.PLAIN.on(new ShellFailure.TransferFailed("sending", "no", obstacle)))
            .toList();

    assertThat(advices).doesNotHaveDuplicates().noneMatch(text -> text.contains("free space"));
  }

  @Test
  void it_does_not_depend_on_what_was_being_done() {
    assertThat(
            Advice.PLAIN.on(
                new ShellFailure.Disconnected("applying", "no", Obstacle.TOO_FEW_CHANNELS)))
        .contains("MaxSessions");
    assertThat(
            Advice.PLAIN.on(
                new ShellFailure.AuthRejected("connecting", "no", Obstacle.PASSWORD_EXPIRED)))
        .contains("chage -M");
  }

  @Test
  void what_was_not_recognized_gets_that_of_its_kind() {
    assertThat(Advice.PLAIN.on(new ShellFailure.TransferFailed("sending", "no")))
        .contains("free space");
    assertThat(Advice.PLAIN.on(new ShellFailure.PrivilegeRefused("sending", "no")))
        .contains("become");
  }
}
