package dev.provision.domain.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Masks secrets in a stream of bytes. Holds back only bytes that may belong to a secret; for one
/// thread. Tested by `SecretPatternsTest`.
public final class MaskedStream {
  private static final byte[] MASK = SecretPatterns.MASK.getBytes(StandardCharsets.US_ASCII);

  /// How many bytes are collected before what can be shown is passed on.
  private static final int ENOUGH = 1 << 12;

  private final TextAutomaton plain;
  private final TextAutomaton encoded;

  /// What is held back, and which of it is secret.
  private byte[] held = new byte[256];

  private boolean[] secret = new boolean[256];
  private int count;
  private int state;
  private int encodedState;
  private int enough = ENOUGH;
  private boolean masking;
  private boolean masked;

  /// @param plain what is found as it is
  /// @param encoded what is found whatever white space is in it
  MaskedStream(TextAutomaton plain, TextAutomaton encoded) {
    this.plain = plain;
    this.encoded = encoded;
  }

  /// What can be shown after one more piece.
  public byte[] next(byte[] piece) {
    if (plain.isEmpty()) {
      return piece;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(piece.length);
    for (byte one : piece) {
      hold(one);
      state = plain.next(state, one);
      Arrays.fill(secret, count - plain.found(state), count, true);
      if (!isWhite(one)) {
        encodedState = encoded.next(encodedState, one);
        if (encoded.found(encodedState) > 0) {
          Arrays.fill(secret, back(encoded.found(encodedState)), count, true);
        }
      }
      if (count >= enough) {
        release(pending(), out);
        // What is pending may be long.
        enough = Math.max(ENOUGH, 2 * count);
      }
    }
    release(pending(), out);
    return out.toByteArray();
  }

  /// Where what may still belong to a secret begins.
  private int pending() {
    int first = count - plain.pending(state);
    int depth = encoded.pending(encodedState);
    return depth == 0 ? first : Math.min(first, back(depth));
  }

  /// Where the last bytes begin that are no white space.
  private int back(int bytes) {
    int at = count;
    for (int left = bytes; left > 0; at--) {
      left -= isWhite(held[at - 1]) ? 0 : 1;
    }
    return at;
  }

  private static boolean isWhite(byte one) {
    return one == ' ' || one == '\n' || one == '\r' || one == '\t';
  }

  /// Whether anything has been masked so far.
  public boolean hasMasked() {
    return masked;
  }

  /// The rest, at the stream's end.
  public byte[] end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    release(count, out);
    state = 0;
    encodedState = 0;
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
        masked = true;
      }
      masking = secret[at];
    }
    System.arraycopy(held, first, held, 0, count - first);
    System.arraycopy(secret, first, secret, 0, count - first);
    count -= first;
  }
}
