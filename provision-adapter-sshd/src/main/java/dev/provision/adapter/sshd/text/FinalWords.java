package dev.provision.adapter.sshd.text;

import dev.provision.ports.shell.Obstacle;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells what a host says to somebody it will never let in from what it says while it boots.
public final class FinalWords {
  /// What `pam_unix`, `pam_tally2`, `pam_faillock`, `pam_access`, OpenSSH's server and shadow's
  /// tools say of an account, and images whose root is not to be used. Not a word of `pam_nologin`:
  /// who boots, will be done.
  private static final Map<Obstacle, Pattern> FINAL =
      Map.of(
          Obstacle.ACCOUNT_CLOSED,
          pattern(
              "account (has )?(been )?(is )?(now )?(expired|locked|disabled|suspended)"
                  + "|account locked"),
          Obstacle.NO_SHELL,
          pattern("account is (currently )?not available"),
          Obstacle.PASSWORD_EXPIRED,
          pattern(
              "password (has |is )?expired|password change required"
                  + "|required to change your password"),
          Obstacle.OTHER_LOGIN,
          pattern("please log ?in as"));

  private static final Pattern BOOTING = pattern("booting|not permitted to log in yet|starting up");

  private FinalWords() {}

  private static Pattern pattern(String words) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /// What no waiting changes, if these words tell of it.
  public static Optional<Obstacle> in(String words) {
    return BOOTING.matcher(words).find()
        ? Optional.empty()
        : FINAL.entrySet().stream()
            .filter(entry -> entry.getValue().matcher(words).find())
            .map(Map.Entry::getKey)
            .min(Comparator.naturalOrder());
  }
}
