package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is left behind of one deployment.
sealed interface DeploymentRecord extends AutoCloseable {
  /// Keeps what happens.
  ///
  /// @return what the user should know, such as that something cannot be kept
  List<String> accept(DeployEvent event);

  /// The deployment, which has ended.
  DeploymentResult deployed(DeployReport report);

  /// Where it is kept; empty if it is not.
  Optional<Path> directory();

  @Override
  void close();

  /// A journal and the scripts' output.
  ///
  /// @param directory new and empty
  /// @param planDigest that of the plan
  /// @param maxOutput how many bytes of each script's streams are kept
  static DeploymentRecord in(
      Path directory, InstantSource clock, PlanDigest planDigest, long maxOutput) {
    return new OnDisk(
        directory,
        planDigest,
        Journal.in(directory, clock, planDigest),
        new OutputFiles(directory, maxOutput));
  }

  /// On disk, each thing when it happens.
  record OnDisk(Path place, PlanDigest planDigest, Journal journal, OutputFiles outputs)
      implements DeploymentRecord {
    @Override
    public Optional<Path> directory() {
      return Optional.of(place);
    }

    @Override
    public List<String> accept(DeployEvent event) {
      return Stream.concat(journal.accept(event).stream(), outputs.accept(event).stream()).toList();
    }

    @Override
    public DeploymentResult deployed(DeployReport report) {
      return new DeploymentResult(
          report, directory(), Optional.of(planDigest.text()), outputs.files());
    }

    @Override
    public void close() {
      try (Journal _ = journal) {
        // What is open is of a step that did not end, whose result nobody has.
        List<String> _ = outputs.end();
      }
    }
  }

  /// None: for simulations, where nothing can be lost.
  record None() implements DeploymentRecord {
    @Override
    public Optional<Path> directory() {
      return Optional.empty();
    }

    @Override
    public List<String> accept(DeployEvent event) {
      return List.of();
    }

    @Override
    public DeploymentResult deployed(DeployReport report) {
      return new DeploymentResult(report, Optional.empty(), Optional.empty(), Map.of());
    }

    @Override
    public void close() {}
  }
}
