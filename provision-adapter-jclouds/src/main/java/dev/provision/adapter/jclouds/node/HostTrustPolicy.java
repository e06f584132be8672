package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.HostTrustMode;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.account.ProviderProfile.Trait;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// By what a node that runs is recognized.
public final class HostTrustPolicy {
  private final HostTrustMode trust;
  private final boolean acceptsStrangers;
  private final Path knownHosts;

  /// @param acceptsStrangers whether the account says that a node which nobody knows is accepted,
  ///   and not only one that was made a moment ago
  private HostTrustPolicy(HostTrustMode trust, boolean acceptsStrangers, Path knownHosts) {
    this.trust = trust;
    this.acceptsStrangers = acceptsStrangers;
    this.knownHosts = knownHosts;
  }

  /// What the account wants; where the cloud cannot do what is usual, the next best.
  ///
  /// @param knownHosts where the keys of its nodes are kept
  /// @throws CloudException if the account wants what the cloud cannot do
  public static HostTrustPolicy of(ProviderProfile profile, GivenOptions options, Path knownHosts) {
    HostTrustMode trust = options.trust();
    if (trust == HostTrustMode.CONSOLE && !profile.has(Trait.SHOWS_CONSOLE)) {
      throw options.invalid(
          "option host-trust: the API of this cloud does not provide consoles; set "
              + (profile.takesUserData() ? "user-data or accept-new" : "accept-new"));
    }
    if (trust == HostTrustMode.ENGINE && !profile.has(Trait.READS_HOST_KEYS)) {
      throw options.invalid("option host-trust: 'engine' is for Docker only");
    }
    if (trust == HostTrustMode.USER_DATA && !profile.takesUserData()) {
      trust = nextBest(profile);
    }
    return new HostTrustPolicy(trust, options.trust() == HostTrustMode.ACCEPT_NEW, knownHosts);
  }

  private static HostTrustMode nextBest(ProviderProfile profile) {
    if (profile.has(Trait.READS_HOST_KEYS)) {
      return HostTrustMode.ENGINE;
    }
    return profile.has(Trait.SHOWS_CONSOLE) ? HostTrustMode.CONSOLE : HostTrustMode.ACCEPT_NEW;
  }

  /// Whether new nodes are given their host keys.
  boolean givesHostKeys() {
    return trust == HostTrustMode.USER_DATA;
  }

  /// What to trust a node by; empty while that is not known yet.
  ///
  /// @param isNew whether the node was made by this program, and a moment ago
  /// @param sources what is known of a node
  public Optional<HostTrust> of(NodeId id, boolean isNew, Sources sources) {
    return switch (trust) {
      // With a key that was given, this is only where it is written down.
      case USER_DATA, ACCEPT_NEW -> Optional.of(firstSeen(isNew));
      case ENGINE -> {
        List<HostKey> held = sources.hostKeys(id);
        if (!held.isEmpty()) {
          yield Optional.of(
              new HostTrust.KnownKeys(
                  held,
                  "verified with the key that the engine found in the container",
                  Optional.of(knownHosts)));
        }
        yield isNew && !sources.isLate() ? Optional.empty() : Optional.of(firstSeen(isNew));
      }
      case CONSOLE -> {
        List<HostKey> shown = read(id, sources).map(ConsoleKeys::in).orElse(List.of());
        if (!shown.isEmpty()) {
          yield Optional.of(
              new HostTrust.KnownKeys(
                  shown, "verified with the key on its console", Optional.of(knownHosts)));
        }
        // An old node's console may have lost its beginning; its key was written down then.
        yield isNew ? Optional.empty() : Optional.of(firstSeen(false));
      }
    };
  }

  /// Why a node that runs is not recognized yet.
  String whyNot() {
    return trust == HostTrustMode.ENGINE
        ? "it has no host key in /etc/ssh; if its key is elsewhere, set the option host-trust to"
            + " accept-new"
        : "its console did not show its host keys; if the image does not print them, set the option"
            + " host-trust to user-data or accept-new";
  }

  /// The first key that a new node shows; later it has to be known.
  private HostTrust firstSeen(boolean isNew) {
    return isNew || acceptsStrangers
        ? new HostTrust.AcceptNew(List.of(), knownHosts)
        : new HostTrust.KnownHosts(List.of(knownHosts));
  }

  private static Optional<String> read(NodeId id, Sources sources) {
    try {
      return sources.console(id);
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.NotFound) {
        return Optional.empty(); // some clouds have no console yet while a node starts
      }
      throw e;
    }
  }

  /// What is known of a node that runs.
  interface Sources {
    /// What its console shows.
    Optional<String> console(NodeId id);

    /// The host keys that the cloud finds in it.
    default List<HostKey> hostKeys(NodeId id) {
      return List.of();
    }

    /// Whether it has run for longer than what is not known yet is waited for.
    default boolean isLate() {
      return false;
    }
  }
}
