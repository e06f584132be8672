package dev.provision.cli.view;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.provision.cli.output.VisibleText;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The lines in which two texts differ, as `diff -u` shows them.
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// Larger contents are not compared line by line.
  private static final int MOST = 1 << 20;

  private UnifiedDiff() {}

  /// The lines, each with its line feed; empty if one of the contents is not text, or too large.
  static Optional<String> of(String target, byte[] have, Content wanted) {
    try (InputStream in = wanted.open()) {
      byte[] want = in.readNBytes(MOST + 1);
      if (want.length > MOST || !isText(have) || !isText(want)) {
        return Optional.empty();
      }
      return Optional.of(lines(target, text(have), text(want)));
    } catch (IOException e) {
      throw new UncheckedIOException("the content for " + target + " cannot be read", e);
    }
  }

  private static String lines(String target, List<String> have, List<String> want) {
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            target + " on the node", target, have, DiffUtils.diff(have, want), CONTEXT);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(VisibleText.layout(line)).append('\n'));
    return text.toString();
  }

  private static List<String> text(byte[] bytes) {
    // Not by lines(): a carriage return is a difference.
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = List.of(text.split("\n", -1));
    return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  private static boolean isText(byte[] bytes) {
    for (byte one : bytes) {
      if (one == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
