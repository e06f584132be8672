package dev.provision.adapter.sshd.key;

import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceParser;
import org.apache.sshd.common.config.keys.loader.openssh.OpenSSHKeyPairResourceParser;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Reads a private key in one of the formats that OpenSSH writes.
///
/// Tested by `KeyFormatsTest` and `LoginTest`.
public final class PrivateKeyFile {
  public static final String IN_MEMORY = "(given key)";
  private static final int OTHERS = 077;
  private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";

  /// Says why a key cannot be used.
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private final Path file;
  private final Optional<Secret> text;
  private final Login.Passphrase passphrase;

  public PrivateKeyFile(Path file, Login.Passphrase passphrase) {
    this(file, Optional.empty(), passphrase);
  }

  private PrivateKeyFile(Path file, Optional<Secret> text, Login.Passphrase passphrase) {
    this.file = file;
    this.text = text;
    this.passphrase = passphrase;
  }

  public static PrivateKeyFile inMemory(Secret text) {
    return new PrivateKeyFile(Path.of(IN_MEMORY), Optional.of(text), Login.Passphrase.NONE);
  }

  public Identity load() throws Unusable {
    String text = StoredKeyText.restored(new String(bytes(), StandardCharsets.ISO_8859_1));
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (StoredKeyText.isPublic(text)) {
      throw new Unusable(
          "it is a public key; name the private key, usually the file without .pub", null);
    }
    if (EncryptedPkcs8.is(text) && !EncryptedPkcs8.isSupported(text)) {
      throw new Unusable(
          "its encryption is not supported; run: openssl pkcs8 -topk8 -v2 aes-256-cbc -in '"
              + file
              + "' -out NEW",
          null);
    }
    PassphraseOnce asked = new PassphraseOnce();
    try {
      for (KeyPair pair : pairs(bytes, text, asked)) {
        return KeyPairIdentity.of("key " + file, pair);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new Unusable(asked.reason().orElse(reason(e)), e);
    }
    throw new Unusable(
        asked.reason().orElse("it is not a private key in a supported format"), null);
  }

  private Iterable<KeyPair> pairs(byte[] bytes, String text, PassphraseOnce asked)
      throws IOException, GeneralSecurityException {
    byte[] readable = bytes;
    if (EncryptedPkcs8.is(text)) {
      Optional<String> secret = asked.ask();
      if (secret.isEmpty()) {
        return List.of();
      }
      readable = EncryptedPkcs8.decrypt(text, secret.get());
    }
    InputStream in = new ByteArrayInputStream(readable);
    return parser(text).loadKeyPairs(null, NamedResource.ofName(file.toString()), asked, in);
  }

  /// Most keys are in OpenSSH's own format; the parsers of the others are loaded only when needed.
  private static KeyPairResourceParser parser(String text) {
    return text.strip().startsWith(OPENSSH)
        ? OpenSSHKeyPairResourceParser.INSTANCE
        : SecurityUtils.getKeyPairResourceParser();
  }

  private byte[] bytes() throws Unusable {
    if (text.isPresent()) {
      return text.get().reveal().getBytes(StandardCharsets.UTF_8);
    }
    try {
      byte[] bytes = OrdinaryFile.read(file);
      if (new String(bytes, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")) {
        checkPrivate();
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Unusable("no such file", e);
    } catch (IOException e) {
      throw new Unusable("cannot read it (" + reason(e) + ")", e);
    }
  }

  /// As OpenSSH: a key of this user's own that others may read is not used. Those of another user's
  /// are that one's affair.
  private void checkPrivate() throws IOException, Unusable {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode");
    if ((mode & OTHERS) != 0 && Files.isRegularFile(file) && isOwn()) {
      throw new Unusable(
          String.format(
              Locale.ROOT,
              "other users can access it (mode %04o), so it is ignored, as in ssh; run: chmod 600"
                  + " '%s'",
              mode & 07777,
              file),
          null);
    }
  }

  /// Where nobody can say whose process this is, every file is taken for its user's.
  private boolean isOwn() throws IOException {
    Path process = Path.of("/proc/self");
    return !Files.exists(process) || Files.getOwner(file).equals(Files.getOwner(process));
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /// Asks for the passphrase once, and remembers what became of it.
  private final class PassphraseOnce implements FilePasswordProvider {
    private boolean asked;
    private boolean given;

    /// Why the key could not be decrypted; empty if it is not encrypted.
    Optional<String> reason() {
      if (!asked) {
        return Optional.empty();
      }
      return Optional.of(
          given
              ? "the passphrase is wrong"
              : "it is encrypted, but no passphrase was given; set PROVISION_KEY_PASSPHRASE, load"
                  + " it into an agent, or decrypt it");
    }

    Optional<String> ask() {
      asked = true;
      Optional<Secret> secret = passphrase.of(file);
      given = secret.isPresent();
      return secret.map(Secret::reveal);
    }

    @Override
    public @Nullable String getPassword(
        SessionContext session, NamedResource resource, int attempt) {
      return ask().orElse(null);
    }

    @Override
    public ResourceDecodeResult handleDecodeAttemptResult(
        SessionContext session,
        NamedResource resource,
        int attempt,
        String password,
        @Nullable Exception error) {
      return ResourceDecodeResult.TERMINATE;
    }
  }
}
