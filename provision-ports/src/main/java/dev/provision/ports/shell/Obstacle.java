package dev.provision.ports.shell;

/// What prevents work on a node, if it was recognized: each has its own fix.
public enum Obstacle {
  /// Nothing that was recognized.
  UNKNOWN,

  /// The host opens fewer channels at a time than required.
  TOO_FEW_CHANNELS,

  /// The host provides no terminal, but the program that asks for the password requires one.
  NO_TERMINAL,

  /// The account has expired, or is locked.
  ACCOUNT_CLOSED,

  /// The account's password has expired, and must be changed before anything else.
  PASSWORD_EXPIRED,

  /// The account's shell only reports that logins are disabled.
  NO_SHELL,

  /// The host requires another login user, and says which.
  OTHER_LOGIN,

  /// The host ran another command, or none, instead of the requested one.
  OTHER_COMMAND,

  /// The connection was lost while a script ran, which may have restarted the node.
  IN_SCRIPT,

  /// The output of commands does not arrive, or their input does not.
  REDIRECTED,

  /// The host accepted the credentials, but requires more.
  MORE_WANTED,

  /// The host does not accept keys of these types.
  KEY_TYPE,

  /// The agent has the key, but refuses to sign with it.
  AGENT_REFUSED,

  /// The password was rejected.
  WRONG_PASSWORD,

  /// The password of another user than the login user is required.
  OTHER_PASSWORD,

  /// A password is required, but none was given.
  NO_PASSWORD,

  /// An unknown question was asked.
  OTHER_QUESTION,

  /// The login user is not allowed to do this as root.
  NOT_ALLOWED,

  /// The login user becomes root, but root cannot start programs.
  ROOT_STARTS_NOTHING,

  /// The content to send could not be read on the local machine, or changed in the meantime.
  OWN_CONTENT,

  /// Something required on the node is missing, or there is no space for it.
  NODE_LACKS
}
