package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.SameName;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.SecretReference;
import dev.provision.domain.variable.VariableValue;
import dev.provision.domain.variable.VariableValue.Hidden;
import dev.provision.domain.variable.VariableValue.LookedUp;
import dev.provision.domain.variable.VariableValue.Plain;
import dev.provision.ports.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Where the variables of a node's templates come from: the node itself, the configuration, the
/// request, and the defaults of what its bundles declare.
///
/// Tested by `PlannerTest` and `OrderedStepsTest`.
///
/// @param configured those of the configuration
/// @param requested those of the request, which take precedence
/// @param bundles whose parameters count
record VariableSources(
    Map<String, VariableValue> configured,
    List<DeployRequest.Variable> requested,
    List<Bundle> bundles) {
  private static final String INDEX = "node_index";
  private static final String COUNT = "node_count";

  /// The variables of one node.
  ///
  /// @param place looked up if a template uses it; empty if it is not known
  /// @param problems is told of parameters without a value, or with a wrong one
  Map<String, VariableValue> of(
      String name,
      Supplier<Optional<NodePlace>> place,
      Consumer<Problem> problems,
      Consumer<String> warnings) {
    Map<String, VariableValue> own =
        Map.of(
            "node_name",
            VariableValue.of(name),
            INDEX,
            number(name, INDEX, place, NodePlace::index),
            COUNT,
            number(name, COUNT, place, NodePlace::count));
    Map<String, VariableValue> variables = new HashMap<>(configured);
    variables.putAll(own);
    Map<String, VariableValue> given = new HashMap<>(own);
    for (DeployRequest.Variable variable : requested) {
      String key = SameName.among(variables.keySet(), variable.name());
      VariableValue value = named(variable.name(), variable.value());
      VariableValue earlier = given.put(key, value);
      if (earlier != null && !(earlier instanceof LookedUp) && !earlier.equals(value)) {
        warnings.accept(
            "-t %s replaces the value '%s' with '%s'"
                .formatted(variable.name(), shown(key, earlier), shown(key, value)));
      }
      variables.put(key, value);
    }
    parameters(variables, problems);
    return variables;
  }

  /// A secret without a reference has its variable's name as one: who sets it once can do so again.
  private static VariableValue named(String name, VariableValue value) {
    return value instanceof Hidden(Secret secret, Optional<SecretReference> reference)
            && reference.isEmpty()
        ? new Hidden(secret, Optional.of(new SecretReference.Variable(name)))
        : value;
  }

  /// A number of which it is an error to use it where it is not known.
  private static VariableValue number(
      String node,
      String variable,
      Supplier<Optional<NodePlace>> place,
      ToIntFunction<NodePlace> number) {
    return new LookedUp(
        () ->
            place
                .get()
                .map(known -> String.valueOf(number.applyAsInt(known)))
                .orElseThrow(
                    () ->
                        new ProblemsException(
                            Problem.of(
                                    "the %s of node '%s' is not known: this computer has no record of its deployment"
                                        .formatted(variable, node))
                                .next(
                                    "check its name, or set it with -t %s=N"
                                        .formatted(variable)))));
  }

  /// A value for people: not that of a parameter that is marked as secret, wherever it comes from.
  private String shown(String name, VariableValue value) {
    return bundles.stream()
            .flatMap(bundle -> bundle.parameters().stream())
            .anyMatch(parameter -> parameter.secret() && parameter.name().equals(name))
        ? "******"
        : value.toString();
  }

  private void parameters(Map<String, VariableValue> variables, Consumer<Problem> problems) {
    Map<String, Bundle> declared = new LinkedHashMap<>();
    for (Bundle bundle : bundles) {
      for (Parameter parameter : bundle.parameters()) {
        Bundle earlier = declared.putIfAbsent(parameter.name(), bundle);
        if (earlier != null && !earlier.equals(bundle)) {
          compare(earlier, bundle, parameter, problems);
        }
        fill(bundle, parameter, variables, problems);
      }
    }
  }

  private static void compare(
      Bundle earlier, Bundle bundle, Parameter parameter, Consumer<Problem> problems) {
    Parameter first =
        earlier.parameters().stream()
            .filter(other -> other.name().equals(parameter.name()))
            .findFirst()
            .orElseThrow();
    if (!first.defaultValue().equals(parameter.defaultValue())) {
      problems.accept(
          Problem.at(
                  parameter.origin(),
                  "bundle '%s' gives parameter '%s' another default than bundle '%s' does at %s"
                      .formatted(bundle.name(), parameter.name(), earlier.name(), first.origin()))
              .next("use the same default, or another name"));
    }
  }

  private static void fill(
      Bundle bundle,
      Parameter parameter,
      Map<String, VariableValue> variables,
      Consumer<Problem> problems) {
    VariableValue value = variables.get(parameter.name());
    if (value == null) {
      value = parameter.defaultValue().orElse(null);
    }
    if (value == null) {
      problems.accept(
          Problem.at(
                  parameter.origin(),
                  "bundle '%s' requires a value for parameter '%s'%s"
                      .formatted(
                          bundle.name(),
                          parameter.name(),
                          parameter.description().map(text -> " (" + text + ")").orElse("")))
              .next("set it with -t %s=…, or under 'variables'".formatted(parameter.name())));
      // Its templates shall not complain, too.
      variables.put(parameter.name(), VariableValue.of(""));
      return;
    }
    try {
      parameter.objection(bundle.name(), value).ifPresent(problems);
    } catch (ProblemsException e) {
      e.problems().forEach(problems);
    }
    variables.put(
        parameter.name(),
        parameter.secret() && value instanceof Plain(String text)
            ? named(parameter.name(), new Hidden(Secret.of(text)))
            : value);
  }
}
