package dev.provision.library.validation;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.SameName;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.account.AccountTrial;
import dev.provision.library.account.UserLogins;
import dev.provision.library.configuration.ConfigurationLoader;
import dev.provision.library.configuration.LoadResult;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.signature.AllowedSigners;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks all that configuration directories say, without a network and without fetching secrets.
///
/// Tested by `ValidationTest`.
public final class ConfigurationCheck {
  private final ProvisionSettings settings;
  private final List<DeployRequest.Variable> variables;
  private final ProviderCatalog catalog;
  private final LoadResult result;
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  private ConfigurationCheck(ProvisionSettings settings, List<DeployRequest.Variable> variables) {
    this.settings = settings;
    this.variables = List.copyOf(variables);
    this.catalog = new ProviderCatalog(settings);
    this.result = new ConfigurationLoader(settings.machine()).tryToLoad(settings.configurations());
  }

  /// Reads and checks the configuration.
  ///
  /// @param variables of templates that the configuration does not set
  public static Validation of(ProvisionSettings settings, List<DeployRequest.Variable> variables) {
    return new ConfigurationCheck(settings, variables).run();
  }

  private Configuration configuration() {
    return result.loaded().configuration();
  }

  private Validation run() {
    problems.addAll(result.problems());
    warnings.addAll(result.loaded().warnings());
    List<Bundle> bundles = List.of();
    List<String> accounts = List.of();
    // What cannot be read may hold what would seem to be missing.
    if (result.complete()) {
      bundles =
          configuration().bundles().values().stream()
              .filter(bundle -> !bundle.origin().equals(ConfigurationDraft.BUILT_IN))
              .sorted(Comparator.comparing(Bundle::origin, FilePlace.ORDER))
              .toList();
      accounts = accounts();
      logins();
      images();
      bundles(bundles);
      warnings.addAll(catalog.warnings());
    }
    return new Validation(
        problems.stream()
            .sorted(Comparator.comparing(problem -> problem.where().orElse(""), FilePlace.ORDER))
            .toList(),
        List.copyOf(warnings),
        result.loaded().directories().stream().map(settings.machine()::shown).toList(),
        bundles.stream().map(Bundle::name).toList(),
        accounts);
  }

  private List<String> accounts() {
    Map<String, Account> accounts = configuration().accounts();
    String provider = settings.provider().orElse(configuration().provider());
    if (!accounts.containsKey(SameName.among(accounts.keySet(), provider))) {
      attempt(TextSetting.PROVIDER, () -> catalog.named(provider));
    }
    AccountTrial trial = new AccountTrial(settings, result.loaded(), catalog);
    List<String> names = new ArrayList<>();
    accounts.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().origin(), FilePlace.ORDER))
        .forEach(
            entry -> {
              names.add(entry.getKey());
              problems.addAll(trial.problems(entry.getKey(), entry.getValue()));
            });
    return names;
  }

  /// The private key may be on another machine, which deploys; that is worth a warning only.
  private void logins() {
    UserLogins logins = new UserLogins(settings);
    attempt(TextSetting.SSH_CONFIG, () -> logins.sshConfigurations(result.loaded().sshConfig()));
    attempt(
        TextSetting.SIGNED_PLANS,
        () -> result.loaded().signedPlans().ifPresent(AllowedSigners::read));
    try {
      logins.of(configuration().sshKey());
    } catch (ProblemsException e) {
      e.problems()
          .forEach(
              problem ->
                  warnings.add(result.at(TextSetting.SSH_KEY_PATH.key(), problem).toString()));
    }
  }

  private void attempt(TextSetting setting, Runnable check) {
    try {
      check.run();
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> problems.add(result.at(setting.key(), problem)));
    }
  }

  /// Only a provider knows whether a name that is not short is an image.
  private void images() {
    image(TextSetting.IMAGE.key(), configuration().image());
    configuration()
        .bootstrappedImages()
        .forEach(image -> image(ListSetting.BOOTSTRAPPED_IMAGES.key(), image));
  }

  private void image(String key, String image) {
    Map<String, String> names = configuration().imageNames();
    if (names.containsKey(SameName.among(names.keySet(), image)) || names.containsValue(image)) {
      return;
    }
    NearNames.probable(image, names.keySet())
        .ifPresent(
            near ->
                warnings.add(
                    result
                        .at(
                            key,
                            Problem.of("'%s' is not the short name of an image".formatted(image))
                                .next("did you mean '" + near + "'?"))
                        .toString()));
  }

  private void bundles(List<Bundle> bundles) {
    List<String> defaults = existing(ListSetting.DEFAULT_BUNDLES, configuration().defaultBundles());
    List<String> bootstrap =
        existing(ListSetting.DEFAULT_BOOTSTRAP_BUNDLES, configuration().defaultBootstrapBundles());
    new BundleCheck(
            PlaceholderValues.of(configuration(), variables)
                .filled(configuration(), defaults, bootstrap),
            new FileSources(result.loaded().directories(), settings.environment()),
            variables,
            problems::add,
            warnings::add)
        .check(bundles);
  }

  /// The names of bundles that there are; the others are a problem.
  private List<String> existing(ListSetting setting, List<String> names) {
    Set<String> bundles = configuration().bundles().keySet();
    List<String> existing = new ArrayList<>();
    for (String name : names) {
      if (bundles.contains(SameName.among(bundles, name))) {
        existing.add(name);
      } else {
        problems.add(
            result.at(
                setting.key(),
                Problem.of("there is no bundle '%s'".formatted(name))
                    .next(NearNames.choice(name, bundles))));
      }
    }
    return existing;
  }
}
