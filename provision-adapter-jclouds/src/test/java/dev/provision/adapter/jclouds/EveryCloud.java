package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Accounts at a server that may be anything, for each cloud and each way to log in.
public final class EveryCloud {
  /// Made once: that takes a while.
  private static final String PEM = pem();

  private EveryCloud() {}

  public static Stream<String> names() {
    return Stream.of(
        "nova",
        "nova-2",
        "rackspace-us",
        "rackspace-uk",
        "ec2",
        "digitalocean",
        "google",
        "google-login",
        "azure",
        "azure-login",
        "cloudstack",
        "softlayer",
        "docker");
  }

  /// A port to the API at this address.
  ///
  /// @param url where everything is that belongs to the cloud
  public static CloudPort port(String name, String url, Map<String, String> more) {
    return port(name, url, more, FakeFixture.nowhere());
  }

  public static CloudPort port(
      String name, String url, Map<String, String> more, CredentialSources sources) {
    CloudAccount account = account(name, url);
    Map<String, String> options = new java.util.HashMap<>(account.options());
    options.putAll(more);
    return FakeFixture.opening(_ -> {}, sources)
        .open(
            cloud(name),
            new CloudAccount(
                account.provider(),
                account.userid(),
                account.secretKey(),
                options,
                account.stateDirectory()));
  }

  public static CloudPort port(String name, String url) {
    return port(name, url, Map.of());
  }

  static TestedProvider cloud(String name) {
    return switch (name) {
      case "nova", "nova-2" -> TestedProvider.NOVA;
      case "rackspace-us" -> TestedProvider.RACKSPACE_US;
      case "rackspace-uk" -> TestedProvider.RACKSPACE_UK;
      case "ec2" -> TestedProvider.EC2;
      case "digitalocean" -> TestedProvider.DIGITAL_OCEAN;
      case "google", "google-login" -> TestedProvider.GCE;
      case "azure", "azure-login" -> TestedProvider.AZURE;
      case "cloudstack" -> TestedProvider.CLOUDSTACK;
      case "softlayer" -> TestedProvider.SOFTLAYER;
      case "docker" -> TestedProvider.DOCKER;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static CloudAccount account(String name, String url) {
    return switch (name) {
      case "nova" -> account(name, "SECRET", Map.of("endpoint", url + "/v3", "project", "demo"));
      case "nova-2" ->
          account(name, "SECRET", Map.of("endpoint", url + "/v2.0", "project", "demo"));
      case "rackspace-us", "rackspace-uk" ->
          account(name, "SECRET", Map.of("endpoint", url + "/v2.0/"));
      case "digitalocean" -> account(name, "SECRET", Map.of("endpoint", url + "/v2"));
      case "google" ->
          account(
              name,
              "SECRET",
              Map.of(
                  "endpoint", url + "/compute/v1",
                  "project", "demo",
                  "jclouds.oauth.credential-type", "bearerTokenCredentials"));
      case "google-login" ->
          account(
              name,
              PEM,
              Map.of(
                  "endpoint", url + "/compute/v1",
                  "project", "demo",
                  "oauth.endpoint", url + "/token"));
      case "azure" ->
          account(
              name,
              "SECRET",
              Map.of(
                  "endpoint", url,
                  "subscription", "s1",
                  "tenant", "t1",
                  "jclouds.oauth.credential-type", "bearerTokenCredentials"));
      case "azure-login" ->
          account(
              name,
              "SECRET",
              Map.of(
                  "endpoint",
                  url,
                  "subscription",
                  "s1",
                  "tenant",
                  "t1",
                  "oauth.endpoint",
                  url + "/oauth2/token"));
      case "cloudstack" -> account(name, "SECRET", Map.of("endpoint", url + "/client/api"));
      default -> account(name, "SECRET", Map.of("endpoint", url));
    };
  }

  private static CloudAccount account(String name, String secret, Map<String, String> options) {
    TestedProvider cloud = cloud(name);
    boolean isDocker = cloud == TestedProvider.DOCKER; // where both are files
    return new CloudAccount(
        cloud.names().getFirst(),
        isDocker ? Optional.empty() : Optional.of("USERID"),
        isDocker ? Optional.empty() : Optional.of(Secret.of(secret)),
        options,
        Path.of("/nowhere"));
  }

  /// The secret of accounts that log in with a key.
  public static String key() {
    return PEM;
  }

  private static String pem() {
    try {
      byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
