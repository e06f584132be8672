package dev.provision.cli.call;

import dev.provision.ports.shell.Obstacle;
import java.util.Optional;

/// What to do about what stands in the way at a node, where that was recognized.
final class ObstacleAdvice {
  private ObstacleAdvice() {}

  static Optional<String> on(Obstacle obstacle) {
    return switch (obstacle) {
      case UNKNOWN -> Optional.empty();
      case IN_SCRIPT ->
          Optional.of(
              "check the network and the node, then run it again; if the script restarts the node,"
                  + " use the step 'reboot' of a bundle instead");
      case ACCOUNT_CLOSED, PASSWORD_EXPIRED, NO_SHELL, OTHER_LOGIN, OTHER_COMMAND, REDIRECTED ->
          Optional.of(onAccount(obstacle));
      case MORE_WANTED, KEY_TYPE, AGENT_REFUSED -> Optional.of(onLogin(obstacle));
      default -> Optional.of(onRoot(obstacle));
    };
  }

  private static String onAccount(Obstacle obstacle) {
    return switch (obstacle) {
      case ACCOUNT_CLOSED ->
          "enable the account on the node's console or as another user (chage -E -1 LOGIN if it has"
              + " expired, usermod -U LOGIN if it is locked), or log in as another user";
      case PASSWORD_EXPIRED ->
          "log in with 'ssh' on a terminal, which asks for a new password; or run 'chage -M -1"
              + " LOGIN' on the node's console or as another user, so that it never expires";
      case NO_SHELL ->
          "give the login user a shell (chsh -s /bin/sh LOGIN, on the node's console or as another"
              + " user), or log in as another user";
      case OTHER_LOGIN ->
          "log in as the user that the host names: USER@HOST in the option hosts, or login-user in"
              + " a cloud's account";
      case OTHER_COMMAND ->
          "make sure that 'ssh LOGIN@HOST echo ok' prints only ok: no ForceCommand in the node's"
              + " sshd_config, no command= at the key in authorized_keys, and no other program"
              + " instead of the login shell, in /etc/passwd or in a start-up file of the shell";
      default ->
          "remove redirections (such as exec >FILE or exec </dev/null) from the start-up files of"
              + " the login shell, such as .bashrc, or limit them to shells on a terminal; and"
              + " remove them from a ForceCommand in the node's sshd_config";
    };
  }

  private static String onLogin(Obstacle obstacle) {
    return switch (obstacle) {
      case MORE_WANTED ->
          "allow this user to log in with a key alone: AuthenticationMethods publickey in the"
              + " node's sshd_config";
      case KEY_TYPE ->
          "use a key of another type (ssh-keygen -t ed25519), or add this type to"
              + " PubkeyAcceptedAlgorithms in the node's sshd_config";
      default ->
          "check whether the agent holds the key for other hosts only (ssh-add -h), asks before it"
              + " signs (ssh-add -c), or is locked (ssh-add -X); or set ssh-key-path in the"
              + " configuration to the key's file";
    };
  }

  private static String onRoot(Obstacle obstacle) {
    return switch (obstacle) {
      case TOO_FEW_CHANNELS ->
          "set MaxSessions to 2 or more in the node's sshd_config, because a password for su, doas,"
              + " or a sudo that requires a terminal needs a second channel; or let the login user"
              + " become root without a password";
      case NO_TERMINAL ->
          "set PermitTTY yes in the node's sshd_config, and remove no-pty or restrict from the key"
              + " in authorized_keys; or let the login user become root without a password";
      case WRONG_PASSWORD ->
          "check become-password or PROVISION_BECOME_PASSWORD: sudo and doas require the login"
              + " user's password, su requires root's; a locked root has none";
      case OTHER_PASSWORD ->
          "set become-password or PROVISION_BECOME_PASSWORD to that user's password; rootpw,"
              + " targetpw, or runaspw in the node's sudoers decides whose password it is";
      case NO_PASSWORD -> "set become-password in the configuration, or PROVISION_BECOME_PASSWORD";
      case OTHER_QUESTION ->
          "make sure that only a password is asked for, or let the login user become root without a"
              + " question: NOPASSWD in sudoers, nopass in doas.conf";
      case NOT_ALLOWED ->
          "allow the login user to run everything as root: LOGIN ALL=(ALL) ALL in sudoers";
      case ROOT_STARTS_NOTHING ->
          "check 'Defaults secure_path' and 'Defaults noexec' in the node's sudoers: root must find"
              + " env and sh, and be allowed to run them";
      case OWN_CONTENT ->
          "make the file readable, make sure that nothing writes to it, then run it again";
      default ->
          "install it on the node, or choose another method to become root with the option become";
    };
  }
}
