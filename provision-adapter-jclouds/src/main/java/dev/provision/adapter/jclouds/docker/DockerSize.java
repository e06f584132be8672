package dev.provision.adapter.jclouds.docker;

import dev.provision.ports.cloud.Size;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Sizes of containers: limits of processors and memory, which their ids tell.
final class DockerSize {
  /// As much as the engine's machine has.
  static final String UNLIMITED = "unlimited";

  private static final Pattern ID =
      Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,2})?)cpu-([0-9]{1,7})(mb|gb)");

  private DockerSize() {}

  static List<Size> usual() {
    return Stream.of(
            UNLIMITED, "0.5cpu-512mb", "1cpu-1gb", "1cpu-2gb", "2cpu-4gb", "4cpu-8gb", "8cpu-16gb")
        .flatMap(id -> of(id).stream())
        .toList();
  }

  /// The size of this id.
  static Optional<Size> of(String id) {
    if (id.equals(UNLIMITED)) {
      return Optional.of(
          new Size(id, id, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()));
    }
    Matcher parts = ID.matcher(id);
    return parts.matches()
        ? Optional.of(
            new Size(
                id,
                id,
                OptionalDouble.of(Double.parseDouble(parts.group(1))),
                OptionalLong.of(
                    Long.parseLong(parts.group(2)) << (parts.group(3).equals("gb") ? 30 : 20)),
                OptionalLong.empty()))
        : Optional.empty();
  }
}
