package dev.provision.adapter.sshd.transport;

import dev.provision.ports.step.ExitStatus;
import java.util.Optional;
import org.apache.sshd.client.channel.ClientChannel;

/// Reads how a command on the node ended.
public final class ExitStatuses {
  private ExitStatuses() {}

  public static Optional<ExitStatus> of(ClientChannel channel) {
    String signal = channel.getExitSignal();
    if (signal != null) {
      return Optional.of(new ExitStatus.Signaled(signal));
    }
    Integer status = channel.getExitStatus();
    return status == null ? Optional.empty() : Optional.of(new ExitStatus.Exited(status));
  }
}
