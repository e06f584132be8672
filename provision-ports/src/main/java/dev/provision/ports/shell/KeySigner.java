package dev.provision.ports.shell;

import java.nio.file.Path;

/// Signs with the SSH keys of the user who runs this program.
///
/// Safe for use by several threads at once.
public interface KeySigner {
  /// Signs data with an Ed25519, ECDSA or RSA key; with RSA by `rsa-sha2-512`, and never with
  /// SHA-1.
  ///
  /// The file of a private key is read, and the user is asked for its passphrase if it is
  /// encrypted. If the file has a public key, the user's agent signs with its private key. The
  /// agent also signs with an encrypted key that it holds, so that nobody is asked.
  ///
  /// @param key a file with a private or a public key, in any format that OpenSSH writes
  /// @param waiting is told if a person has to do something, such as to touch a security key
  /// @throws ShellException with [ShellFailure.KeyUnusable], which says why, if the key cannot sign
  KeySignature sign(Path key, byte[] data, RemoteShellPort.WaitObserver waiting);

  /// A signature and the key that made it.
  ///
  /// @param publicKey the public key as SSH encodes it
  /// @param signature the name of the algorithm and the signature, as SSH encodes them
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record KeySignature(byte[] publicKey, byte[] signature) {
    /// Copies the arrays.
    public KeySignature {
      publicKey = publicKey.clone();
      signature = signature.clone();
    }
  }
}
