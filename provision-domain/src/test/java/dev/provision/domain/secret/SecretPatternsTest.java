package dev.provision.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretPatternsTest {
  private static SecretPatterns patterns(String... secrets) {
    return SecretPatterns.of(
        Arrays.stream(secrets).map(it -> new VariableValue.Hidden(Secret.of(it))).toList());
  }

  @Test
  void a_secret_is_masked_wherever_it_stands() {
    assertThat(patterns("hunter2!").mask("a hunter2! b hunter2!hunter2! hunter2"))
        .isEqualTo("a ****** b ****** hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x='it'\\''s \"so\" & <so>/\\'",
        "x='it'\"'\"'s \"so\" & <so>/\\'",
        "x=\"it's \\\"so\\\" & <so>/\\\\\"",
        "x=it\\'s\\ \\\"so\\\"\\ \\&\\ \\<so\\>/\\\\",
        "{\"x\": \"it's \\\"so\\\" & <so>/\\\\\"}",
        "{\"x\": \"it's \\\"so\\\" & <so>\\/\\\\\"}",
        "{\"x\": \"it\\u0027s \\\"so\\\" \\u0026 \\u003cso\\u003e/\\\\\"}",
        "<x>it's \"so\" &amp; &lt;so&gt;/\\</x>",
        "<x y=\"it&apos;s &quot;so&quot; &amp; &lt;so&gt;/\\\"/>",
        "<x y='it&#x27;s &quot;so&quot; &amp; &lt;so&gt;/\\'/>",
        "['it\\'s \"so\" & <so>/\\\\']",
        "x=it%27s%20%22so%22%20%26%20%3Cso%3E%2F%5C",
        "x=it%27s+%22so%22+%26+%3Cso%3E%2F%5C",
        "x=it%27s%20%22so%22%20%26%20%3cso%3e/%5c",
      })
  void a_secret_is_masked_in_each_form(String text) {
    String masked = patterns("it's \"so\" & <so>/\\").mask(text);

    assertThat(masked).contains(SecretPatterns.MASK).doesNotContain("so");
  }

  @Test
  void a_backslash_is_masked_where_a_literal_in_single_quotes_doubles_it() {
    assertThat(patterns("C:\\a \"b\"").mask("['C:\\\\a \"b\"']")).isEqualTo("['******']");
  }

  /// As `python3 -c 'print(ascii(p), p.encode())'`, `sed -n l`, `printf %q` and `ls` of the C
  /// locale print it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Z\\xfcr\\'ich \\u20ac\\U0001f600'",
        "\"Z\\xfcr'ich \\u20ac\\U0001f600\"",
        "b\"Z\\xc3\\xbcr'ich \\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80\"",
        "b'Z\\xc3\\xbcr\\'ich \\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80'",
        "Z\\303\\274r'ich \\342\\202\\254\\360\\237\\230\\200$",
        "$'Z\\303\\274r\\'ich \\342\\202\\254\\360\\237\\230\\200'",
        "ls: cannot access 'Z'$'\\303\\274''r'\\''ich '$'\\342\\202\\254\\360\\237\\230\\200': No"
            + " such"
      })
  void a_secret_that_is_no_ascii_is_masked_where_its_bytes_are_numbered(String text) {
    assertThat(patterns("Z\u00fcr'ich \u20ac\ud83d\ude00").mask(text))
        .contains(SecretPatterns.MASK)
        .doesNotContain("ich");
  }

  @Test
  void a_secret_that_is_no_ascii_is_masked_where_json_numbers_it() {
    assertThat(patterns("pässword").mask("\"p\\u00e4ssword\"")).isEqualTo("\"******\"");
  }

  @Test
  void a_secret_is_masked_in_base64_at_each_offset_in_both_alphabets() {
    String secret = "s3cr3t?>~~~value";
    for (String before : List.of("", "a", "ab", "abc")) {
      for (String behind : List.of("", "x", "xy")) {
        byte[] bytes = (before + secret + behind).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          String encoded = encoder.encodeToString(bytes);
          String masked = patterns(secret).mask(encoded);
          assertThat(masked).as(encoded).contains(SecretPatterns.MASK);
          String rest = masked.replace(SecretPatterns.MASK, "");
          assertThat(rest.length()).as(masked).isLessThanOrEqualTo(8 + 4);
        }
      }
    }
  }

  @Test
  void a_secret_is_masked_in_hex() {
    byte[] bytes = "abc-123-xyz".getBytes(StandardCharsets.UTF_8);

    assertThat(patterns("abc-123-xyz").mask(HexFormat.of().formatHex(bytes))).isEqualTo("******");
    assertThat(
            patterns("abc-123-xyz")
                .mask(HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes)))
        .isEqualTo("******");
  }

  @Test
  void a_long_secret_is_masked_in_base64_and_hex_that_are_wrapped() {
    byte[] random = new byte[90];
    new Random(7).nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    byte[] bytes = ("x" + secret + "y").getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
    String hex = HexFormat.of().formatHex(bytes).replaceAll("(.{60})", "$1\n");

    assertThat(patterns(secret).mask(base64).replace(SecretPatterns.MASK, "").replace("\n", ""))
        .as("but for the ends")
        .hasSizeLessThan(8);
    assertThat(patterns(secret).mask(hex).replace(SecretPatterns.MASK, "").replace("\n", ""))
        .hasSizeLessThan(5);
  }

  @Test
  void a_short_secret_is_masked_in_base64_where_a_line_ends_in_it() {
    String text = "USER=root\nPASSWORD=s3cr3t&value\n";
    for (int width = 4; width < 40; width += 4) {
      String wrapped = Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(bytes(text));

      String rest = patterns("s3cr3t&value").mask(wrapped).replaceAll("[*\n]+", "");

      assertThat(rest)
          .as(wrapped)
          .hasSizeLessThanOrEqualTo(wrapped.replace("\n", "").length() - 14);
    }
  }

  @Test
  void a_key_is_masked_line_by_line_but_for_its_frame() {
    String key =
        "-----BEGIN KEY-----\nabcdefghijklmnopqrst\nuvwxyz0123456789ABCD\n-----END KEY-----";

    assertThat(patterns(key).mask("1: uvwxyz0123456789ABCD\n-----BEGIN KEY-----\n"))
        .isEqualTo("1: ******\n-----BEGIN KEY-----\n");
  }

  @Test
  void a_value_of_fewer_than_six_characters_is_not_masked() {
    assertThat(patterns("12345").mask("12345")).isEqualTo("12345");
    assertThat(patterns("12345").isEmpty()).isTrue();
    assertThat(patterns("123456").mask("123456")).isEqualTo("******");
  }

  @Test
  void what_is_no_secret_passes_at_once_however_it_is_cut() {
    MaskedStream stream = patterns("secret-value").stream();

    assertThat(text(stream.next(bytes("a sec")))).isEqualTo("a ");
    assertThat(text(stream.next(bytes("ond ")))).isEqualTo("second ");
    assertThat(text(stream.next(bytes("secret-")))).isEmpty();
    assertThat(text(stream.next(bytes("value!")))).isEqualTo("******!");
    assertThat(text(stream.next(bytes("secret")))).isEmpty();
    assertThat(text(stream.end())).isEqualTo("secret");
  }

  @Test
  void pieces_of_any_size_give_the_same_as_the_whole() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      SecretPatterns patterns = patterns("abcabd", "bcabca", "abcabcabd");
      byte[] text = new byte[400];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) "abcd".charAt(random.nextInt(4));
      }
      MaskedStream stream = patterns.stream();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int at = 0; at < text.length; ) {
        int end = Math.min(text.length, at + 1 + random.nextInt(9));
        out.writeBytes(stream.next(Arrays.copyOfRange(text, at, end)));
        at = end;
      }
      out.writeBytes(stream.end());

      String expected = marked(text(text), "abcabd", "bcabca", "abcabcabd");
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }
  }

  /// The same by a search for each secret at each place.
  private static String marked(String text, String... secrets) {
    boolean[] secret = new boolean[text.length()];
    for (String one : secrets) {
      for (int at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
        Arrays.fill(secret, at, at + one.length(), true);
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!secret[i]) {
        out.append(text.charAt(i));
      } else if (i == 0 || !secret[i - 1]) {
        out.append(SecretPatterns.MASK);
      }
    }
    return out.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
