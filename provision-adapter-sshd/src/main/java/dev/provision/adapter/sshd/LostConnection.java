package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.text.FinalWords;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.ShellFailure;
import java.util.Optional;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/// What a connection is good for no more, and why.
///
/// @param doing what it was for
record LostConnection(Connection connection, String doing) {
  private String why() {
    return Optional.ofNullable(connection.reason()).map(text -> ": " + text).orElse("");
  }

  /// It has broken off.
  ShellFailure failure() {
    return FinalWords.in(why())
        .<ShellFailure>map(
            obstacle ->
                new ShellFailure.AuthRejected(
                    doing, "the host rejected the login" + why(), obstacle))
        .orElseGet(() -> new ShellFailure.Disconnected(doing, "the connection was lost" + why()));
  }

  /// No channel could be opened. A server that allows a login nothing but the commands that it
  /// names itself closes the connection before the first one.
  ///
  /// @param used whether the connection has had one
  ShellFailure withoutChannel(boolean used) {
    boolean gone = connection.isClosing() || !connection.isOpen();
    if (gone && !used && why().isEmpty()) {
      return new ShellFailure.Disconnected(
          doing,
          "the host closed the connection right after the login, without a reason; a host does so"
              + " if it allows this user forced commands only (PermitRootLogin"
              + " forced-commands-only)",
          Obstacle.OTHER_COMMAND);
    }
    return new ShellFailure.Disconnected(
        doing, (gone ? "the connection was lost" : "cannot open a channel") + why());
  }

  /// OpenSSH's server refuses a session for one reason only: there are enough already.
  static ShellFailure noMoreChannels(SshChannelOpenException refusal, String doing) {
    return new ShellFailure.Disconnected(
        doing,
        "the host opens no more channels on the connection (" + refusal.getMessage() + ")",
        Obstacle.TOO_FEW_CHANNELS);
  }
}
