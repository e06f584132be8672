package dev.provision.domain.plan;

import dev.provision.domain.variable.TemplateVariables;
import dev.provision.domain.variable.VariableValue;
import java.util.List;
import java.util.Map;

/// A script or a template with its variables filled in.
public final class Rendering {
  private final byte[] bytes;
  private final List<VariableValue.Hidden> secrets;
  private final List<String> unknown;
  private final List<String> warnings;
  private final Map<String, VariableValue> used;

  Rendering(
      byte[] bytes, TemplateVariables variables, List<String> unknown, List<String> warnings) {
    this.bytes = bytes.clone();
    this.secrets = variables.secrets();
    this.used = variables.used();
    this.unknown = List.copyOf(unknown);
    this.warnings = List.copyOf(warnings);
  }

  /// What a node would get.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The secrets in it.
  public List<VariableValue.Hidden> secrets() {
    return secrets;
  }

  /// The variables in it, by name.
  Map<String, VariableValue> used() {
    return used;
  }

  /// Names that stand as they are, because there is no such variable.
  public List<String> unknown() {
    return unknown;
  }

  /// Warnings for people, such as about a name that is nearly a variable's.
  public List<String> warnings() {
    return warnings;
  }
}
