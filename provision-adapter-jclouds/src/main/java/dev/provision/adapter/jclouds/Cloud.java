package dev.provision.adapter.jclouds;

import static dev.provision.adapter.jclouds.Option.*;

import dev.provision.ports.cloud.CloudOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Every cloud that can be chosen here: the one table of names, credentials, options and limits.
///
/// Nothing of jclouds is in it, so that a command that touches no cloud loads nothing of jclouds.
@SuppressWarnings("ImmutableEnumChecker") // its lists cannot be changed
enum Cloud {
  NOVA(
      List.of("openstack-nova", "openstack"),
      "OpenStack; needs Keystone's address, a user, a password and a project",
      "USER, DOMAIN:USER or, for identity version 2, PROJECT:USER; else clouds.yaml or OS_USERNAME",
      "the password; else clouds.yaml or OS_PASSWORD",
      // 65535 bytes of base64.
      49_149,
      ENDPOINT,
      CLOUD,
      REGION,
      PROJECT,
      PROJECT_ID,
      USER_DOMAIN,
      PROJECT_DOMAIN,
      IDENTITY_VERSION,
      KEY_PAIR,
      SECURITY_GROUPS,
      NETWORKS,
      FLOATING_NETWORK,
      ZONE,
      DISK_SIZE,
      CONFIG_DRIVE,
      TAGS),
  EC2(
      List.of("aws-ec2", "aws", "ec2"),
      "Amazon EC2, and clouds with its API; needs an access key",
      "the access key's id; else a profile of ~/.aws or AWS_ACCESS_KEY_ID",
      "the secret access key; else a profile of ~/.aws or AWS_SECRET_ACCESS_KEY",
      16_384,
      ENDPOINT,
      PROFILE,
      REGION,
      KEY_PAIR,
      SECURITY_GROUPS,
      SUBNET,
      DISK_SIZE,
      TAGS),
  DIGITAL_OCEAN(
      List.of("digitalocean2", "digitalocean"),
      "DigitalOcean; needs an API token",
      "",
      "the API token; else DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN",
      65_536,
      ENDPOINT,
      REGION,
      KEY_PAIR,
      NETWORKS,
      TAGS),
  GCE(
      List.of("google-compute-engine", "gce"),
      "Google Compute Engine; needs a service account's JSON key",
      "the service account's e-mail address, where no JSON key says it",
      "its private key in PEM form, or the JSON key; else key-file or"
          + " GOOGLE_APPLICATION_CREDENTIALS",
      262_144,
      KEY_FILE,
      PROJECT,
      ENDPOINT,
      ZONE,
      SUBNET,
      NETWORKS,
      SECURITY_GROUPS,
      DISK_SIZE,
      TAGS),
  AZURE(
      List.of("azurecompute-arm", "azure"),
      "Microsoft Azure; needs an application with a password, its directory and a subscription",
      "the application's id; else AZURE_CLIENT_ID",
      "its password; else AZURE_CLIENT_SECRET",
      // 65535 bytes of base64.
      49_149,
      SUBSCRIPTION,
      TENANT,
      RESOURCE_GROUP,
      ENDPOINT,
      REGION,
      SUBNET,
      SECURITY_GROUPS,
      DISK_SIZE,
      TAGS),
  CLOUDSTACK(
      List.of("cloudstack"),
      "Apache CloudStack; needs the API's address, an API key and its secret",
      "the API key; else CLOUDSTACK_KEY",
      "its secret; else CLOUDSTACK_SECRET",
      // 32768 bytes of base64.
      24_576,
      ENDPOINT,
      KEY_PAIR,
      NETWORKS,
      SECURITY_GROUPS,
      DISK_SIZE),
  RACKSPACE_US(
      List.of("rackspace-cloudservers-us", "rackspace", "rackspace-us"),
      "Rackspace in America; needs a user and an API key",
      "the user; else RACKSPACE_USERNAME",
      "the API key; else RACKSPACE_API_KEY",
      49_149,
      REGION,
      ENDPOINT,
      KEY_PAIR,
      NETWORKS,
      CONFIG_DRIVE,
      TAGS),
  RACKSPACE_UK(
      List.of("rackspace-cloudservers-uk", "rackspace-uk"),
      "Rackspace in Britain; needs a user and an API key",
      "the user; else RACKSPACE_USERNAME",
      "the API key; else RACKSPACE_API_KEY",
      49_149,
      REGION,
      ENDPOINT,
      KEY_PAIR,
      NETWORKS,
      CONFIG_DRIVE,
      TAGS),
  SOFTLAYER(
      List.of("softlayer"),
      "IBM Cloud's classic infrastructure (SoftLayer); needs a user and an API key",
      "the user; else SL_USERNAME",
      "the API key; else SL_API_KEY",
      16_384,
      ENDPOINT,
      TAGS),
  DOCKER(
      List.of("docker"),
      "a Docker engine; nodes are containers of images that run an SSH server",
      "with TLS, the file of the client's certificate; else cert.pem in DOCKER_CERT_PATH",
      "the file of its private key; else key.pem in DOCKER_CERT_PATH",
      Limits.NO_USER_DATA,
      ENGINE,
      CA_FILE,
      COMMAND,
      NETWORKS,
      PORTS,
      PRIVILEGED,
      TAGS),
  STUB(
      List.of("stub"),
      "a cloud in memory, to try commands with; its nodes cannot be reached",
      "",
      "",
      Limits.NO_USER_DATA);

  private final List<String> names;
  private final String description;
  private final String userid;
  private final String secretKey;
  private final int userDataBytes;
  private final List<Option> own;

  Cloud(
      List<String> names,
      String description,
      String userid,
      String secretKey,
      int userDataBytes,
      Option... own) {
    this.names = names;
    this.description = description;
    this.userid = userid;
    this.secretKey = secretKey;
    this.userDataBytes = userDataBytes;
    this.own = List.of(own);
  }

  List<String> names() {
    return names;
  }

  String description() {
    return description;
  }

  /// What user id and secret key are here, in the form of options.
  List<CloudOption> credentials() {
    List<CloudOption> needed = new ArrayList<>();
    if (!userid.isEmpty()) {
      needed.add(new CloudOption("userid", CloudOption.Type.TEXT, userid, Optional.empty(), false));
    }
    if (!secretKey.isEmpty()) {
      needed.add(
          new CloudOption("secret-key", CloudOption.Type.TEXT, secretKey, Optional.empty(), true));
    }
    return needed;
  }

  /// Its own options, then those that all have.
  List<CloudOption> options() {
    Option trust = readsHostKeys() ? ENGINE_TRUST : HOST_TRUST;
    return Stream.concat(
            own.stream(), Stream.of(LOGIN_USER, KEY, trust, SSH_PORT, ADDRESS, CALL_TIMEOUT, RAW))
        .map(Option::declared)
        .toList();
  }

  boolean takesUserData() {
    return userDataBytes >= 0;
  }

  /// Whether its API tells what a node has written to its console.
  boolean showsConsole() {
    return switch (this) {
      case NOVA, EC2, GCE, RACKSPACE_US, RACKSPACE_UK, DOCKER -> true;
      case DIGITAL_OCEAN, AZURE, CLOUDSTACK, SOFTLAYER, STUB -> false;
    };
  }

  /// Whether its API tells the host keys that a node holds.
  boolean readsHostKeys() {
    return this == DOCKER;
  }

  OptionalInt userDataLimit() {
    return takesUserData() ? OptionalInt.of(userDataBytes) : OptionalInt.empty();
  }

  /// Variables of the environment that hold the user, as the last words of its help say.
  List<String> userVariables() {
    return variables(userid);
  }

  /// Variables of the environment that hold the secret.
  List<String> secretVariables() {
    return variables(secretKey);
  }

  private static List<String> variables(String help) {
    return Stream.of(help.substring(help.lastIndexOf("else ") + "else ".length()).split(" or ", -1))
        .filter(word -> word.matches("[A-Z_]+"))
        .toList();
  }

  /// Who logs in to images of this distribution.
  String user(Distribution distribution) {
    return switch (this) {
      case NOVA, GCE, AZURE, CLOUDSTACK -> distribution.user();
      case RACKSPACE_US, RACKSPACE_UK, SOFTLAYER, DOCKER, STUB -> "root";
      case EC2 -> distribution.amazonUser();
      case DIGITAL_OCEAN -> "root";
    };
  }

  /// What an enum's constants cannot take from itself.
  private static final class Limits {
    static final int NO_USER_DATA = -1;
  }
}
