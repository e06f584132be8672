package dev.provision.adapter.sshd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.sshd.config.HostQuery;
import dev.provision.adapter.sshd.config.SshConfig;
import dev.provision.adapter.sshd.key.PrivateKeyFile;
import dev.provision.adapter.sshd.key.PublicKeyText;
import dev.provision.adapter.sshd.route.KnownName;
import dev.provision.adapter.sshd.trust.KnownHosts;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A named pipe that nobody fills, wherever a file is read.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OrdinaryFileTest {
  private static final String SAID = "it is a pipe or a device, not a file";

  @TempDir private Path directory;
  private Path pipe = Path.of("");

  @BeforeEach
  void make() throws Exception {
    pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }

  @Test
  void a_file_is_read_and_nothing_is_an_empty_one() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(OrdinaryFile.read(link)).asString().isEqualTo("text");
    assertThat(OrdinaryFile.read(Path.of("/dev/null"))).isEmpty();
    assertThatThrownBy(() -> OrdinaryFile.read(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> OrdinaryFile.read(Path.of("/dev/zero"))).hasMessageContaining(SAID);
  }

  @Test
  void known_hosts_that_are_a_pipe_are_named() {
    assertThatThrownBy(() -> KnownHosts.of(KnownName.of("h", 22), List.of(pipe)))
        .hasMessageContaining(pipe.toString())
        .hasMessageContaining(SAID);
  }

  @Test
  void an_ssh_configuration_that_is_a_pipe_is_named() {
    LocalUser user = new LocalUser("me", directory, Map.of(), List.of(), Login.Passphrase.NONE);
    HostQuery query = new HostQuery("h", OptionalInt.empty(), Optional.empty());

    assertThatThrownBy(() -> new SshConfig(List.of(pipe), user).of(query))
        .hasMessageContaining(pipe.toString())
        .hasMessageContaining(SAID);
  }

  @Test
  void a_key_that_is_a_pipe_is_named() {
    assertThat(PublicKeyText.read(pipe)).isEmpty();
    assertThatThrownBy(() -> new PrivateKeyFile(pipe, Login.Passphrase.NONE).load())
        .hasMessageContaining(SAID);
  }
}
