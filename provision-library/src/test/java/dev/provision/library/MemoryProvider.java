package dev.provision.library;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.testkit.memory.InMemoryCloud;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Clouds in memory; those who give the same user id share one.
public final class MemoryProvider implements CloudProvider {
  private static final Map<String, InMemoryCloud> CLOUDS = new ConcurrentHashMap<>();

  @Override
  public List<String> names() {
    return List.of("memory", "mem");
  }

  @Override
  public String description() {
    return "nodes in this program's memory";
  }

  @Override
  public List<CloudOption> options() {
    return List.of(
        new CloudOption("color", CloudOption.Type.TEXT, "a color", Optional.empty(), false),
        new CloudOption("depth", CloudOption.Type.INTEGER, "how deep", Optional.of("3"), false),
        new CloudOption("fast", CloudOption.Type.BOOLEAN, "whether", Optional.empty(), false),
        new CloudOption("pin", CloudOption.Type.INTEGER, "a number", Optional.empty(), true));
  }

  @Override
  public CloudPort open(CloudAccount account) {
    return cloud(account.userid().orElse(""));
  }

  static InMemoryCloud cloud(String userid) {
    return CLOUDS.computeIfAbsent(userid, _ -> new InMemoryCloud("Ubuntu 24.04 LTS", "Debian 13"));
  }
}
