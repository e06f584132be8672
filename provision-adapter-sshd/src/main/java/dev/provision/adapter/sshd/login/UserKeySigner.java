package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Agent;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.key.PrivateKeyFile;
import dev.provision.adapter.sshd.key.PrivateKeyFile.Unusable;
import dev.provision.adapter.sshd.key.PublicKeyText;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.BoundedCall;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.time.TimeLimits;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.KeySigner.KeySignature;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Signs with the user's keys, in files and in the agent of `SSH_AUTH_SOCK`.
///
/// Tested by `UserKeySignerTest`.
public final class UserKeySigner implements KeySigner {
  private static final String PUBLIC = ".pub";

  private final LocalUser user;
  private final TimeLimits limits;

  /// @param limits for what is asked of an agent
  public UserKeySigner(LocalUser user, TimeLimits limits) {
    this.user = user;
    this.limits = limits;
  }

  @Override
  public KeySignature sign(Path key, byte[] data, WaitObserver waiting) {
    String doing = "signing with " + key;
    try {
      return signed(identity(key), data, waiting);
    } catch (Unusable e) {
      throw unusable(doing, key, String.valueOf(e.getMessage()), e);
    } catch (IOException | GeneralSecurityException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw unusable(doing, key, why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  private static ShellException unusable(String doing, Path key, String why, Exception e) {
    String reason = "the key " + key + " cannot be used: " + why;
    return new ShellException(new ShellFailure.KeyUnusable(doing, reason, key), e);
  }

  /// An agent that ignores what RSA is asked for would sign with SHA-1.
  private KeySignature signed(Identity key, byte[] data, WaitObserver waiting)
      throws Unusable, IOException, GeneralSecurityException, InterruptedException {
    String algorithm = algorithm(key.type());
    // A signature may take half of what there is.
    TimeAllowance allowance = TimeAllowance.from(limits.signing().multipliedBy(2), waiting);
    LoginSigner signer = new LoginSigner(allowance, limits.signing());
    byte[] signature = signer.sign(key, algorithm, data, Optional.empty());
    String used = new ByteArrayBuffer(signature).getString();
    if (!used.equals(algorithm)) {
      throw new Unusable("the agent signed with " + used + " instead of " + algorithm, null);
    }
    return new KeySignature(key.publicKey(), signature);
  }

  private static String algorithm(String type) throws Unusable {
    return switch (type) {
      case "ssh-rsa" -> "rsa-sha2-512";
      case "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com" ->
          type;
      default -> throw new Unusable("keys of the type " + type + " do not sign", null);
    };
  }

  private Identity identity(Path named) throws Unusable, IOException, InterruptedException {
    KeyOnDisk key = new KeyOnDisk(named, user.passphrase(), List.of());
    if (key.isMissing()) {
      throw new Unusable("there is no such file", null);
    }
    boolean loadable = key.isPrivate() && !key.isOfDevice();
    if (loadable && !key.isEncrypted()) {
      return load(named);
    }
    Optional<Path> file = loadable ? Optional.of(named) : privateHalf(named);
    Optional<Identity> held = held(key, file.isEmpty());
    return held.isPresent() ? held.get() : load(file.orElseThrow(() -> new Unusable(lack(), null)));
  }

  private Identity load(Path file) throws Unusable {
    return new PrivateKeyFile(file, user.passphrase()).load();
  }

  /// Of `KEY.pub`, as for `ssh-keygen`.
  private Optional<Path> privateHalf(Path named) {
    String name = named.getFileName().toString();
    if (!name.endsWith(PUBLIC)) {
      return Optional.empty();
    }
    Path sibling = named.resolveSibling(name.substring(0, name.length() - PUBLIC.length()));
    KeyOnDisk key = new KeyOnDisk(sibling, user.passphrase(), List.of());
    return Optional.of(sibling).filter(_ -> key.isPrivate() && !key.isOfDevice());
  }

  private String lack() {
    return agent()
        .map(socket -> "the agent at " + socket + " does not have its private key; run: ssh-add")
        .orElse("only an agent can have its private key, but SSH_AUTH_SOCK is not set");
  }

  private Optional<Path> agent() {
    return Optional.ofNullable(user.environment().get("SSH_AUTH_SOCK"))
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }

  /// The key as the agent holds it.
  ///
  /// @param needed whether nothing else can sign, so that an agent that fails is an error
  private Optional<Identity> held(KeyOnDisk key, boolean needed)
      throws IOException, InterruptedException {
    Optional<HostKey> wanted = key.publicKey();
    Optional<Path> socket = agent();
    if (wanted.isEmpty() || socket.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (Agent.AgentIdentity identity : identities(socket.get())) {
        if (PublicKeyText.of(identity.publicKey()).equals(wanted.get())) {
          return Optional.of(identity);
        }
      }
    } catch (IOException e) {
      if (needed) {
        throw new IOException("the agent at " + socket.get() + ": " + e.getMessage(), e);
      }
    }
    return Optional.empty();
  }

  private List<Agent.AgentIdentity> identities(Path socket)
      throws IOException, InterruptedException {
    Duration limit = limits.listing();
    try (BoundedCall<List<Agent.AgentIdentity>> call =
        new BoundedCall<>(() -> Agent.identities(socket))) {
      return call.result(limit);
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within " + AttemptLimit.words(limit), e);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
