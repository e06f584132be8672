package dev.provision.adapter.sshd.key;

import org.apache.sshd.common.util.buffer.Buffer;

/// A host's signature from the first key exchange of a connection: it shows to others, too, that
/// this session leads to the host with this key.
public final class HostProof {
  private final byte[] hostKey;
  private final byte[] session;
  private final byte[] signature;

  /// A host's signature over a session.
  ///
  /// @param hostKey as the host has shown it; may be a certificate
  /// @param session the session's identifier, which is what the host has signed
  public HostProof(byte[] hostKey, byte[] session, byte[] signature) {
    this.hostKey = hostKey.clone();
    this.session = session.clone();
    this.signature = signature.clone();
  }

  public void putHostKey(Buffer buffer) {
    buffer.putBytes(hostKey);
  }

  /// In the order in which agents read it.
  void put(Buffer buffer) {
    putHostKey(buffer);
    buffer.putBytes(session);
    buffer.putBytes(signature);
  }
}
