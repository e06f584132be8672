package dev.provision.library.configuration;

import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.library.configuration.secret.SecretReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the configuration directories say, and what a person should know about them.
///
/// @param configuration what they say together
/// @param warnings for people, each with its place
/// @param directories the directories that were read, in order
/// @param sshConfig the file that takes the place of the user's SSH configuration; `none` for none
/// @param signedPlans the file with those who must have signed a plan; empty if nobody must
/// @param maxOutput how many bytes of each script's streams are kept, if that is set
/// @param limits how long nodes live and how many there may be, if that is set
/// @param useridOrigin where the user id outside of accounts was set; empty if it is not
/// @param secretOrigin the same of the secret key
/// @param references fetches what its user ids and options refer to, when an account is opened
public record LoadedConfiguration(
    Configuration configuration,
    List<String> warnings,
    List<Path> directories,
    Optional<String> sshConfig,
    Optional<Path> signedPlans,
    Optional<Long> maxOutput,
    NodeLimits limits,
    String useridOrigin,
    String secretOrigin,
    SecretReferences references) {
  /// Copies the lists.
  public LoadedConfiguration {
    warnings = List.copyOf(warnings);
    directories = List.copyOf(directories);
  }
}
