package dev.provision.adapter.sshd;

import java.util.regex.Pattern;

/// Tells what a host says to somebody it will never let in from what it says while it boots.
final class FinalWords {
  /// What `pam_unix`, `pam_tally2`, `pam_faillock`, `pam_access` and shadow's tools say of an
  /// account, and images whose root is not to be used. Not a word of `pam_nologin`: who boots, will
  /// be done.
  private static final Pattern FINAL =
      Pattern.compile(
          "account (has )?(been )?(is )?(now )?(expired|locked|disabled|suspended)"
              + "|account is (currently )?not available"
              + "|password (has |is )?expired"
              + "|please log ?in as"
              + "|account locked",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BOOTING =
      Pattern.compile("booting|not permitted to log in yet|starting up", Pattern.CASE_INSENSITIVE);

  private FinalWords() {}

  /// Whether waiting does not help.
  static boolean in(String words) {
    return FINAL.matcher(words).find() && !BOOTING.matcher(words).find();
  }
}
