package dev.provision.domain.boot;

import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a new node may still be at when it answers by SSH, and what has to end before it takes its
/// steps.
///
/// @param what completes "waiting for …"
/// @param step waits for it on the node; prints a line whenever there is news
public record Readiness(String what, RunScript step) {
  private static final int ENDED_WITH_ERRORS = 3;
  private static final String CLOUD_INIT = "cloud-init to finish";

  /// Of dpkg, apt, rpm and apk: locked while in use.
  private static final String LOCKS =
      "/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock"
          + " /var/cache/apt/archives/lock /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock"
          + " /lib/apk/db/lock";

  /// Of dnf, yum and zypper: hold the process id of whoever is at work.
  private static final String PIDS =
      "/var/lib/dnf/rpmdb_lock.pid /var/cache/dnf/metadata_lock.pid"
          + " /var/cache/dnf/download_lock.pid /run/yum.pid /run/zypp.pid";

  /// What became of it.
  public sealed interface Outcome {
    /// It is over.
    record Ready() implements Outcome {}

    /// It is over, or nobody knows; there is something that a person should know.
    record Doubtful(String warning) implements Outcome {}

    /// It goes on after the limit.
    record Late(String reason) implements Outcome {}
  }

  /// All there is to wait for, in order: what cloud-init starts may lock packages.
  ///
  /// @param limit for each
  /// @param token one that nobody on the node can have foreseen
  public static List<Readiness> all(Duration limit, String token) {
    return List.of(
        new Readiness(
            CLOUD_INIT,
            NodeScript.step("cloud-init.sh", token, Map.of("RUN", "/run/cloud-init"), limit)),
        new Readiness(
            "package managers to finish",
            NodeScript.step(
                "package-locks.sh", token, Map.of("LOCKS", LOCKS, "PIDS", PIDS), limit)));
  }

  /// What a result means.
  public Outcome outcome(StepResult result) {
    return switch (result) {
      case StepResult.ScriptRan ran -> outcome(ran);
      case StepResult.Failed(String reason) -> unknown(reason);
      case StepResult.Skipped _,
          StepResult.Rebooting _,
          StepResult.Rebooted _,
          StepResult.NotNeeded _,
          StepResult.FilePut _,
          StepResult.DirectoryPut _,
          StepResult.KeysAuthorized _ ->
          unknown("it was skipped");
    };
  }

  private Outcome outcome(StepResult.ScriptRan ran) {
    String said = ran.stdout().text().strip();
    return switch (ran.exit()) {
      case ExitStatus.Exited(int status) when status == 0 -> new Outcome.Ready();
      case ExitStatus.Exited(int status) when status == ENDED_WITH_ERRORS ->
          new Outcome.Doubtful("cloud-init finished with errors: " + said);
      case ExitStatus.TimedOut(Duration limit) ->
          new Outcome.Late(
              "not finished within %s s; last message: %s"
                  .formatted(limit.toSeconds(), said.substring(said.lastIndexOf('\n') + 1)));
      case ExitStatus.Exited _, ExitStatus.Signaled _ ->
          unknown(ran.exit() + ": " + ran.stderr().text().strip());
    };
  }

  private Outcome unknown(String reason) {
    return new Outcome.Doubtful("could not wait for " + what + ": " + reason);
  }
}
