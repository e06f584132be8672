package dev.provision.cli.call;

import dev.provision.ports.shell.Obstacle;
import java.util.Optional;

/// What to do about what stands in the way at a node, where that was recognized.
final class ObstacleAdvice {
  private ObstacleAdvice() {}

  static Optional<String> on(Obstacle obstacle) {
    return switch (obstacle) {
      case UNKNOWN -> Optional.empty();
      case ACCOUNT_CLOSED, PASSWORD_EXPIRED, NO_SHELL, OTHER_LOGIN, OTHER_COMMAND, REDIRECTED ->
          Optional.of(onAccount(obstacle));
      case MORE_WANTED, KEY_TYPE, AGENT_REFUSED -> Optional.of(onLogin(obstacle));
      default -> Optional.of(onRoot(obstacle));
    };
  }

  private static String onAccount(Obstacle obstacle) {
    return switch (obstacle) {
      case ACCOUNT_CLOSED ->
          "open the account by the node's console or another login (chage -E -1 LOGIN if it has"
              + " expired, usermod -U LOGIN if it is locked), or log in as somebody else";
      case PASSWORD_EXPIRED ->
          "log in with 'ssh' on a terminal, which asks for a new password; or let it never expire:"
              + " chage -M -1 LOGIN, by the node's console or another login";
      case NO_SHELL ->
          "give the login a shell (chsh -s /bin/sh LOGIN, by the node's console or another login),"
              + " or log in as somebody else";
      case OTHER_LOGIN ->
          "log in as the user whom the host names: USER@HOST in the option hosts, login-user in a"
              + " cloud's account";
      case OTHER_COMMAND ->
          "see that 'ssh LOGIN@HOST echo ok' prints ok and nothing else: no ForceCommand in the"
              + " node's sshd_config, no command= at the key in authorized_keys, and no other"
              + " program in the place of the login's shell, be it in /etc/passwd or by a file that"
              + " the shell reads when it starts";
      default ->
          "take the redirection (such as exec >FILE or exec </dev/null) out of the files that the"
              + " login's shell reads when it starts, such as .bashrc, or keep it to shells on a"
              + " terminal, and out of a ForceCommand of the node's sshd_config";
    };
  }

  private static String onLogin(Obstacle obstacle) {
    return switch (obstacle) {
      case MORE_WANTED ->
          "let a key be enough for this login: AuthenticationMethods publickey in the node's"
              + " sshd_config";
      case KEY_TYPE ->
          "use a key of another type (ssh-keygen -t ed25519), or let PubkeyAcceptedAlgorithms in"
              + " the node's sshd_config take this one";
      default ->
          "see whether the agent holds the key for other hosts only (ssh-add -h), asks before it"
              + " signs (ssh-add -c), or is locked (ssh-add -X); or name the key's file:"
              + " ssh-key-path in the configuration";
    };
  }

  private static String onRoot(Obstacle obstacle) {
    return switch (obstacle) {
      case TOO_FEW_CHANNELS ->
          "set MaxSessions to 2 or more in the node's sshd_config: a password for su, doas, or a"
              + " sudo that wants a terminal is asked for on a second channel; or let the login"
              + " become root without a password";
      case NO_TERMINAL ->
          "set PermitTTY yes in the node's sshd_config, and take no-pty or restrict from the key in"
              + " authorized_keys; or let the login become root without a password";
      case WRONG_PASSWORD ->
          "check become-password or PROVISION_BECOME_PASSWORD: sudo and doas want the login's"
              + " password, su wants root's, which is none where root is locked";
      case OTHER_PASSWORD ->
          "give that user's password as become-password or PROVISION_BECOME_PASSWORD: rootpw,"
              + " targetpw or runaspw in the node's sudoers says whose it is";
      case NO_PASSWORD -> "set become-password in the configuration, or PROVISION_BECOME_PASSWORD";
      case OTHER_QUESTION ->
          "see that nothing but a password is asked for, or let the login become root without a"
              + " question: NOPASSWD in sudoers, nopass in doas.conf";
      case NOT_ALLOWED -> "let the login do everything as root: LOGIN ALL=(ALL) ALL in sudoers";
      case ROOT_STARTS_NOTHING ->
          "check 'Defaults secure_path' and 'Defaults noexec' in the node's sudoers: root must find"
              + " env and sh, and be allowed to start them";
      case OWN_CONTENT -> "run it again when the file can be read and nobody writes to it";
      default -> "install it on the node, or choose another way to become root: the option become";
    };
  }
}
