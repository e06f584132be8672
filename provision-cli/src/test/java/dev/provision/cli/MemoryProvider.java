package dev.provision.cli;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.util.List;
import java.util.Optional;

/// `-p memory`: the cloud of the machine in whose directory the program runs.
public final class MemoryProvider implements CloudProvider {
  @Override
  public List<String> names() {
    return List.of("memory", "mem");
  }

  @Override
  public String description() {
    return "nodes in memory";
  }

  @Override
  public List<CloudOption> options() {
    return List.of(
        new CloudOption("zone", CloudOption.Type.TEXT, "where it is", Optional.of("here"), false),
        new CloudOption("pin", CloudOption.Type.TEXT, "a number", Optional.of("0000"), true),
        new CloudOption(
            "hosts", CloudOption.Type.LIST, "what can be taken", Optional.empty(), false));
  }

  @Override
  public CloudPort open(CloudAccount account) {
    Machine machine = Machine.of(account.stateDirectory());
    machine.accounts.add(account);
    return machine.cloud();
  }
}
