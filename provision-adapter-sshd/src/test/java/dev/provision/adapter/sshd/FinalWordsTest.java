package dev.provision.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FinalWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your account has expired; please contact your system administrator.",
        "Account locked due to 3 failed logins",
        "The account is locked due to 3 failed logins.",
        "This account is currently not available.",
        "Your password has expired, change it",
        "Please login as the user \"ubuntu\" rather than the user \"root\"."
      })
  void what_no_waiting_changes_is_final(String words) {
    assertThat(FinalWords.in(words)).isTrue();
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
    assertThat(FinalWords.in(words)).isFalse();
  }
}
