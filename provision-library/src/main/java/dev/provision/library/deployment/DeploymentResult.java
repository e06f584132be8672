package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The result of a deployment, and where its files are.
///
/// @param report its report
/// @param directory contains its journal and the complete output of its scripts; empty in a
///   simulation
/// @param planDigest SHA-256 of the plan, in hexadecimal digits; empty in a simulation
/// @param outputs the files with standard output and standard error, by the step's index
public record DeploymentResult(
    DeployReport report,
    Optional<Path> directory,
    Optional<String> planDigest,
    Map<Integer, ScriptOutputs> outputs) {
  /// Copies the map.
  public DeploymentResult {
    outputs = Map.copyOf(outputs);
  }

  /// Where a script's output lies; files that would be empty do not exist.
  ///
  /// @param remarks what is missing there, and why, for people
  public record ScriptOutputs(Path stdout, Path stderr, List<String> remarks) {
    /// Copies the list.
    public ScriptOutputs {
      remarks = List.copyOf(remarks);
    }

    ScriptOutputs withRemark(String remark) {
      return new ScriptOutputs(
          stdout, stderr, Stream.concat(remarks.stream(), Stream.of(remark)).toList());
    }
  }
}
