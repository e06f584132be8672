package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Decrypts private keys as `ssh-keygen -m PKCS8` and `openssl pkcs8` write them, for which the
/// library would want Bouncy Castle.
final class EncryptedPkcs8 {
  private static final String BEGIN = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final String END = "-----END ENCRYPTED PRIVATE KEY-----";

  private EncryptedPkcs8() {}

  static boolean is(String text) {
    return text.strip().startsWith(BEGIN);
  }

  /// Whether the JDK knows the encryption. It knows neither `scrypt` nor, in its newer form, 3DES.
  static boolean isSupported(String text) {
    try {
      SecretKeyFactory.getInstance(info(text).getAlgName());
      return true;
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  private static EncryptedPrivateKeyInfo info(String text) throws IOException {
    String base64 = text.strip().replace(BEGIN, "").replace(END, "");
    return new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(base64));
  }

  /// The same key, unencrypted, as PEM.
  ///
  /// @throws GeneralSecurityException if the passphrase is wrong, or the encryption is unknown to
  ///   the JDK
  static byte[] decrypt(String text, String passphrase)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = info(text);
    PBEKeySpec specification = new PBEKeySpec(passphrase.toCharArray());
    SecretKey key = SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(specification);
    Cipher cipher = Cipher.getInstance(info.getAlgName());
    cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
    byte[] plain = info.getKeySpec(cipher).getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(plain)
            + "\n-----END PRIVATE KEY-----\n";
    return pem.getBytes(StandardCharsets.US_ASCII);
  }
}
