package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.step.StepDifference;

/// A step and what it would change.
public record StepComparison(PlannedStep step, StepDifference difference) {}
