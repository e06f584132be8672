package dev.provision.domain.plan;

import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What of a secret file can be masked where it is printed: a text of at most 64 KiB.
final class SecretContent {
  private static final int MOST_BYTES = 64 << 10;

  private SecretContent() {}

  static Optional<VariableValue.Hidden> of(Content content) {
    try (InputStream in = content.open()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        return Optional.empty();
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new VariableValue.Hidden(Secret.of(text)));
    } catch (CharacterCodingException _) {
      return Optional.empty(); // no text
    } catch (IOException _) {
      return Optional.empty(); // sending it fails, too, and says why
    }
  }
}
