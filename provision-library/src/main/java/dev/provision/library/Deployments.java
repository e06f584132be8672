package dev.provision.library;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.Deployer;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.shell.Login;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Carries out plans and keeps their traces.
final class Deployments {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int TOKEN_BYTES = 16;

  private final Connections connections;
  private final Settings settings;
  private final Logins logins;
  private final StateDirectory state;
  private final InstantSource clock;
  private final RandomGenerator random;

  @Inject
  Deployments(
      Connections connections,
      Settings settings,
      Logins logins,
      StateDirectory state,
      InstantSource clock,
      RandomGenerator random) {
    this.connections = connections;
    this.settings = settings;
    this.logins = logins;
    this.state = state;
    this.clock = clock;
    this.random = random;
  }

  Deployed deploy(DeployPlan plan, boolean destroyOnFailure, Consumer<DeployEvent> listener) {
    List<Login> ways = logins.of(plan.sshKey());
    state.check();
    CloudPort cloud = connections.cloud();
    Path directory = state.createDeployment(STAMP.format(clock.instant()) + "-" + plan.name());
    try (Journal journal = Journal.in(directory, clock);
        OutputFiles outputs = new OutputFiles(directory)) {
      Deployer deployer =
          new Deployer(cloud, connections.shells(), clock, this::token, settings.limits());
      DeployReport report =
          deployer.deploy(
              plan,
              ways,
              destroyOnFailure,
              event -> {
                journal.accept(event);
                outputs.accept(event);
                listener.accept(event);
              });
      return new Deployed(report, directory, outputs.files());
    }
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
