package dev.provision.adapter.sshd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.shell.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredKeyTextTest {
  @TempDir Path directory;

  private Path generated(String... options) throws Exception {
    Path file = directory.resolve("id" + options.length);
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.require("ssh-keygen").toString(), "-q", "-N", "", "-f", file.toString()));
    command.addAll(List.of(options));
    Programs.run(command.toArray(String[]::new));
    return file;
  }

  @Test
  void a_key_is_read_in_each_form_in_which_ci_systems_store_it() throws Exception {
    for (Path file :
        List.of(generated("-t", "ed25519"), generated("-t", "rsa", "-m", "PEM", "-b", "2048"))) {
      String text = Files.readString(file);
      for (String stored :
          List.of(
              text,
              text.strip(),
              text.replace("\n", "\r\n"),
              text.strip().replace('\n', ' '),
              text.strip().replace("\n", "\\n"),
              text.replace("\n", "\\r\\n"),
              "  " + text.strip().replace('\n', ' ') + "  ")) {
        Path one = Files.writeString(file, stored); // which only its owner may read

        assertThat(new PrivateKeyFile(one, Login.Passphrase.NONE).load()).as(stored).isNotNull();
      }
    }
  }

  @Test
  void a_public_key_given_by_mistake_is_named() throws Exception {
    Path file = generated("-t", "ed25519");

    assertThatThrownBy(
            () -> new PrivateKeyFile(Path.of(file + ".pub"), Login.Passphrase.NONE).load())
        .hasMessageContaining("it is a public key; name the private key");
  }

  @Test
  void other_texts_stay_as_they_are() {
    assertThat(StoredKeyText.restored("a\\nb")).isEqualTo("a\\nb");
    assertThat(StoredKeyText.restored("-----BEGIN X-----\nab\n-----END X-----\n"))
        .isEqualTo("-----BEGIN X-----\nab\n-----END X-----\n");
  }
}
