package dev.provision.adapter.sshd.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/// The algorithms that keys sign with, the preferred one first; no SHA-1 among them.
public final class SignatureAlgorithms {
  private SignatureAlgorithms() {}

  /// Signatures of host keys and of users' keys.
  public static List<NamedFactory<Signature>> all() {
    return List.of(
        BuiltinSignatures.ed25519,
        BuiltinSignatures.nistp256,
        BuiltinSignatures.nistp384,
        BuiltinSignatures.nistp521,
        BuiltinSignatures.rsaSHA512,
        BuiltinSignatures.rsaSHA256);
  }

  /// Signatures of host keys, with those that fit one of these key types first.
  ///
  /// @param certificates whether certificates are asked for before anything else
  public static List<NamedFactory<Signature>> hostSignatures(
      Set<String> keyTypes, boolean certificates) {
    List<NamedFactory<Signature>> preferred = new ArrayList<>();
    if (certificates) {
      preferred.add(BuiltinSignatures.ed25519_cert);
      preferred.add(BuiltinSignatures.nistp256_cert);
      preferred.add(BuiltinSignatures.nistp384_cert);
      preferred.add(BuiltinSignatures.nistp521_cert);
      preferred.add(BuiltinSignatures.rsaSHA512_cert);
      preferred.add(BuiltinSignatures.rsaSHA256_cert);
    }
    List<NamedFactory<Signature>> others = new ArrayList<>();
    for (NamedFactory<Signature> signature : all()) {
      (keyTypes.contains(keyType(signature.getName())) ? preferred : others).add(signature);
    }
    preferred.addAll(others);
    return preferred;
  }

  /// The key type that a signature algorithm belongs to.
  private static String keyType(String signature) {
    return signature.startsWith("rsa-sha2-") ? "ssh-rsa" : signature;
  }
}
