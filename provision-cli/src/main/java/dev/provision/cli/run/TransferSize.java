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
      for (DeployPlan.PlannedEntry entry : plan.entries()) {
        bytes +=
            switch (entry) {
              case DeployPlan.PlannedFile file -> file.size();
              case DeployPlan.PlannedDirectory directory -> directory.size();
              case DeployPlan.PlannedScript script -> script.size();
            };
      }
    }
    return bytes >= Relaunch.WORTHWHILE;
  }
}
