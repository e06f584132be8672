package dev.provision.domain.variable;

import dev.provision.domain.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A template variable that a bundle declares.
///
/// @param name the variable's name
/// @param defaultValue its value where nobody sets it; empty: somebody must
/// @param description for people
/// @param values what its value can be; empty: anything
/// @param pattern a regular expression that the whole value must match
/// @param secret whether its value is shown nowhere, wherever it comes from
/// @param origin where it is declared, such as `web/provision.yaml:12:5`
public record Parameter(
    String name,
    Optional<VariableValue> defaultValue,
    Optional<String> description,
    List<String> values,
    Optional<String> pattern,
    boolean secret,
    String origin) {
  /// Copies the list.
  public Parameter {
    values = List.copyOf(values);
  }

  /// The same, wherever it is declared.
  public Parameter withoutOrigin() {
    return new Parameter(name, defaultValue, description, values, pattern, secret, "");
  }

  /// What is wrong with a value.
  public Optional<Problem> objection(String bundle, VariableValue value) {
    String text = value.reveal();
    String shown = secret || value instanceof VariableValue.Hidden ? "its value" : "'" + text + "'";
    String what = "bundle '%s': parameter '%s': %s ".formatted(bundle, name, shown);
    if (!values.isEmpty() && !values.contains(text)) {
      return Optional.of(
          Problem.at(origin, what + "is none of its values")
              .next(
                  "set it to "
                      + values.stream().collect(Collectors.joining("', '", "'", "'"))
                      + ": -t "
                      + name
                      + "=…"));
    }
    if (pattern.isPresent() && !text.matches(pattern.get())) {
      return Optional.of(
          Problem.at(origin, what + "does not match its pattern " + pattern.get())
              .next("set it with -t " + name + "=…"));
    }
    return Optional.empty();
  }
}
