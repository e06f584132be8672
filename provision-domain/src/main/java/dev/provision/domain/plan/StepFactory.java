package dev.provision.domain.plan;

import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.Afterwards;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Makes steps of what is planned. Tested by `OrderedStepsTest`.
///
/// @param entries all that is planned, in order
/// @param first the place of the first one's step among all steps
/// @param onFailure what a failing script means for the later ones
record StepFactory(List<PlannedEntry> entries, int first, OnFailure onFailure) {
  /// The step of an entry.
  ///
  /// @param at its place among the entries
  Step step(int at) {
    PlannedEntry entry = entries.get(at);
    Step step = unconditional(entry);
    List<StepCondition> conditions = conditions(entry, at);
    return conditions.isEmpty() ? step : new ConditionalStep(step, conditions);
  }

  private Step unconditional(PlannedEntry entry) {
    return switch (entry) {
      case PlannedFile file ->
          new PutFile(file.target(), file.content(), file.mode(), file.owner());
      case PlannedDirectory directory ->
          new PutDirectory(
              directory.target(),
              directory.contents(),
              directory.delete(),
              directory.keep(),
              directory.owner());
      case PlannedScript script ->
          new RunScript(
              script.target(),
              script.content(),
              script.mode(),
              revealed(script.environment()),
              script.timeout(),
              onFailure,
              script.secret() ? Afterwards.REMOVED : Afterwards.KEPT);
      case PlannedReboot reboot -> new Reboot(reboot.timeout());
    };
  }

  private static Map<String, String> revealed(Map<String, VariableValue> environment) {
    Map<String, String> revealed = new HashMap<>();
    environment.forEach((name, value) -> revealed.put(name, value.reveal()));
    return revealed;
  }

  private List<StepCondition> conditions(PlannedEntry entry, int at) {
    List<StepCondition> conditions = new ArrayList<>();
    if (!entry.only().equals(SystemFilter.ALL)) {
      conditions.add(
          new StepCondition.OnSystem(entry.only().systems(), entry.only().architectures()));
    }
    if (entry
        instanceof PlannedReboot(String name, _, RunRule.IfChanged(List<String> targets), _)) {
      String key = digest(Reboot.NAME + " " + name, Content.of(new byte[0]));
      conditions.add(new StepCondition.Changed(key, places(targets, at)));
    }
    if (entry instanceof PlannedScript script) {
      switch (script.run()) {
        case RunRule.Always _ -> {}
        case RunRule.Once _ -> conditions.add(new StepCondition.Once(onceKey(script)));
        case RunRule.IfChanged(List<String> targets) ->
            conditions.add(new StepCondition.Changed(dueKey(script), places(targets, at)));
      }
    }
    return conditions;
  }

  /// Where the steps before an entry are that put these targets.
  private List<Integer> places(List<String> targets, int before) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < before; i++) {
      if (targets.contains(MergedBundles.place(entries.get(i).target()))) {
        places.add(first + i);
      }
    }
    return places;
  }

  /// With another content it is another script.
  private static String onceKey(PlannedScript script) {
    return digest(script.target(), script.content());
  }

  /// The same whatever is in the script: a change that was not acted on stays one.
  private static String dueKey(PlannedScript script) {
    return digest(script.target(), Content.of(new byte[0]));
  }

  private static String digest(String target, Content content) {
    try (InputStream in = content.open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(MergedBundles.place(target).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(in.readAllBytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a script's content is in memory", e);
    }
  }
}
