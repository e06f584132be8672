package dev.provision.adapter.jclouds.portable;

import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A size at SoftLayer, put together from what may be chosen one by one, and called as jclouds
/// calls it.
///
/// @param cpus how many
/// @param memory in MiB
/// @param disk that the node starts from
record SoftLayerSize(int cpus, int memory, Disk disk) {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final String BOOT_DEVICE = "0";

  /// @param capacity in GiB
  /// @param isLocal whether it is in the same machine
  record Disk(int capacity, boolean isLocal) {}

  /// Those of an offer that a node can start from.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  static List<Disk> disks(JsonValue offer) {
    boolean isLocal = offer.text("template/localDiskFlag").equals(Optional.of("true"));
    return offer.list("template/blockDevices").stream()
        .filter(device -> device.required("device").equals(BOOT_DEVICE))
        .map(device -> new Disk(number(device, "diskImage/capacity"), isLocal))
        .toList();
  }

  /// @throws IllegalArgumentException if there is no such number
  static int number(JsonValue offer, String field) {
    return offer
        .number(field)
        .map(number -> (int) Math.round(number))
        .filter(number -> number > 0)
        .orElseThrow(() -> new IllegalArgumentException("it contains no number " + field + ""));
  }

  Size size() {
    String id =
        "cpu=%s,memory=%s,disk=%s,type=%s"
            .formatted(cpus, memory, disk.capacity(), disk.isLocal() ? "LOCAL" : "SAN");
    return new Size(
        id,
        id,
        OptionalDouble.of(cpus),
        OptionalLong.of(memory * MEBIBYTE),
        OptionalLong.of(disk.capacity() * GIBIBYTE));
  }
}
