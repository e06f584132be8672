package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.config.SshConfigException;
import dev.provision.adapter.sshd.key.Agent;
import dev.provision.adapter.sshd.key.CertifiedIdentity;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.key.LoadedKeys;
import dev.provision.adapter.sshd.key.PrivateKeyFile;
import dev.provision.adapter.sshd.key.PublicKeyText;
import dev.provision.adapter.sshd.route.Hop;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.BoundedCall;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Where the ways to log in to a host come from, in order: the endpoint's logins; then, of the
/// user's own, the keys that are asked for and need no passphrase, the other keys of the agent, and
/// the keys that need one.
///
/// So a host that allows few attempts sees the right key early, and a person is asked last.
///
/// Tested by `AgentTest` and `UserCertificateTest`.
public final class LoginSources {
  private final Hop hop;
  private final LocalUser user;
  private final LoadedKeys keys;
  private final TimeAllowance waiting;
  private final Duration listing;
  private final Map<Path, List<Agent.AgentIdentity>> agents = new HashMap<>();
  private final Map<Path, List<LoginPlan.Offer>> loaded = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /// Collects logins of this user.
  ///
  /// @param listing how long an agent may take to say which keys it has
  public LoginSources(
      Hop hop, LocalUser user, LoadedKeys keys, TimeAllowance waiting, Duration listing) {
    this.waiting = waiting;
    this.listing = listing;
    this.hop = hop;
    this.user = user;
    this.keys = keys;
  }

  /// What a person should know if the host refuses everything.
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    hop.config()
        .device()
        .ifPresent(
            place ->
                all.add(
                    "PKCS11Provider (" + place + ") is not supported; add its keys to an agent"));
    hop.config().keyless().ifPresent(why -> all.add("ignoring all keys, because of " + why));
    return all;
  }

  public LoginPlan plan() throws SshConfigException {
    List<LoginPlan.Source> sources = new ArrayList<>();
    for (Login login : hop.endpoint().logins()) {
      sources.add(
          switch (login) {
            case Login.KeyFile(Path file, Login.Passphrase passphrase) -> given(file, passphrase);
            case Login.Key(Secret text) -> source(() -> inMemory(text));
            case Login.Agent(Path socket) -> source(() -> agent(socket, List.of(), false));
            case Login.Password(Secret secret) -> password(secret);
          });
    }
    addUsers(sources);
    if (hop.config().keyless().isPresent()) {
      sources.removeIf(source -> source.method().equals(LoginPlan.PUBLIC_KEY));
    }
    return new LoginPlan(sources);
  }

  private void addUsers(List<LoginPlan.Source> sources) throws SshConfigException {
    Optional<List<Path>> named = hop.config().identityFiles();
    List<Path> certificates = hop.config().certificateFiles();
    Optional<Path> socket = hop.config().agent();
    List<KeyOnDisk> files = new ArrayList<>();
    for (Path file : named.orElse(user.keys())) {
      files.add(new KeyOnDisk(file, user.passphrase(), certificates));
    }
    for (KeyOnDisk file : files) {
      sources.add(source(() -> asked(file, socket, named.isPresent())));
    }
    boolean onlyCertified = hop.config().identitiesOnly();
    if (socket.isPresent() && !(onlyCertified && certificates.isEmpty())) {
      sources.add(source(() -> agent(socket.get(), certificates, onlyCertified)));
    }
    for (KeyOnDisk file : files) {
      sources.add(source(() -> atLast(file, socket)));
    }
  }

  private LoginPlan.Source given(Path file, Login.Passphrase passphrase) throws SshConfigException {
    Login.Passphrase either = asked -> passphrase.of(asked).or(() -> user.passphrase().of(asked));
    KeyOnDisk key = new KeyOnDisk(file, either, hop.config().certificateFiles());
    Optional<Path> socket = hop.config().agent();
    return source(
        () -> {
          List<LoginPlan.Offer> held =
              !key.isPrivate() || key.isEncrypted() ? held(key, socket) : List.of();
          return held.isEmpty() ? load(key) : held;
        });
  }

  /// What can be used without asking anybody.
  private List<LoginPlan.Offer> asked(KeyOnDisk file, Optional<Path> socket, boolean named) {
    List<LoginPlan.Offer> held = held(file, socket);
    if (!held.isEmpty() || !named) {
      return held;
    }
    if (file.isMissing()) {
      notes.add("there is no key " + file.file());
    } else if (!file.isPrivate()) {
      notes.add(
          "only the public key of " + file.file() + " exists, and no agent has the private key");
    } else if (file.isOfDevice()) {
      notes.add(
          file.file() + " belongs to a security key; add it to an agent: ssh-add " + file.file());
    } else if (!file.isEncrypted()) {
      return load(file);
    }
    return List.of();
  }

  private List<LoginPlan.Offer> atLast(KeyOnDisk file, Optional<Path> socket) {
    boolean loadable = file.isPrivate() && !file.isOfDevice();
    return loadable && held(file, socket).isEmpty() ? load(file) : List.of();
  }

  /// The key as the agent holds it; nothing if it does not.
  private List<LoginPlan.Offer> held(KeyOnDisk file, Optional<Path> socket) {
    if (socket.isEmpty()) {
      return List.of();
    }
    Optional<HostKey> key = file.publicKey();
    for (Agent.AgentIdentity identity : identities(socket.get())) {
      if (key.isPresent() && PublicKeyText.of(identity.publicKey()).equals(key.get())) {
        return asHeld(socket.get(), file.withCertificates(identity.askedFor()));
      }
    }
    return List.of();
  }

  private List<LoginPlan.Offer> agent(Path socket, List<Path> certificates, boolean onlyCertified) {
    List<LoginPlan.Offer> offers = new ArrayList<>();
    for (Agent.AgentIdentity identity : identities(socket)) {
      offers.addAll(KeyOnDisk.certified(identity, certificates));
      if (!onlyCertified) {
        offers.add(new LoginPlan.Offer.Key(identity));
      }
    }
    return asHeld(socket, offers);
  }

  /// A certificate that the agent holds itself is for the agent to sign with: of a key that is for
  /// some hosts only, it signs nothing in another one's name.
  private List<LoginPlan.Offer> asHeld(Path socket, List<LoginPlan.Offer> offers) {
    List<LoginPlan.Offer> held = new ArrayList<>();
    for (LoginPlan.Offer offer : offers) {
      held.add(
          offer instanceof LoginPlan.Offer.Key(CertifiedIdentity certified)
              ? new LoginPlan.Offer.Key(asHeld(socket, certified))
              : offer);
    }
    return held;
  }

  private Identity asHeld(Path socket, CertifiedIdentity certified) {
    for (Agent.AgentIdentity identity : identities(socket)) {
      if (Arrays.equals(identity.publicKey(), certified.publicKey())) {
        return certified.askFirst() ? identity : identity.askedFor();
      }
    }
    return certified;
  }

  /// An agent that cannot be reached, or does not answer, has no keys.
  private List<Agent.AgentIdentity> identities(Path socket) {
    List<Agent.AgentIdentity> known = agents.get(socket);
    if (known == null) {
      try {
        known = ask(socket);
      } catch (IOException e) {
        notes.add("the agent at " + socket + " cannot be used (" + e.getMessage() + ")");
        known = List.of();
      }
      agents.put(socket, known);
    }
    return known;
  }

  /// Half of what is left at most: an agent that never answers must leave time for other keys.
  private List<Agent.AgentIdentity> ask(Path socket) throws IOException {
    Duration half = Duration.ofMillis(Math.max(1, waiting.left().toMillis() / 2));
    Duration limit = half.compareTo(listing) < 0 ? half : listing;
    waiting.observer().awaiting("the agent at " + socket + " to list its keys", limit);
    try (BoundedCall<List<Agent.AgentIdentity>> call =
        new BoundedCall<>(() -> Agent.identities(socket))) {
      return call.result(limit);
    } catch (TimeoutException e) {
      String reason = "it did not answer within " + AttemptLimit.words(limit);
      waiting.observer().waiting("the agent at " + socket + " is ignored: " + reason);
      throw new IOException(reason, e);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(hop.doing(), "it was interrupted"), e);
    }
  }

  /// Once, even if several ask for it, since it may take a passphrase.
  private List<LoginPlan.Offer> load(KeyOnDisk key) {
    List<LoginPlan.Offer> known = loaded.get(key.file());
    if (known == null) {
      loaded.put(key.file(), List.of());
      try {
        known = key.load(keys);
      } catch (PrivateKeyFile.Unusable e) {
        throw unusable(key.file(), e);
      }
      loaded.put(key.file(), known);
    }
    return known;
  }

  private List<LoginPlan.Offer> inMemory(Secret text) {
    try {
      return List.of(new LoginPlan.Offer.Key(PrivateKeyFile.inMemory(text).load()));
    } catch (PrivateKeyFile.Unusable e) {
      throw unusable(Path.of(PrivateKeyFile.IN_MEMORY), e);
    }
  }

  private ShellException unusable(Path file, PrivateKeyFile.Unusable e) {
    return new ShellException(
        new ShellFailure.KeyUnusable(
            hop.doing(), "cannot use the private key " + file + ": " + e.getMessage(), file),
        e);
  }

  @FunctionalInterface
  private interface Keys {
    List<LoginPlan.Offer> read();
  }

  private static LoginPlan.Source source(Keys keys) {
    return new LoginPlan.Source() {
      @Override
      public String method() {
        return LoginPlan.PUBLIC_KEY;
      }

      @Override
      public List<LoginPlan.Offer> read() {
        return keys.read();
      }
    };
  }

  private static LoginPlan.Source password(Secret secret) {
    return new LoginPlan.Source() {
      @Override
      public String method() {
        return LoginPlan.PASSWORD;
      }

      @Override
      public List<LoginPlan.Offer> read() {
        return List.of(new LoginPlan.Offer.Password(secret));
      }
    };
  }
}
