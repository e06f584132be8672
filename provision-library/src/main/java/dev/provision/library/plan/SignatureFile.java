package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.signature.AllowedSigners;
import dev.provision.library.signature.SshSignature;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The signature of a saved plan, in a file next to it.
///
/// @param file where it is
/// @param signature if it is there and can be read
/// @param flaw why it cannot be used; empty if it can
record SignatureFile(Path file, Optional<SshSignature> signature, String flaw) {
  /// What plans are signed for, so that no other signature counts.
  static final String NAMESPACE = "provision";

  private static final String USUAL_HASH = "SHA-512";

  /// More is no signature.
  private static final long LARGEST = 64 << 10;

  /// That of this plan.
  static SignatureFile of(Path plan) {
    Path file = path(plan);
    try {
      if (!Files.exists(file)) {
        return new SignatureFile(file, Optional.empty(), "it does not exist");
      }
      if (Files.size(file) > LARGEST) {
        return new SignatureFile(file, Optional.empty(), "it is too large");
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return new SignatureFile(file, Optional.of(SshSignature.parse(text)), "");
    } catch (IOException e) {
      return new SignatureFile(file, Optional.empty(), IoMessages.of(e));
    } catch (IllegalArgumentException e) {
      return new SignatureFile(file, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  static Path path(Path plan) {
    return plan.resolveSibling(plan.getFileName() + ".sig");
  }

  /// Whether something is there that is not, and never was, a signature.
  boolean isSomethingElse() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      return !Files.isRegularFile(file)
          || Files.size(file) > LARGEST
          || !SshSignature.isOne(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return true;
    }
  }

  /// Whether somebody, who may be anybody, made it for a file with this hash.
  boolean isFor(String fileHash) {
    try {
      return signature.map(made -> made.isFor(fileHash)).orElse(false);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// How the signed file is hashed, as Java names it.
  String hashAlgorithm() {
    return signature.map(SshSignature::hashAlgorithm).orElse(USUAL_HASH);
  }

  /// Who has signed.
  ///
  /// @param fileHash of the plan
  /// @throws ProblemsException if the signature does not count
  String verified(AllowedSigners signers, String fileHash, Instant now) {
    try {
      return signers.signedBy(
          signature.orElseThrow(() -> new IllegalArgumentException(flaw)),
          fileHash,
          NAMESPACE,
          now);
    } catch (IllegalArgumentException e) {
      throw new ProblemsException(
          Problem.refused("%s: the signature is not accepted: %s".formatted(file, e.getMessage()))
              .next(
                  "check who has signed it, or run: ssh-keygen -Y sign -n provision -f KEY FILE"));
    }
  }
}
