package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.MadeContent.Recipe;
import dev.provision.domain.variable.SecretReference;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.secret.ReferenceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes what stands for secrets in a saved plan, and collects it.
final class SecretNames {
  private final SourceNames names;
  private final Set<String> references = new TreeSet<>();
  private final Set<String> variables = new TreeSet<>();
  private final Set<String> files = new TreeSet<>();

  SecretNames(SourceNames names) {
    this.names = names;
  }

  /// What whoever carries the plan out must have.
  Map<String, Object> needs() {
    Map<String, Object> needs = new LinkedHashMap<>();
    needs.put("references", List.copyOf(references));
    needs.put("variables", List.copyOf(variables));
    needs.put("files", List.copyOf(files));
    return needs;
  }

  /// How a secret content is made.
  ///
  /// @param source what it is, for messages
  Map<String, Object> recipe(String source, Recipe recipe) {
    if (recipe.text().isEmpty()) {
      files.add(names.found(source));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("text", recipe.text());
    fields.put("form", lower(recipe.form()));
    fields.put("line-ends", lower(recipe.lineEnds()));
    fields.put("variables", values(source, recipe.variables()));
    return fields;
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Values by name; an object stands for a secret.
  ///
  /// @param source whose values they are, for messages
  Map<String, Object> values(String source, Map<String, VariableValue> values) {
    Map<String, Object> fields = new LinkedHashMap<>();
    new TreeMap<>(values).forEach((name, value) -> fields.put(name, value(source, name, value)));
    return fields;
  }

  private Object value(String source, String name, VariableValue value) {
    return switch (value) {
      case VariableValue.Plain(String text) -> text;
      case VariableValue.LookedUp lookedUp -> lookedUp.reveal();
      case VariableValue.Hidden hidden ->
          reference(
              hidden
                  .reference()
                  .orElseThrow(
                      () ->
                          new ProblemsException(
                              Problem.of(
                                      "%s cannot be saved: its secret '%s' has no reference"
                                          .formatted(source, name))
                                  .next(
                                      "set it by a reference, such as ${env:NAME}, or with -t"))));
    };
  }

  private Map<String, Object> reference(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Text(String text) -> {
        ReferenceText parsed = ReferenceText.parse(text);
        String written = parsed.written(names::found);
        references.addAll(ReferenceText.parse(written).references());
        yield Map.of("reference", written);
      }
      case SecretReference.Variable(String name) -> {
        variables.add(name);
        yield Map.of("variable", name);
      }
    };
  }
}
