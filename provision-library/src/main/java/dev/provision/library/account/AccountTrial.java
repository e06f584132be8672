package dev.provision.library.account;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.configuration.Account;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.secret.ReferenceText;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.RefusedSetting;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Opens accounts for nothing but what their providers say of them, without a network and without
/// their secrets.
///
/// In place of each reference, and of credentials that may come from elsewhere, stands a
/// placeholder. What a provider says of a placeholder does not count.
///
/// Tested by `ValidationTest`.
public record AccountTrial(
    ProvisionSettings settings, LoadedConfiguration loaded, ProviderCatalog catalog) {
  private static final String PLACEHOLDER = "placeholder";

  /// An account with placeholders.
  ///
  /// @param invented the settings that are placeholders
  private record Filled(CloudAccount account, Set<String> invented) {}

  /// All that is wrong with an account.
  ///
  /// @param name its name in the configuration
  public List<Problem> problems(String name, Account account) {
    CloudProvider provider;
    try {
      provider = catalog.named(account.type()).provider();
    } catch (ProblemsException e) {
      return e.problems().stream()
          .map(problem -> placed(problem, account.origin(), "provider '" + name + "': "))
          .toList();
    }
    Filled filled = filled(name, provider, account);
    Path base = settings.workingDirectory().resolve(account.directory());
    AccountOptions declared =
        new AccountOptions(
            provider, account.places(), new OptionFiles(base, settings.environment()));
    List<Problem> problems = declared.problems(filled.account().options());
    return problems.isEmpty()
        ? opening(name, account, provider, filled)
        : placed(problems, account);
  }

  /// An option that `__init__.py` has set has no place of its own.
  private static List<Problem> placed(List<Problem> problems, Account account) {
    return problems.stream()
        .map(
            problem ->
                problem.where().isPresent() ? problem : placed(problem, account.origin(), ""))
        .toList();
  }

  private static Problem placed(Problem problem, String where, String before) {
    return new Problem(
        Problem.Kind.WRONG, Optional.of(where), before + problem.what(), problem.next());
  }

  private Filled filled(String name, CloudProvider provider, Account account) {
    Set<String> invented = new HashSet<>();
    AccountOptions declared =
        new AccountOptions(provider, Map.of(), new OptionFiles(Path.of("/"), Map.of()));
    Map<String, String> options = new HashMap<>();
    account
        .options()
        .forEach(
            (key, text) ->
                options.put(
                    key,
                    literal(text)
                        .orElseGet(
                            () -> {
                              invented.add(key);
                              return declared.placeholder(key);
                            })));
    Path base = settings.workingDirectory().resolve(account.directory());
    Map<String, String> paths =
        declared.withPaths(
            options, path -> settings.machine().resolve(path, base).normalize().toString());
    StateDirectory state = new StateDirectory(settings.provisionHome(), settings.environment());
    Optional<String> userid = account.userid().flatMap(AccountTrial::literal);
    Optional<Secret> secret = account.secretKey().filter(Secret::isKnown);
    if (userid.isEmpty() && isAsked(provider, "userid", account.userid().isPresent())) {
      invented.add("userid");
      userid = Optional.of(PLACEHOLDER);
    }
    if (secret.isEmpty() && isAsked(provider, "secret-key", account.secretKey().isPresent())) {
      invented.add("secret-key");
      secret = Optional.of(Secret.of(PLACEHOLDER));
    }
    return new Filled(
        new CloudAccount(account.type(), userid, secret, paths, state.ofProvider(name)), invented);
  }

  private static boolean isAsked(CloudProvider provider, String key, boolean set) {
    return set || provider.credentials().stream().anyMatch(option -> option.name().equals(key));
  }

  private static Optional<String> literal(String text) {
    ReferenceText parsed = ReferenceText.parse(text);
    return parsed.hasReferences() ? Optional.empty() : Optional.of(parsed.literal());
  }

  private List<Problem> opening(
      String name, Account account, CloudProvider provider, Filled filled) {
    try {
      provider.open(filled.account()).close();
      return List.of();
    } catch (CloudException e) {
      if (!(e.failure() instanceof CloudFailure.InvalidRequest refused)) {
        return List.of();
      }
      Optional<String> option = named(refused.reason(), filled);
      if (option.isEmpty() && !filled.invented().isEmpty()) {
        return List.of();
      }
      return new RefusedSetting(settings, loaded, Optional.of(account)).placed(e)
              instanceof ProblemsException problems
          ? problems.problems()
          : List.of(
              placed(
                  Problem.of(refused.reason()),
                  option.map(account.places()::get).orElse(account.origin()),
                  "provider '" + name + "': "));
    }
  }

  /// The option that this is about, if its value is written in the configuration.
  private static Optional<String> named(String reason, Filled filled) {
    return filled.account().options().keySet().stream()
        .filter(key -> !filled.invented().contains(key))
        .filter(
            key ->
                reason.startsWith(key + " ")
                    || reason.startsWith("option " + key + ":")
                    || reason.contains("(option " + key + ")"))
        .findFirst();
  }
}
