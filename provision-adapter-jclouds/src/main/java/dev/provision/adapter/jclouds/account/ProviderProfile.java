package dev.provision.adapter.jclouds.account;

import dev.provision.ports.cloud.CloudOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What a provider says of itself: names, credentials, options and limits. Nothing of jclouds is in
/// it, so that a command that touches no cloud loads nothing of jclouds.
///
/// @param names the first is jclouds' own, the others are shorter
/// @param description for people
/// @param user who an account belongs to; empty where the secret says it
/// @param secret what goes with the user; empty where everybody may come in
/// @param userDataLimit bytes of user data that a node takes; empty if it takes none
/// @param traits what its API can do besides
/// @param own the options that not all providers have
public record ProviderProfile(
    List<String> names,
    String description,
    Optional<Credential> user,
    Optional<Credential> secret,
    OptionalInt userDataLimit,
    Set<Trait> traits,
    List<ProviderOption> own) {
  /// What some APIs can do and others cannot.
  public enum Trait {
    /// It shows what a node has written to its console.
    SHOWS_CONSOLE,
    /// It keeps labels with nodes.
    KEEPS_LABELS,
    /// It reads the host keys that a node holds.
    READS_HOST_KEYS,
    /// It may be behind a socket of this machine, so that its address has more forms than others'.
    ON_SOCKET
  }

  /// The name that jclouds knows it by.
  public String id() {
    return names.getFirst();
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  public boolean takesUserData() {
    return userDataLimit.isPresent();
  }

  /// User id and secret key in the form of options.
  public List<CloudOption> credentials() {
    List<CloudOption> needed = new ArrayList<>();
    user.ifPresent(one -> needed.add(option("userid", one, false)));
    secret.ifPresent(one -> needed.add(option("secret-key", one, true)));
    return needed;
  }

  private static CloudOption option(String name, Credential credential, boolean secret) {
    return new CloudOption(
        name, CloudOption.Type.TEXT, credential.fullHelp(), Optional.empty(), secret);
  }

  /// Its own options, then those that all have.
  public List<CloudOption> options() {
    ProviderOption trust =
        has(Trait.READS_HOST_KEYS) ? ProviderOption.ENGINE_TRUST : ProviderOption.HOST_TRUST;
    return Stream.concat(
            own.stream(),
            Stream.of(
                ProviderOption.LOGIN_USER,
                ProviderOption.KEY,
                trust,
                ProviderOption.SSH_PORT,
                ProviderOption.ADDRESS,
                ProviderOption.CALL_TIMEOUT,
                ProviderOption.RAW))
        .map(ProviderOption::declared)
        .toList();
  }

  /// Whether the secret is of this form.
  public boolean secretIs(Credential.Form form) {
    return secret.filter(one -> one.form() == form).isPresent();
  }
}
