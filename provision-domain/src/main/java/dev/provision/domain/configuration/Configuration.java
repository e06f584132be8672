package dev.provision.domain.configuration;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.key.KeySet;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all configuration directories together say.
///
/// The comments name the variables of the first Provision's `config` module that mean the same.
///
/// @param provider which provider is used where `-p` says nothing (`DEFAULT_PROVIDER`)
/// @param userid the user there (`DEFAULT_USERID`)
/// @param secretKey its secret (`DEFAULT_SECRET_KEY`)
/// @param image short name, full name or id of the image used where `-i` says nothing
///   (`DEFAULT_IMAGE_NAME`)
/// @param location index, id or name (`DEFAULT_LOCATION_ID`)
/// @param size index, id or name (`DEFAULT_SIZE_ID`)
/// @param imageNames full names by short name (`IMAGE_NAMES`)
/// @param bootstrappedImages short names of images that have the bootstrap bundles in them
///   (`BOOTSTRAPPED_IMAGE_NAMES`)
/// @param namePrefix what random node names begin with (`DEFAULT_NAME_PREFIX`)
/// @param destroyablePrefixes nodes whose names begin so may be destroyed (`DESTROYABLE_PREFIXES`)
/// @param targetDirectory where scripts go on the node (`DEFAULT_TARGETDIR`)
/// @param defaultKey the user's own public key (`DEFAULT_PUBKEY`)
/// @param keys further public keys (`PUBKEYS`)
/// @param variables for templates (`SUBMAP`)
/// @param bundles by name (`BUNDLEMAP`)
/// @param defaultBundles for every node whose image is bootstrapped (`DEFAULT_BUNDLES`)
/// @param defaultBootstrapBundles for every other node (`DEFAULT_BOOTSTRAP_BUNDLES`)
/// @param sshKey path of the private key to log in with (`SSH_KEY_PATH`)
/// @param userData handed to the node at its first boot (`EX_USERDATA`)
/// @param metadataContainer kept for configurations that set it (`NODE_METADATA_CONTAINER_NAME`)
/// @param accounts named accounts by name (`PROVIDERS`)
public record Configuration(
    String provider,
    Optional<String> userid,
    Optional<Secret> secretKey,
    String image,
    String location,
    String size,
    Map<String, String> imageNames,
    List<String> bootstrappedImages,
    String namePrefix,
    List<String> destroyablePrefixes,
    String targetDirectory,
    Optional<PublicKey> defaultKey,
    KeySet keys,
    Map<String, VariableValue> variables,
    Map<String, Bundle> bundles,
    List<String> defaultBundles,
    List<String> defaultBootstrapBundles,
    Optional<String> sshKey,
    Optional<String> userData,
    Optional<String> metadataContainer,
    Map<String, Account> accounts) {

  /// The image where nobody has chosen one.
  public static final String BUILT_IN_IMAGE = "noble";

  /// Copies the collections.
  public Configuration {
    imageNames = Map.copyOf(imageNames);
    bootstrappedImages = List.copyOf(bootstrappedImages);
    destroyablePrefixes = List.copyOf(destroyablePrefixes);
    variables = Map.copyOf(variables);
    bundles = Map.copyOf(bundles);
    defaultBundles = List.copyOf(defaultBundles);
    defaultBootstrapBundles = List.copyOf(defaultBootstrapBundles);
    accounts = Map.copyOf(accounts);
  }
}
