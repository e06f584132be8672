package dev.provision.library.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// A public key that verifies signatures. SHA-1 and DSA are not accepted.
///
/// Tested by `SshSignatureTest`.
///
/// @param type such as `ssh-ed25519`
/// @param key the key
/// @param application that of a key on a security token; empty for others
record VerifyingKey(String type, PublicKey key, String application) {
  private static final String ED25519 = "ssh-ed25519";
  private static final String ECDSA = "ecdsa-sha2-";
  private static final String RSA = "ssh-rsa";
  private static final String TOKEN_ED25519 = "sk-ssh-ed25519@openssh.com";
  private static final String TOKEN_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";

  /// Somebody was there and touched the token.
  private static final int TOUCHED = 1;

  private static final int SMALLEST_RSA = 2048;
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /// Reads a key as SSH encodes it.
  ///
  /// @throws IllegalArgumentException if it is of a type that is not accepted
  static VerifyingKey parse(byte[] blob) throws GeneralSecurityException {
    WireReader in = new WireReader(blob);
    String type = in.text();
    PublicKey key;
    String application = "";
    switch (type) {
      case ED25519 -> key = ed25519(in.string());
      case RSA -> key = rsa(in.integer(), in.integer());
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          key = ecdsa(type.substring(ECDSA.length()), in);
      case TOKEN_ED25519 -> {
        key = ed25519(in.string());
        application = in.text();
      }
      case TOKEN_ECDSA -> {
        key = ecdsa("nistp256", in);
        application = in.text();
      }
      default ->
          throw new IllegalArgumentException(
              "its key is of the type '%s', which is not accepted".formatted(type));
    }
    in.end();
    return new VerifyingKey(type, key, application);
  }

  private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
    byte[] encoded = new WireWriter().raw(ED25519_PREFIX).raw(point).bytes();
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static PublicKey rsa(BigInteger exponent, BigInteger modulus)
      throws GeneralSecurityException {
    if (modulus.bitLength() < SMALLEST_RSA) {
      throw new IllegalArgumentException(
          "its RSA key has %s bits; at least %s are accepted"
              .formatted(modulus.bitLength(), SMALLEST_RSA));
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ecdsa(String curve, WireReader in) throws GeneralSecurityException {
    if (!in.text().equals(curve)) {
      throw new IllegalArgumentException("its key is of another curve than its type says");
    }
    byte[] point = in.string();
    int size = fieldSize(curve);
    if (point.length != 1 + 2 * size || point[0] != 4) {
      throw new IllegalArgumentException("its key is not an uncompressed point of its curve");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp" + curve.substring("nistp".length()) + "r1"));
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + size, point.length));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static int fieldSize(String curve) {
    return (Integer.parseInt(curve.substring("nistp".length())) + 7) / 8;
  }

  /// Whether this key has made a signature.
  ///
  /// @param signature as SSH encodes it
  /// @throws IllegalArgumentException if its algorithm is not accepted
  boolean verify(byte[] data, byte[] signature) throws GeneralSecurityException {
    WireReader in = new WireReader(signature);
    String algorithm = in.text();
    byte[] value = in.string();
    byte[] signed = data;
    if (!application.isEmpty()) {
      byte flags = in.raw(1)[0];
      signed = byToken(data, flags, in.number());
      if ((flags & TOUCHED) == 0) {
        return false;
      }
    }
    in.end();
    boolean fits =
        type.equals(RSA)
            ? algorithm.equals("rsa-sha2-256") || algorithm.equals("rsa-sha2-512")
            : algorithm.equals(type);
    if (!fits) {
      throw new IllegalArgumentException(
          "its algorithm '%s' is not accepted for a key of the type '%s'"
              .formatted(algorithm, type));
    }
    return switch (algorithm) {
      case ED25519, TOKEN_ED25519 -> verify("Ed25519", signed, value);
      case "rsa-sha2-256" -> verify("SHA256withRSA", signed, value);
      case "rsa-sha2-512" -> verify("SHA512withRSA", signed, value);
      case "ecdsa-sha2-nistp384" -> verify("SHA384withECDSA", signed, sequence(value));
      case "ecdsa-sha2-nistp521" -> verify("SHA512withECDSA", signed, sequence(value));
      default -> verify("SHA256withECDSA", signed, sequence(value));
    };
  }

  private byte[] byToken(byte[] data, byte flags, int counter) {
    return new WireWriter()
        .raw(hashed("SHA-256", application.getBytes(StandardCharsets.UTF_8)))
        .raw(new byte[] {flags})
        .number(counter)
        .raw(hashed("SHA-256", data))
        .bytes();
  }

  private boolean verify(String algorithm, byte[] data, byte[] value)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(key);
    signature.update(data);
    try {
      return signature.verify(value);
    } catch (SignatureException _) {
      return false; // it has another form than any signature of this algorithm
    }
  }

  /// The two integers of an ECDSA signature as Java expects them, in DER.
  private static byte[] sequence(byte[] value) {
    WireReader in = new WireReader(value);
    byte[] numbers = new WireWriter().raw(der(2, in.string())).raw(der(2, in.string())).bytes();
    in.end();
    return der(0x30, numbers);
  }

  private static byte[] der(int tag, byte[] value) {
    if (value.length > 255) {
      throw new IllegalArgumentException("it is too long");
    }
    byte[] head =
        value.length < 128
            ? new byte[] {(byte) tag, (byte) value.length}
            : new byte[] {(byte) tag, (byte) 0x81, (byte) value.length};
    return new WireWriter().raw(head).raw(value).bytes();
  }

  static byte[] hashed(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
