package dev.provision.library.configuration;

/// Keys of an account that are no options of its provider.
final class AccountKeys {
  static final String TYPE = "type";
  static final String USERID = "userid";
  static final String SECRET_KEY = "secret-key";

  private AccountKeys() {}
}
