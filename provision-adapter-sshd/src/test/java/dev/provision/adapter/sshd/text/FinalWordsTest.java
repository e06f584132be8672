package dev.provision.adapter.sshd.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.Obstacle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FinalWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Your account has expired; please contact your system administrator. | ACCOUNT_CLOSED
          Account locked due to 3 failed logins | ACCOUNT_CLOSED
          The account is locked due to 3 failed logins. | ACCOUNT_CLOSED
          This account is currently not available. | NO_SHELL
          Your password has expired, change it | PASSWORD_EXPIRED
          Password change required but no TTY available. | PASSWORD_EXPIRED
          You are required to change your password immediately (administrator enforced). | PASSWORD_EXPIRED
          Please login as the user "ubuntu" rather than the user "root". | OTHER_LOGIN
          """)
  void what_no_waiting_changes_is_final(String words, Obstacle obstacle) {
    assertThat(FinalWords.in(words)).contains(obstacle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Welcome",
        "\"System is booting up. Unprivileged users are not permitted to log in yet. Please come"
            + " back later. For technical details, see pam_nologin(8).\"",
        "System is going down.",
        "Your account is being made; the system is starting up"
      })
  void what_may_pass_is_not(String words) {
    assertThat(FinalWords.in(words)).isEmpty();
  }
}
