package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Certificate;
import dev.provision.adapter.sshd.key.CertifiedIdentity;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.key.LoadedKeys;
import dev.provision.adapter.sshd.key.PrivateKeyFile;
import dev.provision.adapter.sshd.key.PublicKeyText;
import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A private key in a file, of which an agent may hold the private half, and which may have
/// certificates.
///
/// Tested by `UserCertificateTest` and `AgentTest`.
final class KeyOnDisk {
  private final Path file;
  private final Login.Passphrase passphrase;
  private final List<Path> certificates;
  private @Nullable String text;

  /// @param certificates files that may hold certificates of this key, besides the one beside it
  KeyOnDisk(Path file, Login.Passphrase passphrase, List<Path> certificates) {
    this.file = file;
    this.passphrase = passphrase;
    this.certificates = List.copyOf(certificates);
  }

  /// What cannot be read is told when the key is loaded.
  private String text() {
    if (text == null) {
      try {
        text = new String(OrdinaryFile.read(file), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        text = "";
      }
    }
    return text;
  }

  Path file() {
    return file;
  }

  /// Whether there is nothing of it at all.
  boolean isMissing() {
    return !Files.exists(file) && !Files.exists(publicFile());
  }

  private Path publicFile() {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /// Whether the file holds the private half, in whatever state.
  boolean isPrivate() {
    return Files.exists(file) && PublicKeyText.parse(text()).isEmpty();
  }

  boolean isEncrypted() {
    return PublicKeyText.shown(text())
        .map(PublicKeyText.Shown::encrypted)
        .orElse(text().contains("ENCRYPTED"));
  }

  /// The public half, as far as it can be seen without a passphrase.
  Optional<HostKey> publicKey() {
    return PublicKeyText.shown(text())
        .map(PublicKeyText.Shown::key)
        .or(() -> PublicKeyText.parse(text()))
        .or(() -> PublicKeyText.read(publicFile()));
  }

  /// Whether the private half is in a device, which only an agent can ask.
  boolean isOfDevice() {
    return publicKey().map(key -> key.type().startsWith("sk-")).orElse(false);
  }

  /// Reads the private half.
  List<LoginPlan.Offer> load(LoadedKeys keys) throws PrivateKeyFile.Unusable {
    if (isOfDevice()) {
      throw new PrivateKeyFile.Unusable(
          "it belongs to a security key, which requires an agent; run: ssh-add " + file, null);
    }
    return withCertificates(keys.of(file, passphrase));
  }

  /// The key as it logs in: by its certificates, then by itself.
  List<LoginPlan.Offer> withCertificates(Identity identity) {
    List<Path> candidates = new ArrayList<>(certificates);
    candidates.add(file.resolveSibling(file.getFileName() + "-cert.pub"));
    List<LoginPlan.Offer> offers = certified(identity, candidates);
    offers.add(new LoginPlan.Offer.Key(identity));
    return offers;
  }

  /// A key as it logs in by certificates in these files, as far as they are there and for it.
  static List<LoginPlan.Offer> certified(Identity identity, List<Path> candidates) {
    List<LoginPlan.Offer> offers = new ArrayList<>();
    for (Path candidate : candidates) {
      Optional<HostKey> found = PublicKeyText.read(candidate);
      if (found.isPresent() && certifies(found.get(), identity)) {
        byte[] blob = PublicKeyText.blob(found.get());
        String description = "certificate " + candidate;
        offers.add(
            new LoginPlan.Offer.Key(
                new CertifiedIdentity(identity, blob, found.get().type(), description)));
      }
    }
    return offers;
  }

  private static boolean certifies(HostKey certificate, Identity identity) {
    try {
      return Certificate.isType(certificate.type())
          && Certificate.parse(PublicKeyText.blob(certificate))
              .key()
              .equals(PublicKeyText.of(identity.publicKey()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
