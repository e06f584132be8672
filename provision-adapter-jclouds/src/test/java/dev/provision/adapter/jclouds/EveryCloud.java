package dev.provision.adapter.jclouds;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Accounts at a server that may be anything, for each cloud and each way to log in.
public final class EveryCloud {
  /// Made once: that takes a while.
  private static final String PEM = pem();

  private static final Map<String, TestedProvider> CLOUDS =
      Map.ofEntries(
          entry("nova", TestedProvider.NOVA),
          entry("nova-2", TestedProvider.NOVA),
          entry("rackspace-us", TestedProvider.RACKSPACE_US),
          entry("rackspace-uk", TestedProvider.RACKSPACE_UK),
          entry("ec2", TestedProvider.EC2),
          entry("digitalocean", TestedProvider.DIGITAL_OCEAN),
          entry("google", TestedProvider.GCE),
          entry("google-login", TestedProvider.GCE),
          entry("azure", TestedProvider.AZURE),
          entry("azure-login", TestedProvider.AZURE),
          entry("cloudstack", TestedProvider.CLOUDSTACK),
          entry("softlayer", TestedProvider.SOFTLAYER),
          entry("docker", TestedProvider.DOCKER));

  private static final String LOGIN = "it answers only after a login";

  private static final String ONE_PAGE = "its lists have one page";

  /// Why some clouds are missing from tables of answers that are pages of a list.
  public static final Map<TestedProvider, String> WITHOUT_PAGES =
      Map.of(
          TestedProvider.NOVA, LOGIN,
          TestedProvider.RACKSPACE_US, LOGIN,
          TestedProvider.RACKSPACE_UK, LOGIN,
          TestedProvider.SOFTLAYER, ONE_PAGE,
          TestedProvider.DOCKER, ONE_PAGE);

  private EveryCloud() {}

  public static Stream<String> names() {
    return CLOUDS.keySet().stream().sorted();
  }

  /// Checks that a table in a test has every cloud but those that it gives a reason for. So a new
  /// cloud is left out of none by mistake.
  ///
  /// @param table some of [#names]
  /// @param whyMissing a reason for each cloud that is not in the table
  public static void assertNoneIsMissing(
      Stream<String> table, Map<TestedProvider, String> whyMissing) {
    Set<TestedProvider> expected = EnumSet.copyOf(CLOUDS.values());
    expected.removeAll(whyMissing.keySet());

    assertThat(table.map(EveryCloud::cloud).distinct())
        .as("clouds in the table, without those that are missing because of %s", whyMissing)
        .containsExactlyInAnyOrderElementsOf(expected);
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
    return Optional.ofNullable(CLOUDS.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name));
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
