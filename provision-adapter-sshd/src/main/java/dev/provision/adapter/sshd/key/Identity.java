package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// A key that can log in, and sign.
public interface Identity {
  /// What it is and where it comes from, for people.
  String description();

  /// The public key's type, such as `ssh-ed25519`.
  String type();

  /// The public key as SSH encodes it.
  byte[] publicKey();

  /// Whether the host should say that it would accept the key before we sign with it, as signing
  /// may cost something: one of the attempts that the host allows, or a touch by a person.
  boolean askFirst();

  /// Whether signing may wait for a person, who touches a device or confirms.
  boolean mayAskPerson();

  /// Signs.
  ///
  /// @param algorithm such as `rsa-sha2-512`
  /// @param proof of the host to log in to; empty if the signature is not for a login
  /// @return the algorithm and the signature as SSH encodes them
  byte[] sign(String algorithm, byte[] data, Optional<HostProof> proof)
      throws IOException, GeneralSecurityException;
}
