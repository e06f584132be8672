package dev.provision.domain.plan;

import dev.provision.domain.key.PublicKey;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything a deployment will do, decided without the network; what only the provider knows is
/// decided by a rule.
///
/// Tested by `PlannerTest` and `DeployerTest`.
///
/// @param name the node's name
/// @param place which of the nodes that are created together it is; empty for one that exists
/// @param image which image it starts from
/// @param size which size it has
/// @param location where it runs
/// @param bundles the names of the bundles, in order
/// @param keys who may log in
/// @param entries files and scripts, in the order in which they are put and run
/// @param userData handed to the node at its first boot
/// @param keyPair the name of the provider's key pair to install
/// @param sshKey path of the private key to log in with
/// @param onFailure what a failing script means for the later ones
/// @param warnings for people
public record DeployPlan(
    String name,
    Optional<NodePlace> place,
    ImageRule image,
    ResourceSelector size,
    ResourceSelector location,
    List<String> bundles,
    List<PublicKey> keys,
    List<PlannedEntry> entries,
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
    entries = List.copyOf(entries);
    warnings = List.copyOf(warnings);
  }

  /// The files, in order.
  public List<PlannedFile> files() {
    return entries.stream()
        .filter(PlannedFile.class::isInstance)
        .map(PlannedFile.class::cast)
        .toList();
  }

  /// The scripts, in order.
  public List<PlannedScript> scripts() {
    return entries.stream()
        .filter(PlannedScript.class::isInstance)
        .map(PlannedScript.class::cast)
        .toList();
  }

  /// Whether there is more than files and then scripts, which is the order of the first Provision.
  public boolean isMixed() {
    boolean scripts = false;
    for (PlannedEntry entry : entries) {
      if (entry instanceof PlannedDirectory
          || entry instanceof PlannedReboot
          || (scripts && entry instanceof PlannedFile)) {
        return true;
      }
      scripts |= entry instanceof PlannedScript;
    }
    return false;
  }

  /// The same plan with one more file before the first script, such as one that is on no disk.
  public DeployPlan with(PlannedFile file) {
    int at = 0;
    while (at < entries.size() && !(entries.get(at) instanceof PlannedScript)) {
      at++;
    }
    List<PlannedEntry> more = new ArrayList<>(entries);
    more.add(at, file);
    return new DeployPlan(
        name, place, image, size, location, bundles, keys, more, userData, keyPair, sshKey,
        onFailure, warnings);
  }

  /// Whether it restarts the node, perhaps under conditions.
  public boolean hasReboot() {
    return entries.stream().anyMatch(PlannedReboot.class::isInstance);
  }

  /// Every secret in the files, the scripts and their environments.
  public SecretPatterns secretPatterns() {
    Set<VariableValue.Hidden> secrets = new LinkedHashSet<>();
    for (PlannedEntry entry : entries) {
      secrets.addAll(entry.secrets());
      if (entry instanceof PlannedFile file && file.secret() && file.template().isEmpty()) {
        SecretContent.of(file.content()).ifPresent(secrets::add);
      }
    }
    return secrets.isEmpty() ? SecretPatterns.NONE : SecretPatterns.of(secrets);
  }

  /// The steps on the node: keys, then files and scripts in their order.
  public List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>();
    if (!keys.isEmpty()) {
      List<String> lines = keys.stream().map(PublicKey::line).toList();
      steps.add(
          new PlannedStep(
              "~/" + AUTHORIZED_KEYS,
              "public keys",
              new AuthorizeKeys(AUTHORIZED_KEYS, lines),
              false));
    }
    StepFactory factory = new StepFactory(entries, steps.size(), onFailure);
    for (int i = 0; i < entries.size(); i++) {
      PlannedEntry entry = entries.get(i);
      steps.add(new PlannedStep(entry.target(), entry.source(), factory.step(i), entry.secret()));
    }
    return List.copyOf(steps);
  }

  /// A step with what people call it.
  ///
  /// @param target absolute path on the node
  /// @param source where it comes from on this machine
  /// @param step the step
  /// @param secret whether its content is shown nowhere
  public record PlannedStep(String target, String source, Step step, boolean secret) {
    /// A step that can be shown.
    public PlannedStep(String target, String source, Step step) {
      this(target, source, step, false);
    }

    /// Whether it runs a script, perhaps under conditions.
    public boolean isScript() {
      return step.unconditional() instanceof RunScript;
    }

    /// Whether it restarts the node, perhaps under conditions.
    public boolean isReboot() {
      return step.unconditional() instanceof Reboot;
    }
  }
}
