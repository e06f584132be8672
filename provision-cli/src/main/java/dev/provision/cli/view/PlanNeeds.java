package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.library.plan.SavedPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a saved plan needs where it is carried out, because it has no secrets in it.
///
/// Tested by `SavedPlanCommandsTest`.
///
/// @param saved whether there is a saved plan at all
/// @param signer who has signed it, if that was verified
public record PlanNeeds(
    boolean saved,
    Optional<String> signer,
    List<String> references,
    List<String> variables,
    List<String> files) {
  /// Those of a plan that has all.
  public static final PlanNeeds NONE =
      new PlanNeeds(false, Optional.empty(), List.of(), List.of(), List.of());

  /// Copies the lists.
  public PlanNeeds {
    references = List.copyOf(references);
    variables = List.copyOf(variables);
    files = List.copyOf(files);
  }

  public static PlanNeeds of(SavedPlan plan, Optional<String> signer) {
    return new PlanNeeds(true, signer, plan.references(), plan.variables(), plan.files());
  }

  void addTo(FieldText text) {
    signer.ifPresent(name -> text.field("signed by", name));
    List<String> lines = new ArrayList<>();
    references.forEach(reference -> lines.add(VisibleText.line(reference)));
    variables.forEach(name -> lines.add(VisibleText.line("-t " + name + "=@FILE")));
    files.forEach(file -> lines.add(VisibleText.line(file)));
    if (!lines.isEmpty()) {
      text.section("needs", lines);
    }
  }

  void addTo(Map<String, Object> fields) {
    if (saved) {
      Map<String, Object> needs = new LinkedHashMap<>();
      needs.put("references", references);
      needs.put("variables", variables);
      needs.put("files", files);
      fields.put("needs", needs);
      fields.put("signed_by", signer);
    }
  }
}
