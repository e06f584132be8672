package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What this machine offers: itself.
///
/// @param root the root of its file system; `/` but in tests
/// @param cpus its processor cores
public record ThisMachine(Path root, int cpus) {
  /// The only location; its name is the machine's.
  public Location location() throws IOException {
    String name = KernelFile.read(root.resolve("proc/sys/kernel/hostname"));
    return new Location("local", name.isEmpty() ? "local" : name);
  }

  /// The only size: what the machine has, shared by all nodes.
  public Size size() throws IOException {
    OptionalLong memory = OptionalLong.empty();
    for (String line : KernelFile.read(root.resolve("proc/meminfo")).lines().toList()) {
      if (line.startsWith("MemTotal:")) {
        memory = OptionalLong.of(1024 * Long.parseLong(line.replaceAll("[^0-9]", "")));
      }
    }
    return new Size("shared", "shared", OptionalDouble.of(cpus), memory, OptionalLong.empty());
  }

  /// The only image: the system that runs here, by the name it gives itself.
  public Image image() throws IOException {
    return new Image("host", osName());
  }

  private String osName() throws IOException {
    for (String file : new String[] {"etc/os-release", "usr/lib/os-release"}) {
      try {
        for (String line : Files.readAllLines(root.resolve(file))) {
          if (line.startsWith("PRETTY_NAME=")) {
            return unquote(line.substring("PRETTY_NAME=".length()).strip());
          }
        }
      } catch (NoSuchFileException e) {
        // The other place.
      }
    }
    return "Linux";
  }

  private static String unquote(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
  }
}
