package dev.provision.library;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What is left behind of one deployment.
sealed interface Traces extends AutoCloseable {
  /// Keeps what happens.
  void accept(DeployEvent event);

  /// The deployment, which has ended.
  Deployed deployed(DeployReport report);

  @Override
  void close();

  /// A journal and the scripts' whole output.
  ///
  /// @param directory new and empty
  static Traces in(Path directory, InstantSource clock) {
    return new OnDisk(directory, Journal.in(directory, clock), new OutputFiles(directory));
  }

  /// On disk, each thing when it happens.
  record OnDisk(Path directory, Journal journal, OutputFiles outputs) implements Traces {
    @Override
    public void accept(DeployEvent event) {
      journal.accept(event);
      outputs.accept(event);
    }

    @Override
    public Deployed deployed(DeployReport report) {
      return new Deployed(report, Optional.of(directory), outputs.files());
    }

    @Override
    public void close() {
      try (Journal _ = journal) {
        outputs.close();
      }
    }
  }

  /// None: for simulations, where nothing can be lost.
  record None() implements Traces {
    @Override
    public void accept(DeployEvent event) {}

    @Override
    public Deployed deployed(DeployReport report) {
      return new Deployed(report, Optional.empty(), Map.of());
    }

    @Override
    public void close() {}
  }
}
