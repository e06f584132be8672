package dev.provision.cli.call;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What the program ends with: the one place that says which failure becomes which exit status.
public enum CommandStatus {
  /// All went well.
  OK(0, "success"),
  /// The provider, or a rule, said no.
  REFUSED(1, "refused, or not found at the provider"),
  /// What the user gave is wrong in itself.
  USAGE(2, "wrong usage or configuration, unreadable test report, or no suitable Java"),
  /// Tests had not passed, so that a node was not destroyed.
  TESTS_FAILED(3, "destroy-node -t: tests did not pass"),
  /// A script on the node failed.
  SCRIPT_FAILED(10, "a script failed on the node"),
  /// A failure that nobody foresaw.
  UNFORESEEN(11, "any other failure"),
  /// The provider's answer was not understood.
  MALFORMED(12, "the provider's answer could not be parsed"),
  /// The provider does not answer.
  UNAVAILABLE(13, "the provider is unavailable"),
  /// The node is not as it was planned.
  DEPLOYMENT_FAILED(14, "the node could not be reached, or keys or files could not be installed"),
  /// It took too long.
  TIMED_OUT(15, "a time limit was exceeded"),
  /// Somebody else is at it.
  BUSY(16, "--no-wait: another run is in progress on the node"),
  /// The user stopped it.
  INTERRUPTED(130, "interrupted");

  /// From the lightest to the gravest: what is wrong with the script, the node, the provider, what
  /// was asked for, and with us.
  private static final List<CommandStatus> BY_GRAVITY =
      List.of(
          OK,
          TESTS_FAILED,
          SCRIPT_FAILED,
          DEPLOYMENT_FAILED,
          TIMED_OUT,
          BUSY,
          UNAVAILABLE,
          MALFORMED,
          REFUSED,
          USAGE,
          UNFORESEEN,
          INTERRUPTED);

  private final int number;
  private final String meaning;

  CommandStatus(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// What the process exits with.
  public int number() {
    return number;
  }

  /// For programs, such as `timed-out`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// For people, completes `NUMBER: …`.
  public String meaning() {
    return meaning;
  }

  /// The status for anything thrown.
  public static CommandStatus of(Throwable failure) {
    return switch (failure) {
      case ProblemsException e -> ofKind(e.problems().getFirst().kind());
      case CloudException e -> of(e.failure());
      case ShellException e -> of(e.failure());
      default -> UNFORESEEN;
    };
  }

  private static CommandStatus ofKind(Problem.Kind kind) {
    return switch (kind) {
      case WRONG -> USAGE;
      case REFUSED -> REFUSED;
    };
  }

  /// The status for what a cloud did not do.
  public static CommandStatus of(CloudFailure failure) {
    return switch (failure) {
      case CloudFailure.Unauthorized _,
          CloudFailure.QuotaExceeded _,
          CloudFailure.NotFound _,
          CloudFailure.NameTaken _,
          CloudFailure.Unsupported _ ->
          REFUSED;
      case CloudFailure.InvalidRequest _ -> USAGE;
      case CloudFailure.RateLimited _, CloudFailure.Unavailable _, CloudFailure.Unreachable _ ->
          UNAVAILABLE;
      case CloudFailure.Redirected _, CloudFailure.Malformed _ -> MALFORMED;
      case CloudFailure.TimedOut _ -> TIMED_OUT;
      case CloudFailure.Interrupted _ -> INTERRUPTED;
      case CloudFailure.Unclassified _ -> UNFORESEEN;
    };
  }

  /// The status for a node that could not be reached or used.
  public static CommandStatus of(ShellFailure failure) {
    return switch (failure) {
      case ShellFailure.Unreachable _,
          ShellFailure.HostKeyMismatch _,
          ShellFailure.HostUnknown _,
          ShellFailure.Incompatible _,
          ShellFailure.AuthRejected _,
          ShellFailure.PrivilegeRefused _,
          ShellFailure.KeyUnusable _,
          ShellFailure.Misconfigured _,
          ShellFailure.Disconnected _,
          ShellFailure.TransferFailed _,
          ShellFailure.Unclassified _ ->
          DEPLOYMENT_FAILED;
      case ShellFailure.TimedOut _ -> TIMED_OUT;
      case ShellFailure.Busy _ -> BUSY;
      case ShellFailure.Interrupted _ -> INTERRUPTED;
    };
  }

  /// The status of this number; another number is unforeseen.
  public static CommandStatus numbered(int number) {
    return Stream.of(values())
        .filter(status -> status.number == number)
        .findFirst()
        .orElse(UNFORESEEN);
  }

  /// The gravest of several.
  public static CommandStatus worst(Stream<CommandStatus> all) {
    return all.max(Comparator.comparingInt(BY_GRAVITY::indexOf)).orElse(OK);
  }

  /// The status for a deployment that has ended.
  public static CommandStatus of(DeployReport report) {
    return switch (report.outcome()) {
      case Outcome.CloudFailed(CloudFailure failure) -> of(failure);
      case Outcome.ShellFailed(ShellFailure failure) -> of(failure);
      case Outcome.Completed _ ->
          report.steps().stream()
              .map(step -> of(step.result()))
              .filter(status -> status != OK)
              .findFirst()
              .orElse(OK);
    };
  }

  private static CommandStatus of(StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized _,
          StepResult.FilePut _,
          StepResult.DirectoryPut _,
          StepResult.Rebooting _,
          StepResult.Rebooted _,
          StepResult.NotNeeded _ ->
          OK;
      case StepResult.ScriptRan ran -> ran.exit().success() ? OK : SCRIPT_FAILED;
      case StepResult.Failed _, StepResult.Skipped _ -> DEPLOYMENT_FAILED;
    };
  }
}
