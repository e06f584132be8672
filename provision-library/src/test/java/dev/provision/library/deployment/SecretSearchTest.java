package dev.provision.library.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretSearchTest {
  @TempDir private Path directory;

  private List<String> mend() {
    return new SecretSearch(
            SecretPatterns.of(List.of(new VariableValue.Hidden(Secret.of("tr0ub4dor")))))
        .mend(directory);
  }

  @Test
  void a_secret_that_slipped_through_is_masked_and_told() throws IOException {
    Path clean = Files.writeString(directory.resolve("clean"), "nothing\n");
    Path leaked =
        Files.writeString(directory.resolve("leaked"), "x".repeat(65_530) + "tr0ub4dor y\n");
    Files.createSymbolicLink(directory.resolve("link"), leaked);
    long before = Files.getLastModifiedTime(clean).toMillis();

    assertThat(mend()).containsExactly(leaked + ": contained a secret, which is masked now");

    assertThat(leaked).hasContent("x".repeat(65_530) + "****** y\n");
    assertThat(Files.getLastModifiedTime(clean).toMillis()).isEqualTo(before);
    assertThat(mend()).isEmpty();
    try (var all = Files.list(directory)) {
      assertThat(all).hasSize(3);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(leaked)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_directory_that_cannot_be_searched_is_told() throws IOException {
    Files.delete(directory);

    assertThat(mend()).singleElement().asString().contains("cannot be searched for secrets");
    Files.createDirectory(directory);
  }
}
