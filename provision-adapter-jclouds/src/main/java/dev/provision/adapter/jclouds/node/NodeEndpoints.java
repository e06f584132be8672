package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.SshEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/// Where a node's SSH server is, and who logs in to it.
public final class NodeEndpoints {
  /// How long a running node may be without an address of the kind that is wanted.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String ROOT = "root";

  private final GivenOptions options;
  private final boolean privately;
  private final Function<Distribution, String> userOf;
  private final Optional<Path> key;

  /// Reads the options that say where nodes are reached.
  ///
  /// @param userOf who logs in to a distribution's images at this cloud
  public NodeEndpoints(GivenOptions options, Function<Distribution, String> userOf) {
    this.options = options;
    this.privately = options.byPrivateAddress();
    this.userOf = userOf;
    this.key = options.text(ProviderOption.KEY).map(Path::of);
    key.filter(file -> !Files.isRegularFile(file) || !Files.isReadable(file))
        .ifPresent(
            file -> {
              throw options.invalid(
                  "option key: the private key %s cannot be read; name a readable file, or remove the option"
                      .formatted(file));
            });
  }

  /// The one to connect to.
  Optional<String> address(Node node) {
    return (privately ? node.privateAddresses() : node.publicAddresses()).stream().findFirst();
  }

  String whyNoAddress(Node node) {
    List<String> others = privately ? node.publicAddresses() : node.privateAddresses();
    return "it runs, but has no %s address; its other addresses: %s%s"
        .formatted(
            privately ? "private" : "public",
            others.isEmpty() ? "none" : String.join(", ", others),
            others.isEmpty()
                ? ""
                : "; if you can reach it there, use --address "
                    + (privately ? "public" : "private")
                    + ", or set the option address");
  }

  boolean userIsSet() {
    return options.set(ProviderOption.LOGIN_USER).isPresent();
  }

  /// @param imageName what the node's image is called, where known
  SshEndpoint of(
      Node node,
      String host,
      Optional<String> imageName,
      Optional<Secret> password,
      HostTrust trust) {
    String user = options.set(ProviderOption.LOGIN_USER).orElseGet(() -> user(imageName));
    return new SshEndpoint(
        host,
        options.number(ProviderOption.SSH_PORT).map(OptionalInt::of).orElse(OptionalInt.empty()),
        Optional.of(user),
        Stream.<Login>concat(
                key.stream().map(file -> new Login.KeyFile(file, Login.Passphrase.NONE)),
                password.stream().map(Login.Password::new))
            .toList(),
        trust,
        // Clouds give an address to one node after another: a node's key goes with its id.
        node.id().value(),
        user.equals(ROOT) ? new Privilege.None() : new Privilege.Sudo(Optional.empty()),
        List.of());
  }

  private String user(Optional<String> imageName) {
    return imageName.flatMap(Distribution::of).map(userOf).orElse(ROOT);
  }
}
