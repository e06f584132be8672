package dev.provision.library.validation;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.domain.variable.VariableValue.Hidden;
import dev.provision.ports.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Puts a placeholder wherever a plan would fetch a secret, or would want a value that somebody
/// gives later. Tested by `ValidationTest`.
///
/// @param given the values of variables, secret ones included, that the check was given
record PlaceholderValues(Map<String, VariableValue> given) {
  private static final String TEXT = "placeholder";
  private static final VariableValue SECRET = new Hidden(Secret.of(TEXT));

  /// @param requested take precedence over the configuration's
  static PlaceholderValues of(Configuration configuration, List<DeployRequest.Variable> requested) {
    Map<String, VariableValue> given = new HashMap<>(configuration.variables());
    requested.forEach(variable -> given.put(variable.name(), variable.value()));
    return new PlaceholderValues(given);
  }

  /// A value of which nothing needs to be fetched.
  private static VariableValue of(VariableValue value) {
    return isFetched(value) ? SECRET : value;
  }

  private static boolean isFetched(VariableValue value) {
    return value instanceof Hidden hidden && !hidden.secret().isKnown();
  }

  /// A configuration of which nothing needs to be fetched or given.
  ///
  /// @param defaultBundles those that exist
  /// @param defaultBootstrapBundles those that exist
  Configuration filled(
      Configuration configuration,
      List<String> defaultBundles,
      List<String> defaultBootstrapBundles) {
    return new Configuration(
        configuration.provider(),
        configuration.userid(),
        configuration.secretKey(),
        configuration.image(),
        configuration.location(),
        configuration.size(),
        configuration.imageNames(),
        configuration.bootstrappedImages(),
        configuration.namePrefix(),
        configuration.destroyablePrefixes(),
        configuration.targetDirectory(),
        configuration.defaultKey(),
        configuration.keys(),
        each(configuration.variables(), PlaceholderValues::of),
        each(configuration.bundles(), this::filled),
        defaultBundles,
        defaultBootstrapBundles,
        configuration.sshKey(),
        configuration.userData(),
        configuration.metadataContainer(),
        configuration.accounts());
  }

  private static <T> Map<String, T> each(Map<String, T> all, UnaryOperator<T> change) {
    Map<String, T> changed = new HashMap<>(all);
    changed.replaceAll((_, one) -> change.apply(one));
    return changed;
  }

  private Bundle filled(Bundle bundle) {
    return new Bundle(
        bundle.name(),
        bundle.description(),
        bundle.needs(),
        bundle.parameters().stream().map(this::filled).toList(),
        bundle.scripts().stream().map(PlaceholderValues::filled).toList(),
        bundle.files(),
        bundle.steps().stream()
            .map(step -> step instanceof ScriptEntry script ? filled(script) : step)
            .toList(),
        bundle.origin(),
        bundle.places());
  }

  private static ScriptEntry filled(ScriptEntry script) {
    return new ScriptEntry(
        script.target(),
        script.source(),
        script.timeout(),
        each(script.environment(), PlaceholderValues::of),
        script.lineEnds(),
        script.run(),
        script.only());
  }

  /// A placeholder need not be one of the values, and match no pattern.
  private Parameter filled(Parameter parameter) {
    Optional<VariableValue> value =
        Optional.ofNullable(given.get(parameter.name())).or(parameter::defaultValue);
    boolean known = value.filter(one -> !isFetched(one)).isPresent();
    return new Parameter(
        parameter.name(),
        value.isEmpty()
            ? Optional.of(VariableValue.of(TEXT))
            : parameter.defaultValue().map(PlaceholderValues::of),
        parameter.description(),
        known ? parameter.values() : List.of(),
        known ? parameter.pattern() : Optional.empty(),
        parameter.secret(),
        parameter.origin());
  }
}
