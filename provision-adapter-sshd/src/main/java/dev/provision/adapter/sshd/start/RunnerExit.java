package dev.provision.adapter.sshd.start;

import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.step.ExitStatus;
import java.util.Map;
import java.util.Optional;

/// With what [RunnerCommand]'s command ends if it cannot begin.
public final class RunnerExit {
  private RunnerExit() {}

  private static final int TERMINATED = 94;
  private static final int NO_INPUT = 96;

  private static final Map<Integer, String> REASONS =
      Map.of(
          90,
          "no writable directory for temporary files on the node",
          91,
          "unpacking the archive failed on the node",
          92,
          "the archive did not arrive completely",
          93,
          "the data that arrived is not what was sent, or pipes cannot be created on the node",
          TERMINATED,
          "it was terminated on the node",
          NO_INPUT,
          "the data that was sent does not arrive: the server, or a start-up file of the login"
              + " shell, redirects the input of commands");

  /// What an exit status of the command means, if it is one of its own.
  public static Optional<String> reason(ExitStatus exit) {
    return exit instanceof ExitStatus.Exited(int status)
        ? Optional.ofNullable(REASONS.get(status))
        : Optional.empty();
  }

  /// Whether somebody has ended the command, which says so at its end.
  public static boolean isTerminated(ExitStatus exit) {
    return exit.equals(new ExitStatus.Exited(TERMINATED));
  }

  /// What stands in the way, as far as an exit status tells.
  public static Obstacle obstacle(Optional<ExitStatus> exit) {
    return exit.equals(Optional.of(new ExitStatus.Exited(NO_INPUT)))
        ? Obstacle.REDIRECTED
        : Obstacle.UNKNOWN;
  }
}
