package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Locales that are not there, texts in other encodings, and homes that are none.
final class OddSurroundingsIT {
  @TempDir Path home;
  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  /// By way of a shell, which writes bytes that this test's own locale may not know.
  private static Ended renderTitle(Distribution program, String title) {
    return program.run(
        List.of(
            "/bin/sh",
            "-c",
            "\"$1\" render t.sh -t \"title=$(printf '" + title + "')\"",
            "sh",
            program.program("provision").toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "LANG, en_US.UTF-8",
    "LANG, xx_YY.utf8",
    "LC_ALL, nowhere.UTF-8",
    "LC_CTYPE, de_DE.UTF-8",
    "LANG, C",
    "LANG, POSIX",
    "LANG, ''",
    "LC_ALL, de_DE.ISO-8859-1"
  })
  void texts_arrive_as_they_were_typed_whatever_the_locale_is_called(String variable, String locale)
      throws IOException {
    Files.writeString(
        home.resolve("t.sh"), "# provision-template-type: template-string\necho $title\n");

    Ended ended = renderTitle(provision.with(variable, locale), "Gr\\303\\266\\303\\237e");

    assertThat(ended.status()).as(ended.toString()).isZero();
    assertThat(ended.stdout()).endsWith("echo Gr\u00f6\u00dfe\n");
  }

  @Test
  void an_argument_that_is_not_utf_8_is_refused_and_not_changed() throws IOException {
    Files.writeString(
        home.resolve("t.sh"), "# provision-template-type: template-string\necho $title\n");

    Ended ended = renderTitle(provision, "Gr\\366\\337e");

    assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.stderr()).contains("an argument is not UTF-8 text");
    assertThat(ended.stdout()).isEmpty();
  }

  @Test
  void a_home_that_no_shell_has_expanded_is_no_directory_of_that_name() {
    String[] command = {"deploy-node", "-p", "hosts", "--host", "root@127.0.0.1:1", "--wait", "1"};
    Ended relative =
        provision.with("HOME", "~/x").with("PROVISION_HOME", "").run("provision", command);

    assertThat(relative.status()).as(relative.toString()).isEqualTo(2);
    assertThat(relative.stderr()).contains("HOME is '~/x', which is not an absolute path");

    Ended tilde = provision.with("PROVISION_HOME", "~/own").run("provision", command);

    assertThat(tilde.status()).as(tilde.toString()).isNotZero();
    assertThat(home.resolve("own/state")).isDirectory();
    assertThat(home.resolve("~")).doesNotExist();
    assertThat(home.resolve("?")).doesNotExist();
  }
}
