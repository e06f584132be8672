package dev.provision.adapter.sshd.apply;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a step cannot be put into a script. Tested by `StepScriptTest`.
final class StepObjection {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private StepObjection() {}

  static Optional<String> of(Step step) {
    return switch (step) {
      case AuthorizeKeys keys -> of(keys);
      case PutFile file -> of(file.target());
      case PutDirectory directory -> of(directory);
      case RunScript script -> of(script);
      case Reboot _, AwaitReboot _ -> Optional.empty();
      case ConditionalStep conditional -> of(conditional.step());
    };
  }

  private static Optional<String> of(String target) {
    if (!target.startsWith("/")) {
      return Optional.of("'" + target + "' is not an absolute path");
    }
    if (target.indexOf('\0') >= 0) {
      return Optional.of("'" + target + "' contains NUL");
    }
    String name = target.substring(target.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Optional.of(target + " is a directory");
    }
    return Optional.empty();
  }

  /// For all that a script brings.
  private static Optional<String> of(RunScript script) {
    for (Map.Entry<String, String> variable : script.environment().entrySet()) {
      if (!VARIABLE.matcher(variable.getKey()).matches()) {
        return Optional.of(
            script.target() + ": '" + variable.getKey() + "' cannot be the name of a variable");
      }
      if (variable.getValue().indexOf('\0') >= 0) {
        return Optional.of(
            script.target() + ": the variable " + variable.getKey() + " contains NUL");
      }
    }
    return of(script.target());
  }

  private static Optional<String> of(PutDirectory step) {
    String target = step.target();
    while (target.endsWith("/")) {
      target = target.substring(0, target.length() - 1);
    }
    return target.isEmpty() && step.target().startsWith("/")
        ? Optional.of("'/' is not a directory that can be installed")
        : of(target.isEmpty() ? step.target() : target);
  }

  private static Optional<String> of(AuthorizeKeys step) {
    for (String key : step.keys()) {
      if (key.indexOf('\n') >= 0 || key.indexOf('\0') >= 0) {
        return Optional.of(step.file() + ": a key must be one line");
      }
    }
    return of(step.file().startsWith("/") ? step.file() : "/" + step.file());
  }
}
