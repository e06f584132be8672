package dev.provision.domain.boot;

import dev.provision.ports.shell.HostKey;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A node makes a host key of its own in place of the one it was given, in two steps: it tells the
/// new key, and once that is written down it shows it.
///
/// @see BootKey why
public sealed interface HostKeyChange {
  /// The step has done what it is for.
  ///
  /// @param key the node's own; its private part has never left the node
  record Done(HostKey key) implements HostKeyChange {}

  /// It has not.
  ///
  /// @param reason in words for people
  record Failed(String reason) implements HostKeyChange {}

  /// The step that lets a node make a key and tell it; the node goes on showing what it showed. A
  /// second one tells the same key.
  ///
  /// @param known the keys that the node may have by now
  /// @param token one that nobody on the node can have foreseen
  static RunScript telling(List<HostKey> known, String token) {
    return step(known, "", token);
  }

  /// The step that lets a node show the key that it has told.
  ///
  /// @param known the keys that the node may have by now
  /// @param token one that nobody on the node can have foreseen
  static RunScript showing(HostKey own, List<HostKey> known, String token) {
    return step(known, own.toString(), token);
  }

  private static RunScript step(List<HostKey> known, String own, String token) {
    String keys = known.stream().map(HostKey::toString).collect(Collectors.joining(","));
    return NodeScript.step(
        "new-host-key.sh",
        token,
        Map.of("KNOWN_KEYS", keys, "NEW_KEY", own, "CONSOLE", "/dev/console"),
        Duration.ofMinutes(2));
  }

  /// What became of a step.
  static HostKeyChange of(StepResult result) {
    return switch (result) {
      case StepResult.ScriptRan ran when ran.exit().success() -> done(ran.stdout().text().strip());
      case StepResult.ScriptRan ran -> new Failed(words(ran));
      case StepResult.Failed(String reason) -> new Failed(reason);
      case StepResult.Skipped _,
          StepResult.Rebooting _,
          StepResult.Rebooted _,
          StepResult.NotNeeded _,
          StepResult.FilePut _,
          StepResult.DirectoryPut _,
          StepResult.KeysAuthorized _ ->
          new Failed("it was skipped");
    };
  }

  private static HostKeyChange done(String line) {
    try {
      HostKey key = HostKey.parse(line);
      if (key.type().equals(BootKey.TYPE)) {
        return new Done(key);
      }
    } catch (IllegalArgumentException _) {
      // It is said below.
    }
    return new Failed("the node did not print a key of the type " + BootKey.TYPE + ": " + line);
  }

  private static String words(StepResult.ScriptRan ran) {
    String said = ran.stderr().text().strip();
    return said.isEmpty() || ran.exit() instanceof ExitStatus.TimedOut
        ? ran.exit().toString()
        : said;
  }
}
