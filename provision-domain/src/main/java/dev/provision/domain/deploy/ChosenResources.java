package dev.provision.domain.deploy;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;

/// What a node is created from, as the provider offers it.
///
/// @param image what it starts from
/// @param size what it consists of
/// @param location where it runs
/// @param asTold whether the provider itself said which image is meant
public record ChosenResources(Image image, Size size, Location location, boolean asTold) {}
