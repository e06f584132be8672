package dev.provision.domain.boot;

import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.RunScript;
import dev.provision.ports.shell.StepResult;
import java.time.Duration;
import java.util.Map;

/// A node makes a host key of its own in place of the one it was given.
///
/// @see BootKey why
public sealed interface HostKeyChange {
  /// The node shows this key from now on.
  ///
  /// @param key its private part has never left the node
  record Changed(HostKey key) implements HostKeyChange {}

  /// The node still has the key it was given.
  ///
  /// @param reason in words for people
  record Failed(String reason) implements HostKeyChange {}

  /// The step that lets a node do so.
  ///
  /// @param given the key that it has
  /// @param token one that nobody on the node can have foreseen
  static RunScript step(BootKey given, String token) {
    return NodeScript.step(
        "new-host-key.sh",
        token,
        Map.of("BOOT_KEY", given.publicKey().toString()),
        Duration.ofMinutes(2));
  }

  /// What became of it.
  static HostKeyChange of(StepResult result) {
    return switch (result) {
      case StepResult.ScriptRan ran when ran.exit().success() -> made(ran.stdout().text().strip());
      case StepResult.ScriptRan ran -> new Failed(words(ran));
      case StepResult.Failed(String reason) -> new Failed(reason);
      case StepResult.Skipped _, StepResult.FilePut _, StepResult.KeysAuthorized _ ->
          new Failed("it was not tried");
    };
  }

  private static HostKeyChange made(String line) {
    try {
      return new Changed(HostKey.parse(line));
    } catch (IllegalArgumentException e) {
      return new Failed("what the node printed is no key: " + line);
    }
  }

  private static String words(StepResult.ScriptRan ran) {
    String said = ran.stderr().text().strip();
    return said.isEmpty() || ran.exit() instanceof ExitStatus.TimedOut
        ? ran.exit().toString()
        : said;
  }
}
