package dev.provision.ports.step;

import dev.provision.ports.Content;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Puts a script on the node, as [PutFile] does, executable, and runs it.
///
/// It runs in the login's home directory, with no input, by the interpreter its `#!` line names, or
/// by `/bin/sh` where it has none. What cannot be run fails, with a reason on its standard error.
/// What it leaves running in the background goes on. It is not waited for, but what it prints is
/// still the script's: for some seconds, which an adapter names, and no later script is given it.
///
/// @param target absolute path on the node
/// @param content the script
/// @param mode permission bits; those to execute are added for whoever may read
/// @param environment variables added to the login's
/// @param timeout after which it is ended, with everything it started
/// @param onFailure what its failure means for the later steps
public record RunScript(
    String target,
    Content content,
    int mode,
    Map<String, String> environment,
    Optional<Duration> timeout,
    OnFailure onFailure)
    implements Step {

  /// Copies the environment.
  public RunScript {
    environment = Map.copyOf(environment);
  }

  /// The script as a file: executable for whoever may read it.
  public PutFile file() {
    return new PutFile(target, content, mode | (mode & 0444) >> 2, Optional.empty());
  }

  /// What a script's failure means for the later steps.
  public enum OnFailure {
    /// They are skipped.
    STOP,
    /// They are done all the same.
    CONTINUE
  }
}
