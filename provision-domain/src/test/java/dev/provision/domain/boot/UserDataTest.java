package dev.provision.domain.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.Python;
import dev.provision.domain.boot.MimeOracle.Part;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nodes are handed, by hand-made cases and by random ones, which
/// `-Dprovision.userdata.seed=SEED` repeats.
class UserDataTest {
  private static final List<String> BEGINNINGS =
      List.of(
          "#!/bin/sh\n",
          "#cloud-config\n",
          "#cloud-config-archive\n",
          "#cloud-config-jsonp\n",
          "#cloud-boothook\n",
          "#part-handler\n",
          "#include\n",
          "#include-once\n",
          "## template: jinja\n#cloud-config\n",
          "\n  #Cloud-Config\n");

  private static final List<String> PIECES =
      List.of(
          "runcmd: [x]",
          "--=-provision",
          "--=-provision--",
          "MIME-Version: 1.0",
          "Content-Type: text/plain",
          "From me",
          " ",
          "\t",
          ".",
          "é",
          "\u20ac\ud83d\ude00",
          "\r",
          "\r\n",
          "\n",
          "\n\n",
          "\u0000",
          "\f",
          "=3D",
          "x".repeat(2000));

  private static final Path FILES = Path.of("src/test/resources/dev/provision/domain/boot");

  private final BootKey key = BootKey.generate(new SecureRandom());
  private final String own = UserData.with(key, Optional.empty(), List.of()).text();

  /// The whole texts, with a key that is none.
  @ParameterizedTest
  @CsvSource({
    "user-data.txt,''",
    "user-data-with-config.txt,'#cloud-config\\nruncmd: [x]\\n'",
    "user-data-with-script.txt,'#!/bin/sh\\necho x\\n'"
  })
  void a_text_is_what_its_file_says(String file, String users) throws IOException {
    BootKey none =
        new BootKey(new HostKey(BootKey.TYPE, "AAAAPUBLIC"), Secret.of("-----PRIVATE\nKEY-----\n"));
    Optional<String> given = Optional.of(users.translateEscapes()).filter(text -> !text.isEmpty());

    UserData data = UserData.with(none, given, List.of("ssh-ed25519 AAAAANN ann"));

    assertThat(data.text()).isEqualTo(Files.readString(FILES.resolve(file)));
  }

  @Test
  void without_anything_of_the_user_s_it_is_the_key_alone() {
    assertThat(own)
        .startsWith("#cloud-config\nssh_deletekeys: true\nssh_keys:\n  ed25519_private: |\n")
        .contains("    -----BEGIN OPENSSH PRIVATE KEY-----\n")
        .endsWith("\n  ed25519_public: " + key.publicKey() + "\n");
    assertThat(UserData.with(key, Optional.of(" \n"), List.of()).text()).isEqualTo(own);
    assertThat(own.length()).isLessThan(800);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "#!/bin/sh, text/x-shellscript",
        "#cloud-config, text/cloud-config",
        "#cloud-config-archive, text/cloud-config-archive",
        "#CLOUD-BOOTHOOK, text/cloud-boothook",
        "#include-once, text/x-include-once-url",
        "## template: jinja, text/jinja2",
      })
  void the_user_s_part_comes_first_and_the_key_s_last_so_that_the_key_counts(
      String beginning, String type) {
    UserData data = UserData.with(key, Optional.of(beginning + "\nx\n"), List.of());

    assertThat(data.holdsKey()).isTrue();
    assertThat(data.warnings()).isEmpty();
    assertThat(data.text())
        .containsSubsequence("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=")
        .containsSubsequence(
            "Content-Type: " + type + ";",
            "\n\n" + beginning + "\nx\n",
            "Content-Type: text/cloud-config;",
            own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ignition\": {\"version\": \"3.4.0\"}}",
        "<powershell>x</powershell>",
        "key=value",
        "H4sIAAAAAAAA",
        "Content-Type: text/plain\n\nno message without MIME-Version"
      })
  void what_is_for_something_else_is_handed_on_as_it_is_and_that_is_said(String text) {
    UserData data = UserData.with(key, Optional.of(text), List.of());

    assertThat(data.text()).isEqualTo(text);
    assertThat(data.holdsKey()).isFalse();
    assertThat(data.warnings()).singleElement().asString().contains("gets no host key");
  }

  @Test
  void host_keys_of_the_user_s_are_replaced_and_that_is_said() {
    String text = "#cloud-config\nssh_keys:\n  rsa_private: x\n";

    assertThat(UserData.with(key, Optional.of(text), List.of()).warnings())
        .singleElement()
        .asString()
        .contains("ssh_keys");
  }

  @Test
  void its_words_do_not_show_the_private_key() {
    UserData data = UserData.with(key, Optional.of("#!/bin/sh\n"), List.of());

    assertThat(data.toString() + key).doesNotContain("PRIVATE", "#!/bin/sh");
  }

  @Test
  void messages_of_the_user_s_keep_their_parts_and_python_finds_all(@TempDir Path directory)
      throws Exception {
    Python.require();
    String boundary = "=-provision";
    String several =
        MimePart.mixed(
            List.of(
                MimePart.of("text/x-shellscript", "a.sh", "#!/bin/sh\necho a"),
                MimePart.of("text/cloud-config", "", "#cloud-config\nx: é\n")));
    String one = MimePart.of("text/x-shellscript", "b.sh", "#!/bin/sh\necho b\n");
    String crlf = several.replace("\n", "\r\n");
    String unfinished = several.substring(0, several.lastIndexOf("--" + boundary));

    List<List<Part>> parts =
        new MimeOracle(directory)
            .parts(
                List.of(several, one, crlf, unfinished).stream()
                    .map(text -> UserData.with(key, Optional.of(text), List.of()).text())
                    .toList());

    Part key = new Part("text/cloud-config", own);
    Part script = new Part("text/x-shellscript", "#!/bin/sh\necho a");
    assertThat(parts.get(0))
        .containsExactly(script, new Part("text/cloud-config", "#cloud-config\nx: é\n"), key);
    assertThat(parts.get(1))
        .containsExactly(new Part("text/x-shellscript", "#!/bin/sh\necho b\n"), key);
    assertThat(parts.get(2)).first().extracting(Part::payload).isEqualTo("#!/bin/sh\r\necho a");
    assertThat(parts.get(2)).last().isEqualTo(key);
    assertThat(parts.get(3)).startsWith(script).endsWith(key);
  }

  @Test
  void whatever_the_user_s_text_python_finds_it_to_the_letter_and_then_the_key(
      @TempDir Path directory, TestReporter reporter) throws Exception {
    Python.require();
    long seed = Long.getLong("provision.userdata.seed", System.nanoTime());
    reporter.publishEntry("provision.userdata.seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      StringBuilder text = new StringBuilder(BEGINNINGS.get(random.nextInt(BEGINNINGS.size())));
      int count = random.nextInt(12);
      for (int j = 0; j < count; j++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      texts.add(text.toString());
    }

    List<List<Part>> parts =
        new MimeOracle(directory)
            .parts(
                texts.stream()
                    .map(text -> UserData.with(key, Optional.of(text), List.of()).text())
                    .toList());

    assertThat(parts).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(parts.get(i).stream().map(Part::payload))
          .as("seed %d, case %d", seed, i)
          .containsExactly(texts.get(i), own);
    }
  }

  @Test
  void who_may_log_in_later_may_do_so_from_the_start() {
    List<String> keys = List.of("ssh-ed25519 AAAA me@home", "ssh-rsa BBBB \"a\" \\ b");

    assertThat(UserData.with(key, Optional.empty(), keys).text())
        .isEqualTo(
            own
                + "ssh_authorized_keys:\n"
                + "  - \"ssh-ed25519 AAAA me@home\"\n"
                + "  - \"ssh-rsa BBBB \\\"a\\\" \\\\ b\"\n");
    assertThat(UserData.with(key, Optional.of("#!/bin/sh\n"), keys).text())
        .contains("ssh_authorized_keys:");
  }

  @Test
  void who_may_log_in_from_the_start_is_left_to_the_user_who_says_it() {
    String text = "#cloud-config\nssh_authorized_keys: [ssh-ed25519 CCCC]\n";

    assertThat(UserData.with(key, Optional.of(text), List.of("ssh-ed25519 its-key")).text())
        .doesNotContain("its-key");
  }

  @Test
  void a_crowd_of_keys_leaves_room_for_the_rest() {
    List<String> keys = Collections.nCopies(100, "ssh-rsa " + "A".repeat(500));

    assertThat(UserData.with(key, Optional.empty(), keys).size()).isLessThan(8 << 10);
  }
}
