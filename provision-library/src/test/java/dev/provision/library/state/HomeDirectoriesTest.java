package dev.provision.library.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeDirectoriesTest {

  private static HomeDirectories of(String user, Map<String, String> environment) {
    return HomeDirectories.of(Path.of(user), Optional.empty(), environment);
  }

  @Test
  void provisions_files_are_in_the_home_directory_or_where_the_variable_says() {
    assertThat(of("/home/me", Map.of()).provision()).isEqualTo(Path.of("/home/me/.provision"));
    assertThat(of("/home/me", Map.of("PROVISION_HOME", "/p")).provision()).isEqualTo(Path.of("/p"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "$HOME/.x", "%h/x", "./x"})
  void a_directory_that_is_no_absolute_path_is_refused(String variable) {
    assertThatThrownBy(() -> of("/home/me", Map.of("PROVISION_HOME", variable)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("PROVISION_HOME is '" + variable + "', which is not an absolute path")
        .hasMessageContaining("export PROVISION_HOME=");
  }

  @Test
  void a_tilde_that_no_shell_has_expanded_is_the_home_directory() {
    assertThat(of("/home/me", Map.of("PROVISION_HOME", "~/x")).provision())
        .isEqualTo(Path.of("/home/me/x"));
    assertThat(of("/home/me", Map.of("PROVISION_HOME", "~")).provision())
        .isEqualTo(Path.of("/home/me"));
  }

  @Test
  void no_home_at_all_is_an_error_that_says_what_to_set() {
    assertThatThrownBy(() -> of("?", Map.of()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("there is no home directory: HOME is not set")
        .hasMessageContaining("export HOME=");
    assertThatThrownBy(() -> of("?", Map.of("PROVISION_HOME", "~/x")))
        .hasMessageContaining("there is no home directory");
    assertThatThrownBy(() -> of("~/me", Map.of("HOME", "~/me")))
        .hasMessageContaining("HOME is '~/me', which is not an absolute path");
    assertThatThrownBy(() -> of("me", Map.of("HOME", "me", "PROVISION_HOME", "/p")))
        .hasMessageContaining("HOME is 'me'");
  }

  @Test
  void a_user_without_a_home_may_have_one_of_provisions_own() {
    HomeDirectories homes = of("?", Map.of("PROVISION_HOME", "/data/p"));

    assertThat(homes.provision()).isEqualTo(Path.of("/data/p"));
    assertThat(homes.user()).isEqualTo(Path.of("/data/p"));
  }
}
