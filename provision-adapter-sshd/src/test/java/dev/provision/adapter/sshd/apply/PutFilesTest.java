package dev.provision.adapter.sshd.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that Perl cannot read would be done without, and nobody would notice.
final class PutFilesTest {
  @TempDir private Path temporary;

  @Test
  void the_program_is_perl_without_a_warning() throws Exception {
    Programs.require("perl");
    Path program = Files.write(temporary.resolve("put_files.pl"), StepScript.putFiles());

    assertThat(Programs.run("perl", "-wc", program.toString())).isEqualTo(program + " syntax OK\n");
  }
}
