package dev.provision.library.deployment;

import dev.provision.ports.step.StepResult;

/// The result of a step in a few words.
final class StepWords {
  private StepWords() {}

  static String of(StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized keys -> keys.added() + " keys added";
      case StepResult.FilePut file -> file.changed() ? "put" : "unchanged";
      case StepResult.DirectoryPut put -> put.written() + " written, " + put.removed() + " removed";
      case StepResult.ScriptRan ran -> ran.exit().toString();
      case StepResult.Rebooting _ -> "restarting";
      case StepResult.Rebooted _ -> "restarted";
      case StepResult.Failed failed -> "failed: " + failed.reason();
      case StepResult.NotNeeded(String reason) -> "not needed: " + reason;
      case StepResult.Skipped _ -> "skipped";
    };
  }
}
