package dev.provision.library.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserLoginsTest {
  private static final Path KEY = Path.of("/home/user/.ssh/id_ed25519");

  @TempDir private Path home;
  private Path work = Path.of("");

  @BeforeEach
  void make() throws IOException {
    work = Files.createDirectory(home.resolve("work"));
    Files.createDirectory(home.resolve("keys"));
    Files.writeString(home.resolve("keys/own"), "key");
    Files.writeString(work.resolve("own"), "key");
  }

  private UserLogins logins(Map<String, String> environment, Login.Passphrase asked) {
    return new UserLogins(
        new ProvisionSettings(
            List.of(),
            environment,
            work,
            home,
            home,
            home,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            DeployTimeouts.usual(),
            Optional.empty(),
            NodeLimits.NONE,
            asked,
            Optional.empty()));
  }

  private UserLogins logins() {
    return logins(Map.of(), Login.Passphrase.NONE);
  }

  @ParameterizedTest
  @CsvSource({"~/keys/own, keys/own", "own, work/own", "../keys/own, work/../keys/own"})
  void a_key_is_looked_for_at_home_or_from_the_working_directory(String path, String expected) {
    assertThat(logins().of(Optional.of(path)))
        .singleElement()
        .isInstanceOfSatisfying(
            Login.KeyFile.class,
            login -> assertThat(login.file()).isEqualTo(home.resolve(expected)));
  }

  @Test
  void without_a_key_there_is_no_login() {
    assertThat(logins().of(Optional.empty())).isEmpty();
  }

  @Test
  void a_key_that_is_not_there_is_named() {
    assertThatThrownBy(() -> logins().of(Optional.of("~/keys/other")))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(home.resolve("keys/other") + ": the private key");
  }

  @ParameterizedTest
  @CsvSource({"from the environment, from the environment", "'', asked"})
  void the_environments_passphrase_takes_precedence_over_asking(String given, String expected) {
    UserLogins logins =
        logins(Map.of("PROVISION_KEY_PASSPHRASE", given), _ -> Optional.of(Secret.of("asked")));

    assertThat(logins.user().passphrase().of(KEY)).map(Secret::reveal).contains(expected);
  }

  @Test
  void whoever_is_asked_for_a_passphrase_learns_for_which_key() {
    UserLogins logins =
        logins(Map.of(), file -> Optional.of(Secret.of(String.valueOf(file.getFileName()))));

    assertThat(logins.user().passphrase().of(KEY)).map(Secret::reveal).contains("id_ed25519");
  }

  @Test
  void the_usual_keys_are_below_the_users_home_the_safest_first() {
    assertThat(logins().user().keys())
        .startsWith(home.resolve(".ssh/id_ed25519"))
        .allMatch(key -> key.startsWith(home.resolve(".ssh")))
        .hasSize(5);
  }

  @Test
  void the_usual_configurations_are_the_users_and_then_the_systems() {
    assertThat(logins().sshConfigurations(Optional.empty()))
        .containsExactly(home.resolve(".ssh/config"), Path.of("/etc/ssh/ssh_config"));
  }

  @Test
  void one_that_is_set_replaces_them_and_none_is_none() throws IOException {
    Path own = Files.writeString(home.resolve("config"), "");

    assertThat(logins().sshConfigurations(Optional.of(own.toString()))).containsExactly(own);
    assertThat(logins().sshConfigurations(Optional.of("none"))).isEmpty();
  }

  @Test
  void one_that_is_not_there_is_an_error() {
    Path missing = home.resolve("missing");

    assertThatThrownBy(() -> logins().sshConfigurations(Optional.of(missing.toString())))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(missing + ": the SSH configuration (ssh-config:) cannot be read");
  }

  @Test
  void one_that_others_can_change_is_refused() throws IOException {
    Path open = Files.writeString(home.resolve("config"), "");
    Files.setAttribute(open, "unix:mode", 0666);

    assertThatThrownBy(() -> logins().sshConfigurations(Optional.of(open.toString())))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("is writable by everybody")
        .hasMessageContaining("chmod go-w " + open);
  }
}
