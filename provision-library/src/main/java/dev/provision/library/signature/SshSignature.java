package dev.provision.library.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// A signature of a file, in the format that OpenSSH's PROTOCOL.sshsig describes.
///
/// Tested by `SshSignatureTest`.
public final class SshSignature {
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";

  /// A multiple of 4, as Java wants it; OpenSSH has 70.
  private static final int WIDTH = 68;

  /// The names that Java has for what is signed.
  private static final Map<String, String> HASHES =
      Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  private final byte[] publicKey;
  private final String namespace;
  private final byte[] reserved;
  private final String hash;
  private final byte[] signature;

  private SshSignature(WireReader in) {
    if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
      throw new IllegalArgumentException("it is not an SSH signature");
    }
    int version = in.number();
    if (version != VERSION) {
      throw new IllegalArgumentException("it has the unknown version " + version);
    }
    publicKey = in.string();
    namespace = in.text();
    reserved = in.string();
    hash = in.text();
    signature = in.string();
    in.end();
    if (!HASHES.containsKey(hash)) {
      throw new IllegalArgumentException("it is for the unknown hash '" + hash + "'");
    }
  }

  /// Reads the text of a `.sig` file.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static SshSignature parse(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith(BEGIN) || !stripped.endsWith(END)) {
      throw new IllegalArgumentException("it does not begin and end as an SSH signature does");
    }
    String base64 = stripped.substring(BEGIN.length(), stripped.length() - END.length());
    return new SshSignature(
        new WireReader(Base64.getDecoder().decode(base64.replaceAll("[\r\n]", ""))));
  }

  /// Whether a text begins like a `.sig` file.
  public static boolean isOne(String text) {
    return text.startsWith(BEGIN);
  }

  /// The algorithm by which the file is hashed, as Java names it.
  public String hashAlgorithm() {
    return HASHES.getOrDefault(hash, hash);
  }

  /// What the signature is for, such as `file` or `git`.
  public String namespace() {
    return namespace;
  }

  /// The key that made it, in base64.
  String key() {
    return Base64.getEncoder().encodeToString(publicKey);
  }

  /// `SHA256:` and 43 characters, as `ssh-keygen -l` prints it.
  public String fingerprint() {
    byte[] digest = VerifyingKey.hashed("SHA-256", publicKey);
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  /// Whether its key made it for a file with this hash.
  ///
  /// @param fileHash in hexadecimal digits, by [#hashAlgorithm()]
  /// @throws IllegalArgumentException if its algorithm or its key is not accepted
  public boolean isFor(String fileHash) {
    byte[] data = signed(namespace, reserved, hash, HexFormat.of().parseHex(fileHash));
    try {
      return VerifyingKey.parse(publicKey).verify(data, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("its key cannot be used: " + e.getMessage(), e);
    }
  }

  /// What a key signs.
  ///
  /// @param hash of the file, as SHA-512
  public static byte[] toSign(String namespace, byte[] hash) {
    return signed(namespace, new byte[0], "sha512", hash);
  }

  private static byte[] signed(String namespace, byte[] reserved, String hash, byte[] fileHash) {
    return new WireWriter()
        .raw(MAGIC)
        .string(namespace)
        .string(reserved)
        .string(hash)
        .string(fileHash)
        .bytes();
  }

  /// The text of a `.sig` file.
  ///
  /// @param publicKey as SSH encodes it
  /// @param signature of [#toSign], as SSH encodes it
  public static String text(String namespace, byte[] publicKey, byte[] signature) {
    byte[] blob =
        new WireWriter()
            .raw(MAGIC)
            .number(VERSION)
            .string(publicKey)
            .string(namespace)
            .string(new byte[0])
            .string("sha512")
            .string(signature)
            .bytes();
    String base64 = Base64.getMimeEncoder(WIDTH, new byte[] {'\n'}).encodeToString(blob);
    return BEGIN + "\n" + base64 + "\n" + END + "\n";
  }
}
