package dev.provision.library.deployment;

import dev.provision.domain.plan.DeployPlan;
import dev.provision.ports.cloud.Node;

/// An existing node, and the plan to apply to it.
public record ApplyTarget(DeployPlan plan, Node node) {}
