package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/// A user's key pair for a test.
///
/// @param privateKey in OpenSSH's format
/// @param publicKey as in `authorized_keys`
public record Keys(Secret privateKey, HostKey publicKey) {
  public static Keys ed25519() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, text);
      return new Keys(
          Secret.of(text.toString(StandardCharsets.US_ASCII)),
          HostKeyCheck.encode(pair.getPublic()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
