package dev.provision.ports.shell;

/// What stands in the way at a node, where that could be recognized: each has a cure of its own.
public enum Obstacle {
  /// Nothing that was recognized.
  UNKNOWN,

  /// The host opens fewer channels at a time than it takes.
  TOO_FEW_CHANNELS,

  /// The host gives no terminal, which whoever asks for the password needs.
  NO_TERMINAL,

  /// The account has expired, or is locked.
  ACCOUNT_CLOSED,

  /// The account's password has expired, and must be changed before anything else.
  PASSWORD_EXPIRED,

  /// The account's shell only says that nobody may log in.
  NO_SHELL,

  /// The host wants another user to log in, and says which.
  OTHER_LOGIN,

  /// The host ran another command, or none, in place of the one that it was given.
  OTHER_COMMAND,

  /// What commands write does not arrive, or what is sent to them.
  REDIRECTED,

  /// The host accepted what it was shown, and wants more.
  MORE_WANTED,

  /// The host takes no keys of these types.
  KEY_TYPE,

  /// The agent has the key, but does not sign with it.
  AGENT_REFUSED,

  /// The password was refused.
  WRONG_PASSWORD,

  /// Another user's password is asked for than the login's.
  OTHER_PASSWORD,

  /// A password is asked for, and none was given.
  NO_PASSWORD,

  /// Something was asked in a form that is not known.
  OTHER_QUESTION,

  /// The login may not do this as root.
  NOT_ALLOWED,

  /// The login becomes root, and root can start no program there.
  ROOT_STARTS_NOTHING,

  /// What was to be sent could not be read on this computer, or changed meanwhile.
  OWN_CONTENT,

  /// Something that is needed on the node is missing, or there is no room for it.
  NODE_LACKS
}
