package dev.provision.library.configuration.draft;

/// Keys of an account that are no options of its provider.
public final class AccountKeys {
  public static final String TYPE = "type";
  public static final String USERID = "userid";
  public static final String SECRET_KEY = "secret-key";

  private AccountKeys() {}
}
