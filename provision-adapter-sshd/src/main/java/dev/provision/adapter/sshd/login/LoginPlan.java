package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Identity;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is tried at one host, in order. It outlives a connection: what the host has refused is not
/// tried again when the connection has to be made anew.
///
/// Keys are read when their turn comes, so that nobody is asked for a passphrase in vain.
///
/// Tested by `LoginTest` and `ConnectingTest`.
public final class LoginPlan {
  static final String PUBLIC_KEY = "publickey";
  static final String PASSWORD = "password";

  /// Something to log in with.
  sealed interface Offer {
    /// A key.
    record Key(Identity identity) implements Offer {
      @Override
      public String id() {
        return Base64.getEncoder().encodeToString(identity.publicKey());
      }
    }

    /// A password.
    record Password(Secret secret) implements Offer {
      @Override
      public String id() {
        return "password " + System.identityHashCode(secret);
      }
    }

    /// The same for two offers that a host cannot tell apart.
    String id();
  }

  /// Where offers come from.
  interface Source {
    /// [#PUBLIC_KEY] or [#PASSWORD].
    String method();

    /// The offers; asked once.
    ///
    /// @throws ShellException [ShellFailure.KeyUnusable] if a key is of no use
    List<Offer> read();
  }

  /// A source, and what it gave when it was asked.
  private static final class Entry {
    private final Source source;
    private @Nullable List<Offer> offers;

    Entry(Source source) {
      this.source = source;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> accepted = new HashSet<>();
  private @Nullable ShellException unusable;

  LoginPlan(List<Source> sources) {
    sources.forEach(source -> entries.add(new Entry(source)));
  }

  /// The next offer that has not been tried.
  ///
  /// @param allowed whether the host takes this method
  Optional<Offer> next(Predicate<String> allowed) {
    for (Entry entry : entries) {
      if (allowed.test(entry.source.method())) {
        for (Offer offer : offers(entry)) {
          if (!refused.contains(offer.id()) && !accepted.contains(offer.id())) {
            return Optional.of(offer);
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<Offer> offers(Entry entry) {
    if (entry.offers == null) {
      entry.offers = read(entry.source);
    }
    return entry.offers;
  }

  /// A key that is of no use is passed over.
  private List<Offer> read(Source source) {
    try {
      return List.copyOf(source.read());
    } catch (ShellException e) {
      if (!(e.failure() instanceof ShellFailure.KeyUnusable)) {
        throw e;
      }
      unusable = unusable == null ? e : unusable;
      return List.of();
    }
  }

  /// The host does not let us in with this.
  void refused(Offer offer) {
    refused.add(offer.id());
  }

  /// The host wants more than this, which was right. What it refused before may be right now.
  void accepted(Offer offer) {
    accepted.add(offer.id());
    refused.clear();
  }

  /// On another connection, what the host wanted more than is right again.
  public void again() {
    accepted.clear();
  }

  /// The first key that was of no use.
  Optional<ShellException> unusable() {
    return Optional.ofNullable(unusable);
  }
}
