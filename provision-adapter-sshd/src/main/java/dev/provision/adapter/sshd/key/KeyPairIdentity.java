package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// A key pair that we have ourselves.
final class KeyPairIdentity implements Identity {
  private final String description;
  private final KeyPair pair;
  private final byte[] publicKey;

  private KeyPairIdentity(String description, KeyPair pair, byte[] publicKey) {
    this.description = description;
    this.pair = pair;
    this.publicKey = publicKey;
  }

  static KeyPairIdentity of(String description, KeyPair pair) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(pair.getPublic());
    return new KeyPairIdentity(description, pair, buffer.getCompactData());
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public String type() {
    return new ByteArrayBuffer(publicKey).getString();
  }

  @Override
  public boolean askFirst() {
    return false;
  }

  @Override
  public boolean mayAskPerson() {
    return false;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data, Optional<HostProof> proof)
      throws IOException, GeneralSecurityException {
    Signature signature = NamedFactory.create(SignatureAlgorithms.all(), algorithm);
    if (signature == null) {
      throw new GeneralSecurityException("keys of type " + type() + " are not supported");
    }
    try {
      signature.initSigner(null, pair.getPrivate());
      signature.update(null, data);
      ByteArrayBuffer result = new ByteArrayBuffer();
      result.putString(algorithm);
      result.putBytes(signature.sign(null));
      return result.getCompactData();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }
}
