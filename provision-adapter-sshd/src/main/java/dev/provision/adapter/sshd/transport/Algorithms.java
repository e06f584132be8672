package dev.provision.adapter.sshd.transport;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.server.kex.DHGServer;

/// The algorithms that protect a connection, the preferred one first. `SignatureAlgorithms` has
/// those of keys.
///
/// Named one by one, since the library's own lists are longer, take SHA-1 in, and cost time: each
/// list is checked against the JDK when it is made. AES-GCM comes first because processors have
/// instructions for it. No ChaCha20-Poly1305 and no CBC, so that the Terrapin attack finds nothing
/// to work on, whether or not the other side knows strict key exchange.
public final class Algorithms {
  /// The first is safe against computers to come; the JDK has all it needs, and where a server does
  /// not know it, it costs nothing but its name.
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.mlkem768x25519,
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg14_256);

  private Algorithms() {}

  static List<KeyExchangeFactory> clientKeyExchanges() {
    return KEY_EXCHANGES.stream().map(ProvingExchange::factory).toList();
  }

  /// Key exchanges of the embedded server, which is reached from this machine only: nobody records
  /// what is said there for later, so it does without the first, which takes longest.
  public static List<KeyExchangeFactory> serverKeyExchanges() {
    return KEY_EXCHANGES.stream().skip(1).map(DHGServer::newFactory).toList();
  }

  /// Ciphers of both sides. In a program that ends soon, the JDK's code for GCM is not compiled in
  /// the way that uses the processor's instructions; for a megabyte it then takes 25 ms of
  /// processor time more than CTR with a SHA-256 code takes for all.
  public static List<NamedFactory<Cipher>> ciphers() {
    return List.of(
        BuiltinCiphers.aes128ctr,
        BuiltinCiphers.aes128gcm,
        BuiltinCiphers.aes256gcm,
        BuiltinCiphers.aes192ctr,
        BuiltinCiphers.aes256ctr);
  }

  /// Message authentication codes of both sides, for the ciphers that need one.
  public static List<NamedFactory<Mac>> macs() {
    return List.of(
        BuiltinMacs.hmacsha256etm,
        BuiltinMacs.hmacsha512etm,
        BuiltinMacs.hmacsha256,
        BuiltinMacs.hmacsha512);
  }

  /// No compression.
  public static List<NamedFactory<Compression>> compressions() {
    return List.of(BuiltinCompressions.none);
  }
}
