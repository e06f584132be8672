package dev.provision.cli.run;

import dev.provision.cli.call.Relaunch;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;

/// How much plans send.
public final class TransferSize {
  private TransferSize() {}

  /// Whether it is so much that [Relaunch] pays.
  public static boolean areLarge(FleetPlan plans) {
    long bytes = 0;
    for (DeployPlan plan : plans.plans()) {
      for (DeployPlan.PlannedFile file : plan.files()) {
        bytes += file.size();
      }
    }
    return bytes >= Relaunch.WORTHWHILE;
  }
}
