package dev.provision.library.deployment;

import dev.provision.domain.plan.DeployPlan;
import dev.provision.ports.cloud.Node;

/// A node that exists, and the plan that is applied to it.
public record ApplyTarget(DeployPlan plan, Node node) {}
