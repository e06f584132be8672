package dev.provision.library.configuration.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.plan.SourceFiles.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourcesTest {
  @TempDir Path directory;
  private final FileSources sources = new FileSources();

  @ParameterizedTest
  @CsvSource({"rwxr-x--x, 0751", "rw-r--r--, 0644", "rw-------, 0600", "r--------, 0400"})
  void the_mode_is_the_files_own(String permissions, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThat(sources.find(file.toString()).mode()).isEqualTo(Integer.parseInt(mode, 8));
  }

  @Test
  void a_name_is_found_in_both_forms_of_its_accents() throws Exception {
    String composed = "\u00E9.conf";
    String apart = "e\u0301.conf";
    for (String name : List.of(composed, apart)) {
      Path file = Files.writeString(directory.resolve(name), name);
      for (String asked : List.of(composed, apart)) {
        try (InputStream in = sources.find(directory + "/" + asked).content().open()) {
          assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(name);
        }
      }
      Files.delete(file);
    }
  }

  @Test
  void the_content_can_be_opened_again_and_its_size_is_known() throws IOException {
    byte[] bytes = {0, -1, 10, 13, 65};
    Path file = Files.write(directory.resolve("odd \u00fc\nname"), bytes);

    Source source = sources.find(file.toString());

    assertThat(source.content().size()).isEqualTo(5);
    for (int i = 0; i < 2; i++) {
      try (InputStream stream = source.content().open()) {
        assertThat(stream.readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void a_missing_file_is_named_with_the_nearest() throws IOException {
    Files.writeString(directory.resolve("nginx.sh"), "");

    assertThatThrownBy(() -> sources.find(directory.resolve("ngnix.sh").toString()))
        .isInstanceOf(IOException.class)
        .hasMessage("does not exist; did you mean 'nginx.sh'?");
    assertThatThrownBy(() -> sources.find(directory.resolve("something").toString()))
        .hasMessage("does not exist; create it, or name another file");
    assertThatThrownBy(() -> sources.find(directory.resolve("no/such").toString()))
        .hasMessage("does not exist, nor does its directory; create it, or name another file");
  }

  @Test
  void a_directory_a_broken_link_and_a_device_are_no_sources() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

    assertThatThrownBy(() -> sources.find(directory.toString()))
        .hasMessage("is a directory; name a file");
    assertThatThrownBy(() -> sources.find(link.toString()))
        .hasMessage("is a broken symbolic link; fix the link, or name another file");
    assertThatThrownBy(() -> sources.find("/dev/zero"))
        .hasMessage("is not a regular file; name one");
  }

  @Test
  void a_link_to_a_file_is_that_file() throws IOException {
    Files.writeString(directory.resolve("real"), "text");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));

    assertThat(sources.find(link.toString()).content().size()).isEqualTo(4);
  }

  @Test
  void what_provision_brings_along_is_found_and_nothing_else() throws IOException {
    Source hello = sources.find("builtin:hello/hello.sh");

    assertThat(hello.mode()).isEqualTo(0755);
    try (InputStream stream = hello.content().open()) {
      assertThat(stream.readAllBytes())
          .hasSize((int) hello.content().size())
          .startsWith((byte) 35, (byte) 33);
    }
    for (String path :
        new String[] {
          "builtin:hello/none.sh", "builtin:../python_config.py", "builtin:", "builtin:hello"
        }) {
      assertThatThrownBy(() -> sources.find(path))
          .isInstanceOf(IOException.class)
          .hasMessage("is not one of the files included in Provision");
    }
  }
}
