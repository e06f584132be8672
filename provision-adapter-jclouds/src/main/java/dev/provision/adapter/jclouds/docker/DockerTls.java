package dev.provision.adapter.jclouds.docker;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import dev.provision.adapter.jclouds.account.AccountAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jclouds.crypto.Pems;
import org.jspecify.annotations.Nullable;

/// TLS with certificates from files in PEM form: the client's own, and the authority that the
/// engine's is checked by.
///
/// Tested by `DockerWireTest`.
final class DockerTls extends AbstractModule {
  private static final char[] NO_PASSWORD = {};

  private final AccountAccess access;

  DockerTls(AccountAccess access) {
    this.access = access;
  }

  @Override
  protected void configure() {
    Supplier<SSLContext> context = Suppliers.memoize(this::context);
    bind(new TypeLiteral<Supplier<SSLContext>>() {}).toInstance(context);
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(), authorities(), null);
      return context;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw access.options().invalid("cannot use the certificates: " + e.getMessage());
    }
  }

  private KeyManager @Nullable [] own() throws GeneralSecurityException, IOException {
    if (access.identity().isEmpty()) {
      return null;
    }
    Certificate[] chain = certificates(access.identity()).toArray(Certificate[]::new);
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        key(Path.of(access.credential().reveal()), chain[0].getPublicKey().getAlgorithm()),
        NO_PASSWORD,
        chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static PrivateKey key(Path file, String algorithm)
      throws GeneralSecurityException, IOException {
    String pem = Files.readString(file);
    if (!pem.contains(Pems.PRIVATE_PKCS8_MARKER) && !pem.contains(Pems.PRIVATE_PKCS1_MARKER)) {
      throw new IllegalArgumentException(
          "%s is not an unencrypted private key in PKCS #8 format; convert it with: openssl pkcs8 -topk8 -nocrypt -in %s"
                  .formatted(file, file.getFileName())
              + "");
    }
    return KeyFactory.getInstance(algorithm).generatePrivate(Pems.privateKeySpec(pem));
  }

  /// Null: those that Java knows.
  private TrustManager @Nullable [] authorities() throws GeneralSecurityException, IOException {
    String file = access.properties().getProperty(DockerAccess.AUTHORITY);
    if (file == null) {
      return null;
    }
    KeyStore store = empty();
    for (Certificate authority : certificates(file)) {
      store.setCertificateEntry("authority " + store.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(String file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new IllegalArgumentException(file + " contains no certificate");
      }
      return all;
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
