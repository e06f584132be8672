package dev.provision.adapter.sshd.server;

import dev.provision.adapter.sshd.trust.HostKeyCheck;
import dev.provision.ports.shell.HostKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.loader.openssh.OpenSSHKeyPairResourceParser;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/// The key pair that an [EmbeddedServer] is known by, of the type ed25519.
///
/// Tested by `HostCertificateTest` and `KeysForSomeHostsTest`.
public final class HostKeyPair {
  private final KeyPair pair;

  private HostKeyPair(KeyPair pair) {
    this.pair = pair;
  }

  /// Makes a new pair.
  public static HostKeyPair generate() {
    try {
      return new HostKeyPair(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /// Reads the pair from a private key file in OpenSSH's format, and makes it first where there is
  /// none.
  ///
  /// @throws IOException if the file cannot be read or written, or holds something else; the
  ///   message names it
  public static HostKeyPair at(Path file) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      HostKeyPair made = generate();
      try {
        made.write(file);
        return made;
      } catch (FileAlreadyExistsException other) {
        return read(file);
      }
    }
  }

  private static HostKeyPair read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      for (KeyPair pair :
          OpenSSHKeyPairResourceParser.INSTANCE.loadKeyPairs(
              null, NamedResource.ofName(file.toString()), null, new ByteArrayInputStream(bytes))) {
        return new HostKeyPair(pair);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(file + " is not a private key in OpenSSH's format", e);
    }
    throw new IOException(file + " contains no private key in OpenSSH's format");
  }

  /// Writes the pair to a new file that only its owner can read; never over another one, and never
  /// a part of it.
  private void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "", null, bytes);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot encode a new host key for " + file, e);
    }
    Path beside =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    var permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            beside, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions)) {
      channel.write(java.nio.ByteBuffer.wrap(bytes.toByteArray()));
    }
    try {
      Files.createLink(file, beside);
    } finally {
      Files.delete(beside);
    }
  }

  /// The public key, as it goes into `known_hosts`.
  public HostKey publicKey() {
    return HostKeyCheck.encode(pair.getPublic());
  }

  public KeyPair pair() {
    return pair;
  }
}
