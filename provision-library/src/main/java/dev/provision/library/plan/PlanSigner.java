package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.plan.SavedPlanReader.Archive;
import dev.provision.library.signature.SshSignature;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.KeySigner.KeySignature;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Signs saved plans as `ssh-keygen -Y sign -n provision` does.
///
/// Tested by `PlanSignerTest`.
///
/// @param keys signs
public record PlanSigner(KeySigner keys) {
  private static final String HASH = "SHA-512";

  /// Refuses a place where no signature could be put.
  ///
  /// @param plan the file of a plan, which may not exist yet
  /// @throws ProblemsException if something that is no signature is there
  public static void check(Path plan) {
    SignatureFile old = SignatureFile.of(plan);
    if (old.isSomethingElse()) {
      throw new ProblemsException(
          Problem.at(old.file().toString(), "a file that is not an SSH signature already exists")
              .next("remove it, or save the plan in another file"));
    }
  }

  /// Signs a saved plan, in the file of the same name with `.sig`, which is written whole or not at
  /// all. A signature of another content that is there is removed, even if this fails.
  ///
  /// @param digest of the plan that is to be signed
  /// @param key a file with a private key, or with a public key that the user's agent has
  /// @param waiting hears that a person has to do something
  /// @return the file with the signature
  /// @throws ProblemsException if the file is another plan, or the key cannot be used
  public Path sign(Path plan, String digest, Path key, WaitObserver waiting) {
    check(plan);
    removeIfOfAnother(plan);
    Archive archive = SavedPlanReader.read(plan, HASH);
    if (!archive.digest().equals(digest)) {
      throw notSigned(plan, "another plan was saved there meanwhile");
    }
    try {
      String text = signature(archive.fileHash(), key, waiting);
      Path file = SignatureFile.path(plan);
      new WholeFile(file, "rw-r--r--")
          .write(out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
      return file;
    } catch (ShellException e) {
      if (e.failure() instanceof ShellFailure.Interrupted) {
        throw e;
      }
      throw notSigned(plan, e.failure().reason());
    } catch (IllegalArgumentException e) {
      throw notSigned(plan, "the key %s cannot be used: %s".formatted(key, e.getMessage()));
    } catch (IOException e) {
      throw notSigned(plan, IoMessages.of(e));
    }
  }

  private static void removeIfOfAnother(Path plan) {
    SignatureFile old = SignatureFile.of(plan);
    if (!Files.exists(old.file())) {
      return;
    }
    String hash = SavedPlanReader.read(plan, old.hashAlgorithm()).fileHash();
    if (!old.isFor(hash)) {
      try {
        Files.deleteIfExists(old.file());
      } catch (IOException e) {
        throw notSigned(plan, "its old signature cannot be removed: " + IoMessages.of(e));
      }
    }
  }

  /// What `--verify` would refuse is not written.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the key
  private String signature(String fileHash, Path key, WaitObserver waiting) {
    byte[] hash = HexFormat.of().parseHex(fileHash);
    KeySignature made = keys.sign(key, SshSignature.toSign(SignatureFile.NAMESPACE, hash), waiting);
    String text = SshSignature.text(SignatureFile.NAMESPACE, made.publicKey(), made.signature());
    if (!SshSignature.parse(text).isFor(fileHash)) {
      throw new IllegalArgumentException("its signature is wrong");
    }
    return text;
  }

  private static ProblemsException notSigned(Path plan, String why) {
    return new ProblemsException(
        Problem.at(plan.toString(), "the plan is saved, but not signed: " + why)
            .next("correct that, and run: provision plan '%s' --sign KEY".formatted(plan)));
  }
}
