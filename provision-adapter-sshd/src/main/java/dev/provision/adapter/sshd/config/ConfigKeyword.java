package dev.provision.adapter.sshd.config;

import java.util.Locale;

/// The keywords of `ssh_config` that decide how a host is reached and logged in to. All others say
/// what happens on a connection, or how careful OpenSSH is, and are passed over.
///
/// Tested by `SshConfigOracleTest`.
enum ConfigKeyword {
  HOST,
  MATCH,
  INCLUDE,
  IGNORE_UNKNOWN,
  HOST_NAME,
  USER,
  PORT,
  ADDRESS_FAMILY,
  BIND_ADDRESS,
  BIND_INTERFACE,
  CONNECT_TIMEOUT,
  SERVER_ALIVE_INTERVAL,
  SERVER_ALIVE_COUNT_MAX,
  PROXY_JUMP,
  PROXY_COMMAND,
  CANONICALIZE_HOST_NAME,
  IDENTITY_FILE,
  CERTIFICATE_FILE,
  IDENTITIES_ONLY,
  IDENTITY_AGENT,
  PKCS11_PROVIDER,
  PUBKEY_AUTHENTICATION,
  PREFERRED_AUTHENTICATIONS,
  USER_KNOWN_HOSTS_FILE,
  GLOBAL_KNOWN_HOSTS_FILE,
  HOST_KEY_ALIAS,
  REVOKED_HOST_KEYS,
  STRICT_HOST_KEY_CHECKING,
  OTHER;

  static ConfigKeyword of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "host" -> HOST;
      case "match" -> MATCH;
      case "include" -> INCLUDE;
      case "ignoreunknown" -> IGNORE_UNKNOWN;
      case "hostname" -> HOST_NAME;
      case "user" -> USER;
      case "port" -> PORT;
      case "addressfamily" -> ADDRESS_FAMILY;
      case "bindaddress" -> BIND_ADDRESS;
      case "bindinterface" -> BIND_INTERFACE;
      case "connecttimeout" -> CONNECT_TIMEOUT;
      case "serveraliveinterval" -> SERVER_ALIVE_INTERVAL;
      case "serveralivecountmax" -> SERVER_ALIVE_COUNT_MAX;
      case "proxyjump" -> PROXY_JUMP;
      case "proxycommand" -> PROXY_COMMAND;
      case "canonicalizehostname" -> CANONICALIZE_HOST_NAME;
      case "identityfile", "identityfile2" -> IDENTITY_FILE;
      case "certificatefile" -> CERTIFICATE_FILE;
      case "identitiesonly" -> IDENTITIES_ONLY;
      case "identityagent" -> IDENTITY_AGENT;
      case "pkcs11provider", "smartcarddevice" -> PKCS11_PROVIDER;
      case "pubkeyauthentication", "dsaauthentication" -> PUBKEY_AUTHENTICATION;
      case "preferredauthentications" -> PREFERRED_AUTHENTICATIONS;
      case "userknownhostsfile" -> USER_KNOWN_HOSTS_FILE;
      case "globalknownhostsfile" -> GLOBAL_KNOWN_HOSTS_FILE;
      case "hostkeyalias" -> HOST_KEY_ALIAS;
      case "revokedhostkeys" -> REVOKED_HOST_KEYS;
      case "stricthostkeychecking" -> STRICT_HOST_KEY_CHECKING;
      default -> OTHER;
    };
  }

  /// Whether it adds to what was said before, rather than being ignored after the first time.
  boolean adds() {
    return this == IDENTITY_FILE || this == CERTIFICATE_FILE;
  }

  /// Whether the rest of the line is one value, blanks and all.
  boolean takesRestOfLine() {
    return this == PROXY_JUMP || this == PROXY_COMMAND;
  }

  /// Whether several words may follow.
  boolean takesSeveral() {
    return this == USER_KNOWN_HOSTS_FILE || this == GLOBAL_KNOWN_HOSTS_FILE;
  }

  /// Whether it matters where a connection goes, or with what we log in, if it applies or not.
  boolean decides() {
    return switch (this) {
      case OTHER,
          IGNORE_UNKNOWN,
          STRICT_HOST_KEY_CHECKING,
          CONNECT_TIMEOUT,
          SERVER_ALIVE_INTERVAL,
          SERVER_ALIVE_COUNT_MAX ->
          false;
      default -> true;
    };
  }
}
