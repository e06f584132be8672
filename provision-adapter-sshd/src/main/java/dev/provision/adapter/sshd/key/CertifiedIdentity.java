package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// A key that logs in with its certificate.
public final class CertifiedIdentity implements Identity {
  private final Identity key;
  private final byte[] certificate;
  private final String type;
  private final String description;

  public CertifiedIdentity(Identity key, byte[] certificate, String type, String description) {
    this.key = key;
    this.certificate = certificate.clone();
    this.type = type;
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public byte[] publicKey() {
    return certificate.clone();
  }

  @Override
  public boolean askFirst() {
    return key.askFirst();
  }

  @Override
  public boolean mayAskPerson() {
    return key.mayAskPerson();
  }

  @Override
  public byte[] sign(String algorithm, byte[] data, Optional<HostProof> proof)
      throws IOException, GeneralSecurityException {
    return key.sign(Certificate.plain(algorithm), data, proof);
  }
}
