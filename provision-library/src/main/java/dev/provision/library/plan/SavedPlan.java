package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.domain.plan.FleetPlan;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.plan.SavedPlanReader.Archive;
import dev.provision.library.signature.AllowedSigners;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plan that was saved in a file.
///
/// Tested by `SavedPlanTest` and `SavedPlanFileTest`.
public final class SavedPlan {
  private final Path file;
  private final Archive archive;
  private final SignatureFile signature;
  private final JsonNode manifest;
  private final PlannedAccount account;
  private final FleetPlan plans;

  private SavedPlan(Path file, Archive archive, SignatureFile signature, JsonNode manifest) {
    this.signature = signature;
    this.file = file;
    this.archive = archive;
    this.manifest = manifest;
    this.account =
        new PlannedAccount(
            manifest.path("provider").asString(""), manifest.path("provider-type").asString(""));
    List<DeployPlan> shown = reader(new SecretSource.Nowhere()).plans(manifest);
    byte[] again =
        new PlanManifest(SourceNames.UNCHANGED, new ContentDigests()).write(account, shown);
    if (!PlanManifest.digest(again).equals(archive.digest())) {
      throw new IllegalArgumentException("it contains something that this version does not know");
    }
    this.plans = FleetPlan.saved(shown, archive.digest());
  }

  /// Reads a saved plan.
  ///
  /// @throws ProblemsException if it is not one, or damaged, or of a newer version
  public static SavedPlan read(Path file) {
    SignatureFile signature = SignatureFile.of(file);
    Archive archive = SavedPlanReader.read(file, signature.hashAlgorithm());
    try {
      JsonNode manifest = JsonMapper.shared().readTree(archive.manifest());
      int version = manifest.path(PlanManifest.FORMAT).asInt(0);
      if (version > PlanManifest.VERSION) {
        throw new ProblemsException(
            Problem.at(
                    file.toString(),
                    "a newer Provision saved this plan, in version %s of the format; this one reads version %s"
                        .formatted(version, PlanManifest.VERSION))
                .next("use the Provision that saved it, or save the plan again"));
      }
      return new SavedPlan(file, archive, signature, manifest);
    } catch (JacksonException e) {
      throw SavedPlanReader.damaged(file, "its plan.json is not JSON");
    } catch (IllegalArgumentException | DateTimeException e) {
      throw SavedPlanReader.damaged(file, String.valueOf(e.getMessage()));
    }
  }

  private ManifestReader reader(SecretSource secrets) {
    return new ManifestReader(file.toString(), archive.contents(), secrets);
  }

  /// The file it was read from.
  public Path file() {
    return file;
  }

  /// SHA-256 of all that it says, in hexadecimal digits.
  public String digest() {
    return archive.digest();
  }

  /// Verifies its signature, which is in the file of the same name with `.sig`: that of the bytes
  /// that were read.
  ///
  /// @param signers a file with allowed signers, as `ssh-keygen(1)` describes it
  /// @return who has signed
  /// @throws ProblemsException if nobody has, or nobody who may
  public String verify(Path signers, Instant now) {
    return signature.verified(AllowedSigners.read(signers), archive.fileHash(), now);
  }

  /// The account it is for.
  public PlannedAccount account() {
    return account;
  }

  /// What it says, without secrets: to be shown, not to be carried out.
  public FleetPlan plans() {
    return plans;
  }

  /// The references that must lead to something where it is carried out, such as `${env:DB}`.
  public List<String> references() {
    return needs("references");
  }

  /// The variables that must be set where it is carried out.
  public List<String> variables() {
    return needs("variables");
  }

  /// The secret files that must be there where it is carried out.
  public List<String> files() {
    return needs("files");
  }

  private List<String> needs(String kind) {
    List<String> texts = new ArrayList<>();
    manifest.path("needs").path(kind).forEach(text -> texts.add(text.asString("")));
    return List.copyOf(texts);
  }

  /// What it says, with its secrets: to be carried out.
  ///
  /// @param given the variables that it needs
  /// @throws ProblemsException with everything that is missing
  public FleetPlan withSecrets(Environment environment, Collection<Variable> given) {
    if (!references().isEmpty()) {
      refuseIfOthersCanChangeIt(environment);
    }
    SecretSource.Machine secrets = new SecretSource.Machine(environment, file.toString(), given);
    List<DeployPlan> complete = reader(secrets).plans(manifest);
    secrets.check();
    return FleetPlan.saved(complete, archive.digest());
  }

  /// Its references are read, and its commands run, on behalf of whoever carries it out.
  private void refuseIfOthersCanChangeIt(Environment environment) {
    TrustedPath.of(file, environment.variables())
        .flaw()
        .ifPresent(
            flaw -> {
              throw new ProblemsException(
                  Problem.at(file.toString(), "%s %s".formatted(flaw.where(), flaw.why()))
                      .next("run: " + flaw.cure()));
            });
  }
}
