package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.settings.ProvisionSettings;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Saves plans, and makes plans of what was saved.
///
/// Tested by `SavedPlanTest`.
public final class PlanFiles {
  private final ProvisionSettings settings;
  private final LoadedConfiguration loaded;
  private final InstantSource clock;

  /// Digests of the plans that were completed here.
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  @Inject
  PlanFiles(ProvisionSettings settings, LoadedConfiguration loaded, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.loaded = loaded;
  }

  /// SHA-256 of all that the plans say, in hexadecimal digits.
  public String digest(FleetPlan plans) {
    return plans.digest().orElseGet(() -> digest(plans.plans()));
  }

  /// The same of plans that were not saved.
  public String digest(List<DeployPlan> plans) {
    return PlanManifest.digest(manifest(new ContentDigests()).write(account(), plans));
  }

  /// Writes the plans into a file.
  ///
  /// @return their digest
  /// @throws ProblemsException if they cannot be saved; then the file is as it was
  public String save(FleetPlan plans, Path file) {
    SavedPlanWriter writer = new SavedPlanWriter(file);
    writer.check();
    ContentDigests digests = new ContentDigests();
    byte[] manifest = manifest(digests).write(account(), plans.plans());
    writer.write(manifest, digests.contents());
    return PlanManifest.digest(manifest);
  }

  private PlanManifest manifest(ContentDigests digests) {
    SourceNames names = new SourceNames(loaded.directories(), Optional.of(settings.userHome()));
    return new PlanManifest(names, digests);
  }

  private PlannedAccount account() {
    Configuration configuration = loaded.configuration();
    String name = settings.provider().orElseGet(configuration::provider);
    Account account = configuration.accounts().get(name);
    return new PlannedAccount(name, account == null ? name : account.type());
  }

  /// Refuses plans without a signature where the configuration demands one.
  ///
  /// @throws ProblemsException if they do not come from [#complete]
  public void checkSigned(Optional<String> digest) {
    if (loaded.signedPlans().isPresent() && !digest.map(accepted::contains).orElse(false)) {
      throw new ProblemsException(
          Problem.refused(
                  "the configuration demands a signed plan (signed-plans: %s)"
                      .formatted(loaded.signedPlans().get()))
              .next("save a plan, have it signed, and carry it out with --plan FILE"));
    }
  }

  /// What was saved, with its secrets.
  ///
  /// @param given the variables that it needs
  /// @throws ProblemsException if it is for another account, or with everything that is missing
  public FleetPlan complete(SavedPlan saved, Collection<Variable> given) {
    PlannedAccount account = account();
    if (!account.equals(saved.account())) {
      throw new ProblemsException(
          Problem.refused(
                  "the plan %s is for the account '%s' of the type '%s', and not for '%s' of the type '%s'"
                      .formatted(
                          saved.file(),
                          saved.account().name(),
                          saved.account().type(),
                          account.name(),
                          account.type()))
              .next("use the configuration with that account, or save the plan again"));
    }
    loaded.signedPlans().ifPresent(signers -> saved.verify(signers, clock.instant()));
    FleetPlan complete = saved.withSecrets(settings.machine(), given);
    accepted.add(saved.digest());
    return complete;
  }
}
