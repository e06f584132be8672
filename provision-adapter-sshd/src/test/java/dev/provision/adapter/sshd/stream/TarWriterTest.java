package dev.provision.adapter.sshd.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What [StepArchiveTest] does not reach, because its contents would be too large.
final class TarWriterTest {
  /// Octal digits and a NUL; from 8 GiB on a bit, and the number in binary.
  @ParameterizedTest
  @CsvSource({
    "511, 303030303030303037373700",
    "8589934591, 373737373737373737373700",
    "8589934592, 800000000000000200000000",
    "1311768467294899695, 800000001234567890abcdef"
  })
  void a_size_is_written_as_every_tar_reads_it(long size, String expected) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).beginFile("a", 0644, size);

    assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(out.toByteArray(), 124, 136)))
        .isEqualTo(expected);
  }
}
