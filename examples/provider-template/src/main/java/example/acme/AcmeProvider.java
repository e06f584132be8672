package example.acme;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudOption.Type;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.util.List;
import java.util.Optional;

/// What can be chosen with `-p acme`. Yours: the names, the options, what `open` checks.
public final class AcmeProvider implements CloudProvider {
  private static final CloudOption ENDPOINT =
      new CloudOption(
          "endpoint", Type.TEXT, "URL of the API", Optional.of("https://api.acme.example"), false);

  /// Called by `ServiceLoader`; does nothing, since every provider found is constructed.
  public AcmeProvider() {}

  @Override
  public List<String> names() {
    return List.of("acme");
  }

  @Override
  public String description() {
    return "Acme's cloud; secret-key: an API token";
  }

  @Override
  public List<CloudOption> credentials() {
    return List.of(
        new CloudOption("secret-key", Type.TEXT, "an API token", Optional.empty(), true));
  }

  @Override
  public List<CloudOption> options() {
    return List.of(ENDPOINT);
  }

  @Override
  public CloudPort open(CloudAccount account) {
    if (account.secretKey().isEmpty()) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              "opening the account at Acme", "there is no token; set it as secret-key"));
    }
    String endpoint = account.value(ENDPOINT).orElseThrow();
    return new AcmeCloud(
        new AcmeApi(endpoint, account.secretKey().get()),
        account.stateDirectory().resolve("known_hosts"));
  }
}
