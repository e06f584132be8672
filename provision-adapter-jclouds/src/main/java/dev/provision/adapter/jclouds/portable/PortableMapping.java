package dev.provision.adapter.jclouds.portable;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jclouds.compute.domain.ComputeMetadata;
import org.jclouds.compute.domain.Hardware;
import org.jclouds.compute.domain.NodeMetadata;
import org.jclouds.compute.domain.Processor;
import org.jclouds.compute.domain.Volume;

/// The values of jclouds' common interface in ours.
final class PortableMapping {
  private static final long MEBIBYTE = 1L << 20;
  private static final double GIBIBYTE = 1L << 30;

  private PortableMapping() {}

  static Size size(Hardware hardware) {
    double cpus = hardware.getProcessors().stream().mapToDouble(Processor::getCores).sum();
    double disk =
        hardware.getVolumes().stream()
            .map(Volume::getSize)
            .filter(size -> size != null)
            .mapToDouble(Float::doubleValue)
            .sum();
    return new Size(
        hardware.getId(),
        nameOf(hardware),
        cpus > 0 ? OptionalDouble.of(cpus) : OptionalDouble.empty(),
        hardware.getRam() > 0
            ? OptionalLong.of(hardware.getRam() * MEBIBYTE)
            : OptionalLong.empty(),
        disk > 0 ? OptionalLong.of((long) (disk * GIBIBYTE)) : OptionalLong.empty());
  }

  static String nameOf(org.jclouds.domain.Location location) {
    String name = location.getDescription();
    return name == null || name.isBlank() ? location.getId() : name;
  }

  private static String nameOf(ComputeMetadata thing) {
    String name = thing.getName();
    return name == null || name.isBlank() ? thing.getId() : name;
  }

  static Image image(org.jclouds.compute.domain.Image image) {
    String description = image.getDescription();
    String name = image.getName();
    String best = name == null || name.isBlank() ? description : name;
    return new Image(image.getId(), best == null || best.isBlank() ? image.getId() : best);
  }

  static Node node(NodeMetadata node) {
    org.jclouds.domain.Location location = node.getLocation();
    Hardware hardware = node.getHardware();
    return new Node(
        new NodeId(node.getId()),
        nameOf(node),
        state(node.getStatus()),
        new ArrayList<>(node.getPublicAddresses()),
        new ArrayList<>(node.getPrivateAddresses()),
        Optional.ofNullable(node.getImageId()).map(id -> new Image(id, id)),
        hardware == null ? Optional.empty() : Optional.of(size(hardware)),
        location == null
            ? Optional.empty()
            : Optional.of(new Location(location.getId(), nameOf(location))),
        Optional.empty());
  }

  private static Node.State state(NodeMetadata.Status status) {
    return switch (status) {
      case PENDING -> Node.State.PENDING;
      case RUNNING -> Node.State.RUNNING;
      case SUSPENDED -> Node.State.STOPPED;
      case TERMINATED -> Node.State.TERMINATED;
      case ERROR -> Node.State.ERROR;
      case UNRECOGNIZED -> Node.State.UNKNOWN;
    };
  }
}
