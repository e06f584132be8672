package dev.provision.it;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import java.nio.file.Path;

/// The program of docs/library.md, which is taken from here; [LibraryIT] runs it.
final class PlainProgram {
  private PlainProgram() {}

  public static void main(String[] arguments) {
    try (Provision provision = Provision.open(Path.of("site"))) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("test-web"));
      DeployReport report = provision.deploy(plan);
      report
          .scripts()
          .forEach(script -> System.out.println(script.step().target() + ": " + script.result()));
      provision.destroy("test-web", node -> System.out.println("removing " + node.name()));
    }
  }
}
