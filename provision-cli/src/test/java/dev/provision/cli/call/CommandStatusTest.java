package dev.provision.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.deploy.DeployReport.StepReport;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Scripts decide by these numbers, so each is written here once more.
final class CommandStatusTest {
  private static final String DOING = "deploying";
  private static final String WHY = "because";
  private static final HostKey KEY = new HostKey("ssh-ed25519", "AAAA");

  static Stream<Arguments> cloudFailures() {
    return Stream.of(
        Arguments.of(new CloudFailure.Unauthorized(DOING, WHY), 1),
        Arguments.of(new CloudFailure.QuotaExceeded(DOING, WHY), 1),
        Arguments.of(new CloudFailure.NotFound(DOING, WHY), 1),
        Arguments.of(new CloudFailure.NameTaken(DOING, WHY), 1),
        Arguments.of(new CloudFailure.Unsupported(DOING, WHY), 1),
        Arguments.of(new CloudFailure.InvalidRequest(DOING, WHY), 2),
        Arguments.of(new CloudFailure.Unclassified(DOING, WHY), 11),
        Arguments.of(new CloudFailure.Redirected(DOING, WHY), 12),
        Arguments.of(new CloudFailure.Malformed(DOING, WHY), 12),
        Arguments.of(new CloudFailure.RateLimited(DOING, WHY, Optional.empty()), 13),
        Arguments.of(new CloudFailure.Unavailable(DOING, WHY), 13),
        Arguments.of(new CloudFailure.Unreachable(DOING, WHY), 13),
        Arguments.of(new CloudFailure.TimedOut(DOING, WHY), 15),
        Arguments.of(new CloudFailure.Interrupted(DOING, WHY), 130));
  }

  @ParameterizedTest
  @MethodSource("cloudFailures")
  void each_failure_of_a_cloud_has_its_number(CloudFailure failure, int number) {
    assertThat(CommandStatus.of(failure).number()).isEqualTo(number);
    assertThat(CommandStatus.of(new CloudException(failure)).number()).isEqualTo(number);
    assertThat(CommandStatus.of(report(new Outcome.CloudFailed(failure))).number())
        .isEqualTo(number);
  }

  static Stream<Arguments> shellFailures() {
    return Stream.of(
        Arguments.of(new ShellFailure.Unreachable(DOING, WHY), 14),
        Arguments.of(
            new ShellFailure.HostKeyMismatch(DOING, WHY, List.of(), KEY, Optional.empty()), 14),
        Arguments.of(new ShellFailure.HostUnknown(DOING, WHY, KEY), 14),
        Arguments.of(new ShellFailure.Incompatible(DOING, WHY), 14),
        Arguments.of(new ShellFailure.AuthRejected(DOING, WHY), 14),
        Arguments.of(new ShellFailure.PrivilegeRefused(DOING, WHY), 14),
        Arguments.of(new ShellFailure.KeyUnusable(DOING, WHY, Path.of("id_rsa")), 14),
        Arguments.of(new ShellFailure.Misconfigured(DOING, WHY), 14),
        Arguments.of(new ShellFailure.Disconnected(DOING, WHY), 14),
        Arguments.of(new ShellFailure.TransferFailed(DOING, WHY), 14),
        Arguments.of(new ShellFailure.Unclassified(DOING, WHY), 14),
        Arguments.of(new ShellFailure.TimedOut(DOING, WHY), 15),
        Arguments.of(new ShellFailure.Busy(DOING, WHY), 16),
        Arguments.of(new ShellFailure.Interrupted(DOING, WHY), 130));
  }

  @ParameterizedTest
  @MethodSource("shellFailures")
  void each_failure_of_a_shell_has_its_number(ShellFailure failure, int number) {
    assertThat(CommandStatus.of(failure).number()).isEqualTo(number);
    assertThat(CommandStatus.of(new ShellException(failure)).number()).isEqualTo(number);
    assertThat(CommandStatus.of(report(new Outcome.ShellFailed(failure))).number())
        .isEqualTo(number);
  }

  @Test
  void no_kind_of_failure_is_missing_here() {
    assertThat(kinds(cloudFailures())).containsOnly(CloudFailure.class.getPermittedSubclasses());
    assertThat(kinds(shellFailures())).containsOnly(ShellFailure.class.getPermittedSubclasses());
  }

  private static List<Class<?>> kinds(Stream<Arguments> rows) {
    return rows.<Class<?>>map(row -> Objects.requireNonNull(row.get()[0]).getClass()).toList();
  }

  @Test
  void the_first_problem_decides_and_what_nobody_foresaw_is_11() {
    assertThat(CommandStatus.of(new ProblemsException(Problem.of("wrong")))).hasToString("USAGE");
    assertThat(CommandStatus.of(new ProblemsException(Problem.refused("no"))))
        .hasToString("REFUSED");
    assertThat(CommandStatus.of(new IllegalStateException()).number()).isEqualTo(11);
  }

  static Stream<Arguments> steps() {
    StepResult keys = new StepResult.KeysAuthorized(1);
    StepResult good = ran(new ExitStatus.Exited(0));
    StepResult bad = ran(new ExitStatus.Exited(1));
    StepResult killed = ran(new ExitStatus.Signaled("KILL"));
    StepResult failed = new StepResult.Failed(WHY);
    return Stream.of(
        Arguments.of(List.of(), 0),
        Arguments.of(List.of(keys, new StepResult.FilePut(true), good), 0),
        Arguments.of(List.of(keys, new StepResult.NotNeeded("only for debian")), 0),
        Arguments.of(List.of(keys, bad, new StepResult.Skipped()), 10),
        Arguments.of(List.of(killed), 10),
        Arguments.of(List.of(failed, bad), 14),
        Arguments.of(List.of(good, new StepResult.Skipped()), 14));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void the_first_step_that_is_not_good_decides(List<StepResult> results, int number) {
    DeployReport report = report(new Outcome.Completed(), results.toArray(StepResult[]::new));

    assertThat(CommandStatus.of(report).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "OK, SCRIPT_FAILED, SCRIPT_FAILED",
    "SCRIPT_FAILED, DEPLOYMENT_FAILED, DEPLOYMENT_FAILED",
    "TIMED_OUT, DEPLOYMENT_FAILED, TIMED_OUT",
    "UNAVAILABLE, REFUSED, REFUSED",
    "USAGE, REFUSED, USAGE",
    "INTERRUPTED, UNFORESEEN, INTERRUPTED",
  })
  void of_several_the_gravest_counts(CommandStatus one, CommandStatus other, CommandStatus worst) {
    assertThat(CommandStatus.worst(Stream.of(one, other))).isEqualTo(worst);
    assertThat(CommandStatus.worst(Stream.of(other, one))).isEqualTo(worst);
  }

  @Test
  void of_none_the_worst_is_success() {
    assertThat(CommandStatus.worst(Stream.of())).isEqualTo(CommandStatus.OK);
  }

  @Test
  void each_has_a_rank_and_is_found_by_its_number() {
    for (CommandStatus status : CommandStatus.values()) {
      assertThat(CommandStatus.worst(Stream.of(status, CommandStatus.OK))).isEqualTo(status);
      assertThat(CommandStatus.numbered(status.number())).isEqualTo(status);
    }
    assertThat(CommandStatus.numbered(99)).isEqualTo(CommandStatus.UNFORESEEN);
  }

  private static StepResult ran(ExitStatus exit) {
    return new StepResult.ScriptRan(exit, Output.none(), Output.none(), Duration.ZERO);
  }

  private static DeployReport report(Outcome outcome, StepResult... results) {
    PlannedStep step = new PlannedStep("t", "s", new AuthorizeKeys("f", List.of()));
    return new DeployReport(
        "web",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Stream.of(results).map(result -> new StepReport(step, result)).toList(),
        outcome,
        false,
        Optional.empty(),
        Duration.ZERO);
  }
}
