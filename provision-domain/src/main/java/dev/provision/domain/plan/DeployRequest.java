package dev.provision.domain.plan;

import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.step.RunScript.OnFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody wants deployed, beyond what the configuration says.
///
/// @param bundles names of bundles, in this order (`-b`)
/// @param name the node's name (`-n`); else one is made up
/// @param prefix what a made-up name begins with (`-x`)
/// @param image short name, full name or id (`-i`)
/// @param location index, id or name (`-l`)
/// @param size index, id or name (`-s`)
/// @param variables template variables (`-t`), in the order given
/// @param onFailure what a failing script means for the later ones
public record DeployRequest(
    List<String> bundles,
    Optional<String> name,
    Optional<String> prefix,
    Optional<String> image,
    Optional<String> location,
    Optional<String> size,
    List<Variable> variables,
    OnFailure onFailure) {

  /// Copies the lists.
  public DeployRequest {
    bundles = List.copyOf(bundles);
    variables = List.copyOf(variables);
  }

  /// These bundles, and the configuration's defaults for everything else.
  public static DeployRequest ofBundles(String... bundles) {
    return new DeployRequest(
        List.of(bundles),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OnFailure.STOP);
  }

  /// The same request for a node of this name.
  public DeployRequest named(String nodeName) {
    return new DeployRequest(
        bundles, Optional.of(nodeName), prefix, image, location, size, variables, onFailure);
  }

  /// The same request with one more template variable.
  public DeployRequest with(String variable, String value) {
    List<Variable> more = new ArrayList<>(variables);
    more.add(new Variable(variable, value));
    return new DeployRequest(bundles, name, prefix, image, location, size, more, onFailure);
  }

  /// A template variable.
  ///
  /// @param name its name
  /// @param value its value
  public record Variable(String name, VariableValue value) {
    /// A variable whose value can be shown.
    public Variable(String name, String value) {
      this(name, VariableValue.of(value));
    }

    /// Reads `NAME=VALUE`; the value begins behind the first `=`.
    ///
    /// @throws IllegalArgumentException if there is no `=`, or no name before it
    public static Variable parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + text + "' is not NAME=VALUE; example: -t region=eu");
      }
      return new Variable(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
