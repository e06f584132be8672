package dev.provision.adapter.jclouds.account;

import static dev.provision.ports.cloud.CloudOption.Type.BOOLEAN;
import static dev.provision.ports.cloud.CloudOption.Type.INTEGER;
import static dev.provision.ports.cloud.CloudOption.Type.LIST;
import static dev.provision.ports.cloud.CloudOption.Type.PATH;
import static dev.provision.ports.cloud.CloudOption.Type.TEXT;

import dev.provision.ports.cloud.CloudOption;
import java.util.Optional;

/// Every option that a provider here may have; its [ProviderProfile] says which it has.
@SuppressWarnings("ImmutableEnumChecker") // a record of texts
public enum ProviderOption {
  ENDPOINT("endpoint", TEXT, "where the API is, if not at its usual place"),
  REGION("region", TEXT, "the region whose nodes are meant"),
  LOGIN_USER("login-user", TEXT, "who logs in, if not the usual user of the image"),
  KEY("key", PATH, "the private key to log in with, before ssh-key-path and those of ssh"),
  SSH_PORT("ssh-port", INTEGER, "the port of the nodes' SSH servers", "22"),
  HOST_TRUST(
      "host-trust",
      TEXT,
      "user-data: a new node is given its host key and no other is accepted; console: the keys it"
          + " writes to its console are, where the cloud shows that; accept-new: the key it shows"
          + " first is, as for images without cloud-init",
      "user-data"),
  ENGINE_TRUST(
      "host-trust",
      TEXT,
      "engine: the host key that the engine finds in the container is accepted and no other;"
          + " accept-new: the key it shows first is",
      "engine"),
  ADDRESS("address", TEXT, "by which address nodes are reached: public or private", "public"),
  CALL_TIMEOUT("call-timeout", INTEGER, "seconds that a call to the cloud may take in all", "120"),
  KEY_PAIR("key-pair", TEXT, "the cloud's key pair to install, if not that of ssh-key-path"),
  SECURITY_GROUPS("security-groups", LIST, "names or ids of security groups for new nodes"),
  NETWORKS("networks", LIST, "ids of networks that new nodes are in"),
  FLOATING_NETWORK(
      "floating-network",
      TEXT,
      "name or id of the outside network that gives each new node a floating address, which goes"
          + " with the node"),
  SUBNET("subnet", TEXT, "id of the subnet that new nodes are in"),
  TAGS("tags", LIST, "what new nodes are marked with: NAME=VALUE, or NAME"),
  DISK_SIZE("disk-size", INTEGER, "size of the root disk in GB, if not the usual one"),
  ZONE("availability-zone", TEXT, "the part of the region that new nodes are in"),
  CONFIG_DRIVE("config-drive", BOOLEAN, "hand user data over on a disk, too", "false"),
  CLOUD("cloud", TEXT, "an entry of clouds.yaml that says the rest (OS_CLOUD)"),
  PROJECT("project", TEXT, "the project that the nodes belong to"),
  PROJECT_ID("project-id", TEXT, "the same by its id"),
  USER_DOMAIN("user-domain", TEXT, "the domain of the user (identity version 3)", "Default"),
  PROJECT_DOMAIN("project-domain", TEXT, "the project's domain, if not the user's"),
  IDENTITY_VERSION(
      "identity-version", INTEGER, "Keystone's API, 2 or 3; the endpoint tells it, too"),
  PROFILE("profile", TEXT, "a profile of ~/.aws (AWS_PROFILE)"),
  KEY_FILE("key-file", PATH, "the service account's JSON key (GOOGLE_APPLICATION_CREDENTIALS)"),
  SUBSCRIPTION("subscription", TEXT, "the subscription's id (AZURE_SUBSCRIPTION_ID)"),
  TENANT("tenant", TEXT, "the directory's id (AZURE_TENANT_ID)"),
  RESOURCE_GROUP("resource-group", TEXT, "what the nodes and their parts are in", "provision"),
  ENGINE(
      "endpoint",
      TEXT,
      "where the engine listens: unix://PATH, tcp://HOST:PORT, http:// or https:// (DOCKER_HOST)",
      "unix:///var/run/docker.sock"),
  CA_FILE(
      "ca-file",
      PATH,
      "the authority of the engine's certificate (ca.pem in DOCKER_CERT_PATH); else those Java"
          + " knows"),
  COMMAND(
      "command",
      LIST,
      "what runs in place of the image's command: one text for its shell, or a list of words"),
  PORTS("ports", LIST, "ports to publish besides SSH's: [[ADDRESS:]PORT:]PORT[/udp]"),
  PRIVILEGED("privileged", BOOLEAN, "whether nodes may do whatever their host may", "false"),
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
