package dev.provision.domain.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Masks secrets in a stream of bytes. Holds back only bytes that may belong to a secret; for one
/// thread. Tested by `SecretPatternsTest`.
public final class MaskedStream {
  private static final byte[] MASK = SecretPatterns.MASK.getBytes(StandardCharsets.US_ASCII);

  private final SecretPatterns patterns;

  /// What is held back, and which of it is secret.
  private byte[] held = new byte[256];

  private boolean[] secret = new boolean[256];
  private int count;
  private int state;
  private boolean masking;

  MaskedStream(SecretPatterns patterns) {
    this.patterns = patterns;
  }

  /// What can be shown after one more piece.
  public byte[] next(byte[] piece) {
    if (patterns.isEmpty()) {
      return piece;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(piece.length);
    for (byte one : piece) {
      hold(one);
      state = patterns.next(state, one);
      int length = patterns.found(state);
      Arrays.fill(secret, count - length, count, true);
      if (count > 2 * patterns.pending(state) + 64) {
        release(count - patterns.pending(state), out);
      }
    }
    release(count - patterns.pending(state), out);
    return out.toByteArray();
  }

  /// The rest, at the stream's end.
  public byte[] end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    release(count, out);
    state = 0;
    masking = false;
    return out.toByteArray();
  }

  private void hold(byte one) {
    if (count == held.length) {
      held = Arrays.copyOf(held, count * 2);
      secret = Arrays.copyOf(secret, count * 2);
    }
    held[count] = one;
    secret[count] = false;
    count++;
  }

  /// Passes on the first bytes; neighbors that are secret become one mask.
  private void release(int first, ByteArrayOutputStream out) {
    for (int at = 0; at < first; at++) {
      if (!secret[at]) {
        out.write(held[at]);
      } else if (!masking) {
        out.writeBytes(MASK);
      }
      masking = secret[at];
    }
    System.arraycopy(held, first, held, 0, count - first);
    System.arraycopy(secret, first, secret, 0, count - first);
    count -= first;
  }
}
