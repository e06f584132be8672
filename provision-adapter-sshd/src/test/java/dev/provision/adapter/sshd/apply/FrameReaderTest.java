package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private static final String NONCE = "\u001eabc";

  private final StringBuilder found = new StringBuilder();
  private final FrameReader reader =
      new FrameReader(
          NONCE,
          new FrameReader.Sink() {
            @Override
            public void data(byte[] bytes) {
              found.append(new String(bytes, ISO_8859_1));
            }

            @Override
            public void mark(String words) {
              found.append('<').append(words).append('>');
            }
          });

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 1000})
  void marks_are_found_however_the_stream_is_cut(int pieceSize) {
    String stream = "one" + NONCE + " B 0\ntwo\n" + NONCE + " E 0\n" + NONCE + " Z\n";

    feed(stream, pieceSize);

    assertThat(found).hasToString("one<B 0>two\n<E 0><Z>");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void bytes_that_only_look_like_a_mark_pass_unchanged(int pieceSize) {
    String stream = "\u001e\u001eab \u001eabd \u001eabcd\n\u00ff\u0000";

    feed(stream, pieceSize);
    reader.end();

    assertThat(found).hasToString(stream);
  }

  @Test
  void output_passes_before_the_next_mark_is_complete() {
    reader.feed(("out" + NONCE + " E").getBytes(ISO_8859_1));

    assertThat(found).hasToString("out");
  }

  @Test
  void a_mark_without_an_end_is_none_and_is_not_kept() {
    String stream = NONCE + " B 0" + "x".repeat(5000);

    feed(stream, 100);

    assertThat(found.length()).isGreaterThan(900);
    reader.end();
    assertThat(found).hasToString(stream);
  }

  private void feed(String stream, int pieceSize) {
    for (int at = 0; at < stream.length(); at += pieceSize) {
      String piece = stream.substring(at, Math.min(stream.length(), at + pieceSize));
      reader.feed(piece.getBytes(ISO_8859_1));
    }
  }
}
