package dev.provision.library.text;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.configuration.Account;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.Optional;

/// Says where the setting is that a provider refuses: the provider knows its name only.
///
/// @param account that is opened, where the configuration has it
public record RefusedSetting(
    ProvisionSettings settings, LoadedConfiguration loaded, Optional<Account> account) {
  /// How a provider begins that refuses a setting; `: ` and the reason stand behind its name.
  private static final String OPTION = "option ";

  /// The same failure with its place, if that is known.
  public RuntimeException placed(CloudException refused) {
    String reason = refused.failure().reason();
    int colon = reason.indexOf(": ");
    if (!(refused.failure() instanceof CloudFailure.InvalidRequest)
        || !reason.startsWith(OPTION)
        || colon < 0) {
      return refused;
    }
    String key = reason.substring(OPTION.length(), colon);
    return place(key)
        .<RuntimeException>map(
            place -> new ProblemsException(Problem.at(place, reason.substring(OPTION.length()))))
        .orElse(refused);
  }

  private Optional<String> place(String key) {
    return switch (key) {
      case "userid" ->
          settings.userid().isPresent()
              ? Optional.empty()
              : place(key, account.flatMap(Account::userid).isPresent(), loaded.useridOrigin());
      case "secret-key" ->
          settings.secretKey().isPresent()
              ? Optional.empty()
              : place(key, account.flatMap(Account::secretKey).isPresent(), loaded.secretOrigin());
      default -> settings.options().containsKey(key) ? Optional.empty() : place(key, true, "");
    };
  }

  private Optional<String> place(String key, boolean own, String general) {
    return own
        ? account.map(set -> set.places().getOrDefault(key, set.origin()))
        : Optional.of(general).filter(place -> !place.isEmpty());
  }
}
