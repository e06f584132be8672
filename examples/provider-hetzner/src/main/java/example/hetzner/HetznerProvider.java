package example.hetzner;

import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudOption.Type;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Hetzner Cloud, as <https://docs.hetzner.cloud> describes it.
public final class HetznerProvider implements CloudProvider {
  private static final String ENDPOINT = "https://api.hetzner.cloud/v1";

  /// How long to wait between two looks at something that changes.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Called by `ServiceLoader`; does nothing, since every provider found is constructed.
  public HetznerProvider() {}

  @Override
  public List<String> names() {
    return List.of("hetzner", "hcloud");
  }

  @Override
  public String description() {
    return "Hetzner Cloud; secret-key: an API token of a project, with write access";
  }

  @Override
  public List<CloudOption> credentials() {
    return List.of(
        new CloudOption(
            "secret-key", Type.TEXT, "an API token of the project", Optional.empty(), true));
  }

  @Override
  public List<CloudOption> options() {
    return List.of(
        new CloudOption("endpoint", Type.TEXT, "URL of the API", Optional.of(ENDPOINT), false),
        new CloudOption(
            "networks", Type.LIST, "IDs of private networks to join", Optional.empty(), false));
  }

  /// Needs no network: a wrong token is noticed at the first call.
  @Override
  public CloudPort open(CloudAccount account) {
    String doing = "opening the account at Hetzner";
    Secret token =
        account
            .secretKey()
            .orElseThrow(
                () ->
                    invalid(
                        doing,
                        "there is no token; create one in the project's console under Security, API"
                            + " tokens, and set it as secret-key"));
    // The HTTP client would quote such a token in its error.
    if (token.reveal().chars().anyMatch(Character::isISOControl)) {
      throw invalid(doing, "option secret-key: it must be one line, without control characters");
    }
    String endpoint = account.options().getOrDefault("endpoint", ENDPOINT);
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw invalid(doing, "option endpoint: it is not a URL");
    }
    List<Long> networks =
        account
            .options()
            .getOrDefault("networks", "")
            .lines()
            .map(id -> number(doing, id))
            .toList();
    return new HetznerCloud(
        new HetznerApi(uri, token, PAUSE),
        networks,
        account.stateDirectory().resolve("known_hosts"),
        PAUSE);
  }

  private static long number(String doing, String id) {
    try {
      return Long.parseLong(id.strip());
    } catch (NumberFormatException e) {
      throw invalid(
          doing, "the option networks has '" + id + "', which is not the ID of a network");
    }
  }

  private static CloudException invalid(String doing, String reason) {
    return new CloudException(new CloudFailure.InvalidRequest(doing, reason));
  }
}
