package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.ports.step.StepResult;
import java.time.Duration;

/// Says what became of a step.
public final class ResultWords {
  private ResultWords() {}

  /// In words, such as `exit status 0, 0.12 s`.
  public static String inWords(StepResult result) {
    String remark = result.remark();
    String words = what(result);
    return remark.isEmpty() ? words : words + " (" + VisibleText.line(remark) + ")";
  }

  private static String what(StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized keys -> HumanFormat.count(keys.added(), "key") + " added";
      case StepResult.FilePut file -> file.changed() ? "installed" : "unchanged";
      case StepResult.DirectoryPut put -> ofDirectory(put);
      case StepResult.ScriptRan ran -> ran.exit() + ", " + HumanFormat.time(ran.duration());
      case StepResult.Rebooting _ -> "restarting";
      case StepResult.Rebooted(Duration duration) -> "restarted, " + HumanFormat.time(duration);
      case StepResult.Failed failed -> "failed: " + VisibleText.line(failed.reason());
      case StepResult.NotNeeded(String reason) -> "not needed: " + VisibleText.line(reason);
      case StepResult.Skipped _ -> "skipped";
    };
  }

  private static String ofDirectory(StepResult.DirectoryPut put) {
    if (put.written() == 0 && put.removed() == 0) {
      return "unchanged";
    }
    return put.written()
        + " written"
        + (put.removed() == 0 ? "" : ", " + put.removed() + " removed");
  }
}
