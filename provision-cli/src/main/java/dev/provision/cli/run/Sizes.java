package dev.provision.cli.run;

import dev.provision.cli.call.LongWork;
import dev.provision.domain.plan.DeployPlan;
import java.util.List;

/// How much plans send.
public final class Sizes {
  private Sizes() {}

  /// Whether it is so much that [LongWork] pays.
  public static boolean areLarge(List<DeployPlan> plans) {
    long bytes = 0;
    for (DeployPlan plan : plans) {
      for (DeployPlan.PlannedFile file : plan.files()) {
        bytes += file.size();
      }
    }
    return bytes >= LongWork.WORTHWHILE;
  }
}
