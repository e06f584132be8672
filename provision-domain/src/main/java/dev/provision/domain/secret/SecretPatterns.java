package dev.provision.domain.secret;

import dev.provision.domain.variable.VariableValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds secrets in what people would see, in all their [SecretForms], and masks them.
public final class SecretPatterns {
  /// Nothing is secret.
  public static final SecretPatterns NONE = of(List.of());

  /// Shorter values are not masked: they are found in any text by chance.
  public static final int SHORTEST = 6;

  /// What stands in a secret's place.
  public static final String MASK = "******";

  private final TextAutomaton plain;
  private final TextAutomaton encoded;

  private SecretPatterns(TextAutomaton plain, TextAutomaton encoded) {
    this.plain = plain;
    this.encoded = encoded;
  }

  /// Those of these values.
  public static SecretPatterns of(Collection<VariableValue.Hidden> secrets) {
    Set<String> plain = new LinkedHashSet<>();
    Set<String> encoded = new LinkedHashSet<>();
    for (VariableValue.Hidden secret : secrets) {
      String text = secret.reveal();
      if (text.length() >= SHORTEST) {
        plain.addAll(SecretForms.plain(text));
        encoded.addAll(SecretForms.encoded(text));
      }
    }
    return new SecretPatterns(new TextAutomaton(plain), new TextAutomaton(encoded));
  }

  /// Whether nothing is masked.
  public boolean isEmpty() {
    return plain.isEmpty();
  }

  /// The text with every secret masked.
  public String mask(String text) {
    if (isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] masked = mask(bytes);
    return Arrays.equals(bytes, masked) ? text : new String(masked, StandardCharsets.UTF_8);
  }

  /// The bytes with every secret masked.
  public byte[] mask(byte[] bytes) {
    MaskedStream stream = stream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.next(bytes));
    out.writeBytes(stream.end());
    return out.toByteArray();
  }

  /// A stream whose pieces are masked as they come.
  public MaskedStream stream() {
    return new MaskedStream(plain, encoded);
  }
}
