package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.Content;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an archive has besides the script, for which there is [StepScriptTest].
final class StepArchiveTest {
  private static final long LARGE = 1 << 25;

  private static Content content(String text) {
    return Content.of(text.getBytes(UTF_8));
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  /// A content that says how large it is, and may be wrong.
  private record Claim(long size, Opening opening) implements Content {
    @Override
    public InputStream open() throws IOException {
      return opening.open();
    }
  }

  private static PutFile file(String target, Content content) {
    return new PutFile(target, content, 0644, Optional.empty());
  }

  private static RunScript script(String text) {
    return new RunScript("/opt/s", content(text), 0755, Map.of(), Optional.empty(), OnFailure.STOP);
  }

  private static StepArchive archive(Step... steps) throws Exception {
    return new StepArchive(
        List.of(steps), WhenBusy.WAIT, Optional.of("ann@desk"), new ReplacedCalls.None());
  }

  private static UnpackedArchive unpacked(Step... steps) throws Exception {
    return UnpackedArchive.of(archive(steps), "0123");
  }

  @Test
  void what_is_not_refused_comes_first_and_the_script_last() throws Exception {
    UnpackedArchive unpacked =
        unpacked(file("/a", content("A")), file("refused", content("B")), script("C"));

    assertThat(unpacked.entries().keySet())
        .containsExactly("0", "2", "sums", "sizes", "put_files.pl", "run");
    assertThat(unpacked.text("0")).isEqualTo("A");
    assertThat(unpacked.text("2")).isEqualTo("C");
    assertThat(unpacked.entry("put_files.pl").content())
        .isEqualTo(ByteBuffer.wrap(StepScript.putFiles()));
  }

  /// Whoever unpacks it must be able to read each file, and nobody else should see more than later.
  @ParameterizedTest
  @CsvSource({"0644, 0644", "0044, 0444", "04711, 04711", "0100600, 0600"})
  void a_file_is_readable_while_it_waits(String mode, String expected) throws Exception {
    Step step = new PutFile("/a", content("A"), Integer.parseInt(mode, 8), Optional.empty());

    assertThat(unpacked(step).entry("0").mode()).isEqualTo(Integer.parseInt(expected, 8));
  }

  @Test
  void only_the_user_who_unpacks_it_reads_the_script() throws Exception {
    Map<String, UnpackedArchive.Entry> entries = unpacked().entries();

    assertThat(entries.values()).extracting(UnpackedArchive.Entry::mode).containsOnly(0600);
  }

  @Test
  void sums_and_sizes_are_those_of_the_contents() throws Exception {
    byte[] much = new byte[100_000];
    much[99_999] = 1;
    UnpackedArchive unpacked = unpacked(file("/a", content("")), file("/b", Content.of(much)));

    assertThat(unpacked.text("sums")).isEqualTo(sum(new byte[0], "0") + sum(much, "1"));
    assertThat(unpacked.text("sizes")).isEqualTo("0 0\n1 100000\n");
    assertThat(unpacked.entry("1").content()).isEqualTo(ByteBuffer.wrap(much));
  }

  private static String sum(byte[] content, String name) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    return HexFormat.of().formatHex(digest) + " *" + name + "\n";
  }

  @Test
  void keys_go_in_pairs_of_their_encoding_and_their_line() throws Exception {
    Step step =
        new AuthorizeKeys(
            "keys",
            List.of(" ssh-rsa AAAAB3NzaC1 b ", "restrict ssh-rsa AAAAB3NzaC2", "no key at all "));

    assertThat(unpacked(step).text("0"))
        .isEqualTo(
            """
            AAAAB3NzaC1
            ssh-rsa AAAAB3NzaC1 b
            AAAAB3NzaC2
            restrict ssh-rsa AAAAB3NzaC2
            no key at all
            no key at all
            """);
  }

  @Test
  void it_says_from_the_beginning_how_much_is_sent() throws Exception {
    List<String> said = new ArrayList<>();
    StepArchive archive =
        archive(file("/a", Content.of(new byte[65_546])), file("/b", content("four")));
    archive.writeTo(
        new ByteArrayOutputStream(), "0123", (sent, total) -> said.add(sent + "/" + total));

    assertThat(archive.size()).isEqualTo(65_550);
    assertThat(said).containsExactly("0/65550", "65536/65550", "65546/65550", "65550/65550");
  }

  /// A script of one byte comes after one of two, which is still in the buffer.
  @Test
  void a_script_has_an_interpreter_if_it_begins_with_its_mark() throws Exception {
    assertThat(unpacked(script("#!"), script("#"), script(" #!"), script("#-")).text("run"))
        .contains("run_script '0' '0' '/opt/s' '/opt' '0' '' '' '' 'stop'\n")
        .contains("run_script '1' '1' '/opt/s' '/opt' '0' '' '/bin/sh' '' 'stop'\n")
        .contains("run_script '2' '2' '/opt/s' '/opt' '0' '' '/bin/sh' '' 'stop'\n")
        .contains("run_script '3' '3' '/opt/s' '/opt' '0' '' '/bin/sh' '' 'stop'\n");
  }

  @Test
  void a_large_content_is_unpacked_on_the_file_system_that_it_is_for() throws Exception {
    Content small = new Claim(LARGE - 1, InputStream::nullInputStream);
    Content large = new Claim(LARGE, InputStream::nullInputStream);

    assertThat(archive(file("/var/a", small), file("/srv/b", large)).directory()).isEqualTo("/srv");
    assertThat(archive(file("/var/a", small), file("/srv/b", small)).directory()).isEmpty();
    assertThat(archive().directory()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4, less than its 4", "2, more than its 2"})
  void a_content_must_be_as_large_as_it_said(long size, String expected) throws Exception {
    StepArchive archive = archive(file("/a", new Claim(size, () -> bytes(3))));

    assertThatThrownBy(() -> UnpackedArchive.of(archive, "0123"))
        .isInstanceOf(StepArchive.ContentException.class)
        .hasMessage("the content for /a changed while it was sent: it had " + expected + " bytes");
  }

  @Test
  void a_content_whose_size_is_unknown_fails_before_anything_is_sent() {
    Content content =
        new Content() {
          @Override
          public InputStream open() {
            return InputStream.nullInputStream();
          }

          @Override
          public long size() throws IOException {
            throw new IOException("/home/ann/a: no such file");
          }
        };

    assertThatThrownBy(() -> archive(file("/a", content)))
        .isInstanceOf(StepArchive.ContentException.class)
        .hasMessage("cannot read the content for /a: /home/ann/a: no such file");
  }

  /// When it is opened, at the first byte, and where its end should be.
  @Test
  void a_content_that_cannot_be_read_is_named() throws Exception {
    assertUnreadable(
        () -> {
          throw new IOException("Stream closed");
        });
    assertUnreadable(StepArchiveTest::closed);
    assertUnreadable(() -> new SequenceInputStream(bytes(3), closed()));
  }

  private static InputStream bytes(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static InputStream closed() throws IOException {
    InputStream in = InputStream.nullInputStream();
    in.close();
    return in;
  }

  private static void assertUnreadable(Opening opening) throws Exception {
    StepArchive archive = archive(file("/a", new Claim(3, opening)));

    assertThatThrownBy(() -> UnpackedArchive.of(archive, "0123"))
        .isInstanceOf(StepArchive.ContentException.class)
        .hasMessage("cannot read the content for /a: Stream closed");
  }
}
