package dev.provision.cli.run;

import dev.provision.cli.call.Relaunch;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.domain.plan.PlannedEntry;

/// How much plans send.
public final class TransferSize {
  private TransferSize() {}

  /// Whether it is so much that [Relaunch] pays.
  public static boolean areLarge(FleetPlan plans) {
    long bytes = 0;
    for (DeployPlan plan : plans.plans()) {
      for (PlannedEntry entry : plan.entries()) {
        bytes +=
            switch (entry) {
              case PlannedEntry.PlannedFile file -> file.size();
              case PlannedEntry.PlannedDirectory directory -> directory.size();
              case PlannedEntry.PlannedScript script -> script.size();
              case PlannedEntry.PlannedReboot _ -> 0;
            };
      }
    }
    return bytes >= Relaunch.WORTHWHILE;
  }
}
