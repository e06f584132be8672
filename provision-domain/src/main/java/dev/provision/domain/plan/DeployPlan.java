package dev.provision.domain.plan;

import dev.provision.domain.key.PublicKey;
import dev.provision.ports.Content;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a deployment will do, decided without the network; what only the provider knows is
/// decided by a rule.
///
/// Tested by `PlannerTest` and `DeployerTest`.
///
/// @param name the node's name
/// @param image which image it starts from
/// @param size which size it has
/// @param location where it runs
/// @param bundles the names of the bundles, in order
/// @param keys who may log in
/// @param files put before any script runs
/// @param scripts run in this order
/// @param userData handed to the node at its first boot
/// @param keyPair the name of the provider's key pair to install
/// @param sshKey path of the private key to log in with
/// @param onFailure what a failing script means for the later ones
/// @param warnings for people
public record DeployPlan(
    String name,
    ImageRule image,
    ResourceSelector size,
    ResourceSelector location,
    List<String> bundles,
    List<PublicKey> keys,
    List<PlannedFile> files,
    List<PlannedScript> scripts,
    Optional<String> userData,
    Optional<String> keyPair,
    Optional<String> sshKey,
    OnFailure onFailure,
    List<String> warnings) {

  /// From the home directory: root's where the login is root, as in the first Provision.
  private static final String AUTHORIZED_KEYS = ".ssh/authorized_keys";

  /// Copies the lists.
  public DeployPlan {
    bundles = List.copyOf(bundles);
    keys = List.copyOf(keys);
    files = List.copyOf(files);
    scripts = List.copyOf(scripts);
    warnings = List.copyOf(warnings);
  }

  /// The same plan with one more file, such as one that is on no disk.
  public DeployPlan with(PlannedFile file) {
    List<PlannedFile> more = new ArrayList<>(files);
    more.add(file);
    return new DeployPlan(
        name, image, size, location, bundles, keys, more, scripts, userData, keyPair, sshKey,
        onFailure, warnings);
  }

  /// The steps on the node: keys, then files, then scripts.
  public List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>();
    if (!keys.isEmpty()) {
      List<String> lines = keys.stream().map(PublicKey::line).toList();
      steps.add(
          new PlannedStep(
              "~/" + AUTHORIZED_KEYS, "public keys", new AuthorizeKeys(AUTHORIZED_KEYS, lines)));
    }
    for (PlannedFile file : files) {
      steps.add(
          new PlannedStep(
              file.target(),
              file.source(),
              new PutFile(file.target(), file.content(), file.mode(), file.owner())));
    }
    for (PlannedScript script : scripts) {
      steps.add(
          new PlannedStep(
              script.target(),
              script.source(),
              new RunScript(
                  script.target(),
                  script.content(),
                  script.mode(),
                  script.environment(),
                  script.timeout(),
                  onFailure)));
    }
    return List.copyOf(steps);
  }

  /// A file to be put.
  ///
  /// @param target absolute path on the node
  /// @param source path on this machine
  /// @param content its bytes, read when they are sent
  /// @param size how many bytes
  /// @param mode permission bits
  /// @param owner `USER`, `USER:GROUP` or `:GROUP`, where set
  public record PlannedFile(
      String target, String source, Content content, long size, int mode, Optional<String> owner) {}

  /// A script to be run.
  ///
  /// @param target absolute path on the node
  /// @param source path on this machine
  /// @param content its bytes, after substitution
  /// @param size how many bytes
  /// @param mode permission bits
  /// @param template whether variables were substituted
  /// @param timeout how long it may run, where limited
  /// @param environment variables it gets
  public record PlannedScript(
      String target,
      String source,
      Content content,
      long size,
      int mode,
      boolean template,
      Optional<Duration> timeout,
      Map<String, String> environment) {
    /// Copies the environment.
    public PlannedScript {
      environment = Map.copyOf(environment);
    }
  }

  /// A step with what people call it.
  ///
  /// @param target absolute path on the node
  /// @param source where it comes from on this machine
  /// @param step the step
  public record PlannedStep(String target, String source, Step step) {
    /// Whether it runs a script, perhaps under conditions.
    public boolean isScript() {
      return step.unconditional() instanceof RunScript;
    }
  }
}
