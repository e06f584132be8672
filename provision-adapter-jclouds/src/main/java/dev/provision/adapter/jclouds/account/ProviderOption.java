package dev.provision.adapter.jclouds.account;

import static dev.provision.ports.cloud.CloudOption.Type.BOOLEAN;
import static dev.provision.ports.cloud.CloudOption.Type.INTEGER;
import static dev.provision.ports.cloud.CloudOption.Type.LIST;
import static dev.provision.ports.cloud.CloudOption.Type.PATH;
import static dev.provision.ports.cloud.CloudOption.Type.TEXT;

import dev.provision.ports.cloud.CloudOption;
import java.util.Optional;

/// Every option that a provider here may have; its [ProviderProfile] says which it has.
///
/// Tested by `GivenOptionsTest`.
@SuppressWarnings("ImmutableEnumChecker") // a record of texts
public enum ProviderOption {
  ENDPOINT("endpoint", TEXT, "URL of the API, if it is not the default"),
  REGION("region", TEXT, "the region of the nodes"),
  LOGIN_USER("login-user", TEXT, "login user, if it is not the image's default user"),
  KEY("key", PATH, "private key to log in with, tried before ssh-key-path and ssh's keys"),
  SSH_PORT("ssh-port", INTEGER, "port of the nodes' SSH servers", "22"),
  HOST_TRUST(
      "host-trust",
      TEXT,
      "which host key is accepted from a new node. user-data: the key given in its user data;"
          + " console: the keys on its console, if the cloud provides it; accept-new: the key of"
          + " the first contact, for images without cloud-init",
      "user-data"),
  ENGINE_TRUST(
      "host-trust",
      TEXT,
      "which host key is accepted. engine: the key that the engine finds in the container;"
          + " accept-new: the key of the first contact",
      "engine"),
  ADDRESS("address", TEXT, "address to connect to: public or private", "public"),
  CALL_TIMEOUT("call-timeout", INTEGER, "time limit of a call to the cloud, in seconds", "120"),
  KEY_PAIR(
      "key-pair", TEXT, "the cloud's key pair to install, if it is not the one of ssh-key-path"),
  SECURITY_GROUPS("security-groups", LIST, "names or IDs of security groups for new nodes"),
  NETWORKS("networks", LIST, "IDs of networks for new nodes"),
  FLOATING_NETWORK(
      "floating-network",
      TEXT,
      "name or ID of the external network from which each new node gets a floating address,"
          + " released with the node"),
  SUBNET("subnet", TEXT, "ID of the subnet for new nodes"),
  TAGS("tags", LIST, "tags for new nodes: NAME=VALUE, or NAME"),
  DISK_SIZE("disk-size", INTEGER, "size of the root disk in GB, if it is not the default"),
  ZONE("availability-zone", TEXT, "availability zone for new nodes"),
  CONFIG_DRIVE("config-drive", BOOLEAN, "also pass user data on a disk", "false"),
  CLOUD("cloud", TEXT, "an entry of clouds.yaml that contains the other settings (OS_CLOUD)"),
  PROJECT("project", TEXT, "the project of the nodes"),
  PROJECT_ID("project-id", TEXT, "the project's ID"),
  USER_DOMAIN("user-domain", TEXT, "the user's domain (identity version 3)", "Default"),
  PROJECT_DOMAIN("project-domain", TEXT, "the project's domain, if it is not the user's"),
  IDENTITY_VERSION(
      "identity-version",
      INTEGER,
      "version of Keystone's API, 2 or 3; by default taken from the endpoint"),
  PROFILE("profile", TEXT, "a profile of ~/.aws (AWS_PROFILE)"),
  KEY_FILE("key-file", PATH, "the service account's JSON key (GOOGLE_APPLICATION_CREDENTIALS)"),
  SUBSCRIPTION("subscription", TEXT, "the subscription's ID (AZURE_SUBSCRIPTION_ID)"),
  TENANT("tenant", TEXT, "the directory's ID (AZURE_TENANT_ID)"),
  RESOURCE_GROUP(
      "resource-group", TEXT, "the resource group for nodes and their resources", "provision"),
  ENGINE(
      "endpoint",
      TEXT,
      "URL of the engine: unix://PATH, tcp://HOST:PORT, http://, or https:// (DOCKER_HOST)",
      "unix:///var/run/docker.sock"),
  CA_FILE(
      "ca-file",
      PATH,
      "the authority of the engine's certificate (ca.pem in DOCKER_CERT_PATH); by default those"
          + " that Java trusts"),
  COMMAND(
      "command",
      LIST,
      "what to run instead of the image's command: one string for its shell, or a list of words"),
  PORTS("ports", LIST, "ports to publish in addition to SSH's: [[ADDRESS:]PORT:]PORT[/udp]"),
  PRIVILEGED("privileged", BOOLEAN, "whether nodes have all privileges of their host", "false"),
  RAW("jclouds.*", TEXT, "any property of jclouds, under properties:");

  private final CloudOption declared;

  ProviderOption(String name, CloudOption.Type type, String help) {
    declared = new CloudOption(name, type, help, Optional.empty(), false);
  }

  ProviderOption(String name, CloudOption.Type type, String help, String otherwise) {
    declared = new CloudOption(name, type, help, Optional.of(otherwise), false);
  }

  /// As the port shows it.
  CloudOption declared() {
    return declared;
  }

  String key() {
    return declared.name();
  }
}
