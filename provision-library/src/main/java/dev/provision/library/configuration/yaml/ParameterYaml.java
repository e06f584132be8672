package dev.provision.library.configuration.yaml;

import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the parameters of a bundle of `provision.yaml`. Tested by `BundleStepsYamlTest`.
public final class ParameterYaml {
  public static final List<String> KEYS =
      List.of("default", "description", "values", "pattern", "secret");

  private final YamlReader reader;
  private final YamlTexts texts;

  ParameterYaml(YamlReader reader, YamlTexts texts) {
    this.reader = reader;
    this.texts = texts;
  }

  /// The parameters as far as they are in order; the rest has been noted.
  List<Parameter> read(Node node, String bundle) {
    List<Parameter> parameters = new ArrayList<>();
    for (Entry entry : reader.entries(node, bundle + ": parameters")) {
      String what = bundle + ": parameter '" + entry.key() + "'";
      if (entry.key().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        parameters.add(parameter(entry, what));
      } else {
        reader.problem(
            entry.keyNode(),
            what + ": this is not the name of a variable",
            "use letters, digits, and _");
      }
    }
    return parameters;
  }

  private Parameter parameter(Entry item, String what) {
    Optional<VariableValue> usual = Optional.empty();
    Optional<String> description = Optional.empty();
    List<String> values = new ArrayList<>();
    Optional<String> pattern = Optional.empty();
    boolean secret = false;
    if (item.value() instanceof MappingNode) {
      for (Entry entry : reader.entries(item.value(), what, KEYS)) {
        String key = what + ": " + entry.key();
        Node value = entry.value();
        switch (entry.key()) {
          case "default" -> usual = texts.value(value, key);
          case "description" -> description = reader.text(value, key);
          case "values" ->
              reader
                  .items(value, key)
                  .orElse(List.of())
                  .forEach(one -> reader.scalar(one, key).ifPresent(values::add));
          case "pattern" -> pattern = pattern(value, key);
          default -> secret = reader.truth(value, key);
        }
      }
    } else if (!YamlReader.isNull(item.value())) {
      usual = texts.value(item.value(), what);
    }
    return new Parameter(
        item.key(), usual, description, values, pattern, secret, reader.where(item.keyNode()));
  }

  private Optional<String> pattern(Node node, String what) {
    Optional<String> text = reader.text(node, what);
    try {
      text.ifPresent(Pattern::compile);
      return text;
    } catch (PatternSyntaxException e) {
      reader.problem(
          node,
          "%s: '%s' is not a regular expression: %s"
              .formatted(what, text.orElse(""), e.getDescription()),
          "write one as in Java, such as [a-z]+");
      return Optional.empty();
    }
  }
}
