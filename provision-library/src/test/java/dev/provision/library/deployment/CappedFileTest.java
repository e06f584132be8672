package dev.provision.library.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of much output, the beginning and the end.
final class CappedFileTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("s.stdout");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  @Test
  void what_is_not_too_much_is_kept_whole() throws IOException {
    CappedFile file = new CappedFile(file(), 10);
    file.write("01234".getBytes(UTF_8));
    file.write("56789".getBytes(UTF_8));
    file.close();

    assertThat(file()).hasContent("0123456789");
    assertThat(file.leftOut()).isZero();
    assertThat(files()).containsExactly(file());
  }

  @Test
  void of_more_the_beginning_and_the_end_are_kept_and_what_is_missing_is_said() throws IOException {
    CappedFile file = new CappedFile(file(), 10);
    for (int i = 0; i < 1000; i++) {
      file.write(String.valueOf(i % 10).getBytes(UTF_8));
    }
    file.close();

    assertThat(Files.readString(file()))
        .isEqualTo("01234\n[990 bytes omitted here: see --max-output]\n56789");
    assertThat(file.leftOut()).isEqualTo(990);
    assertThat(files()).containsExactly(file());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1000, 4096})
  void pieces_of_any_size_give_the_same(int most) throws IOException {
    Random random = new Random(most);
    StringBuilder all = new StringBuilder();
    CappedFile file = new CappedFile(file(), most);
    for (int i = 0; i < 1000; i++) {
      String piece = String.valueOf((char) ('a' + random.nextInt(26))).repeat(random.nextInt(50));
      all.append(piece);
      file.write(piece.getBytes(UTF_8));
      assertThat(files().stream().mapToLong(CappedFileTest::size).sum())
          .isLessThanOrEqualTo(most + 2 * 4096);
    }
    file.close();

    int head = (most + 1) / 2;
    int missing = all.length() - most;
    assertThat(file.leftOut()).isEqualTo((long) missing);
    assertThat(Files.readString(file()))
        .isEqualTo(
            all.substring(0, head)
                + "\n["
                + missing
                + " bytes omitted here: see --max-output]\n"
                + all.substring(all.length() - (most - head)));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
