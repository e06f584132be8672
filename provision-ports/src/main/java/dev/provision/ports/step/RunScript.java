package dev.provision.ports.step;

import dev.provision.ports.Content;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Installs a script on the node, like [PutFile], makes it executable, and runs it.
///
/// It runs in the login user's home directory, without input, with the interpreter of its `#!`
/// line, or with `/bin/sh` if it has none. A script that cannot be run fails, with the reason on
/// its standard error. Background processes that it leaves continue to run. Nothing waits for them,
/// but their output still belongs to the script for some seconds, which the adapter documents, and
/// never to a later script.
///
/// If the script is [Afterwards#REMOVED], only its owner can read and execute it, whatever `mode`
/// says. It is removed when it has ended, by itself, by its time limit or by a signal, even if the
/// connection has been lost. A file that was at its target before is replaced and so removed, too.
/// If a symbolic link is at its target, the step fails. If it cannot be removed, the result has a
/// remark.
///
/// @param target absolute path on the node
/// @param content the script
/// @param mode permission bits; everyone who can read the file can also execute it
/// @param environment variables added to the login user's
/// @param timeout after which it is terminated, with everything it started
/// @param onFailure the effect of its failure on later steps
/// @param afterwards what happens to its file
public record RunScript(
    String target,
    Content content,
    int mode,
    Map<String, String> environment,
    Optional<Duration> timeout,
    OnFailure onFailure,
    Afterwards afterwards)
    implements Step {

  /// Copies the environment.
  public RunScript {
    environment = Map.copyOf(environment);
  }

  /// A script that stays on the node.
  public RunScript(
      String target,
      Content content,
      int mode,
      Map<String, String> environment,
      Optional<Duration> timeout,
      OnFailure onFailure) {
    this(target, content, mode, environment, timeout, onFailure, Afterwards.KEPT);
  }

  /// The script as a file: executable for everyone who can read it.
  public PutFile file() {
    int kept = mode | (mode & 0444) >> 2;
    int actual = afterwards == Afterwards.REMOVED ? (kept & 0700) | 0500 : kept;
    return new PutFile(target, content, actual, Optional.empty());
  }

  /// What happens to the file of a script that has ended.
  public enum Afterwards {
    /// It stays.
    KEPT,
    /// It is removed, because it contains a secret.
    REMOVED
  }

  /// The effect of a script's failure on later steps.
  public enum OnFailure {
    /// They are skipped.
    STOP,
    /// They are applied nevertheless.
    CONTINUE
  }
}
