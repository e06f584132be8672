package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// By what a node that runs is recognized.
final class Recognition {
  private final Trust trust;
  private final Path knownHosts;

  private Recognition(Trust trust, Path knownHosts) {
    this.trust = trust;
    this.knownHosts = knownHosts;
  }

  /// What the account wants; where the cloud cannot do what is usual, the next best.
  ///
  /// @param knownHosts where the keys of its nodes are kept
  /// @throws CloudException if the account wants what the cloud cannot do
  static Recognition of(Cloud cloud, Options options, Path knownHosts) {
    Trust trust = options.trust();
    if (trust == Trust.CONSOLE && !cloud.showsConsole()) {
      throw options.invalid(
          "option host-trust: the API of this cloud does not show consoles; set "
              + (cloud.takesUserData() ? "user-data or accept-new" : "accept-new"));
    }
    if (trust == Trust.USER_DATA && !cloud.takesUserData()) {
      trust = cloud.showsConsole() ? Trust.CONSOLE : Trust.ACCEPT_NEW;
    }
    return new Recognition(trust, knownHosts);
  }

  /// Whether new nodes are given their host keys.
  boolean givesHostKeys() {
    return trust == Trust.USER_DATA;
  }

  /// What to trust a node by; empty while that is not known yet.
  ///
  /// @param isNew whether the node was made by this program, and a moment ago
  /// @param console what a node's console shows
  Optional<HostTrust> of(NodeId id, boolean isNew, Function<NodeId, Optional<String>> console) {
    return switch (trust) {
      // With a key that was given, this is only where it is written down.
      case USER_DATA, ACCEPT_NEW -> Optional.of(new HostTrust.AcceptNew(List.of(), knownHosts));
      case CONSOLE -> {
        List<HostKey> shown = read(id, console).map(ConsoleKeys::in).orElse(List.of());
        if (!shown.isEmpty()) {
          yield Optional.of(
              new HostTrust.KnownKeys(
                  shown, "its console shows this key", Optional.of(knownHosts)));
        }
        // An old node's console may have lost its beginning; its key was written down then.
        yield isNew ? Optional.empty() : Optional.of(new HostTrust.KnownHosts(List.of(knownHosts)));
      }
    };
  }

  private static Optional<String> read(NodeId id, Function<NodeId, Optional<String>> console) {
    try {
      return console.apply(id);
    } catch (CloudException e) {
      if (e.failure() instanceof CloudFailure.NotFound) {
        return Optional.empty(); // some clouds have no console yet while a node starts
      }
      throw e;
    }
  }
}
