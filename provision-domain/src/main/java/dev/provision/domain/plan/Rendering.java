package dev.provision.domain.plan;

import dev.provision.domain.variable.VariableValue;
import java.util.List;

/// A script or a template with its variables filled in.
public final class Rendering {
  private final byte[] bytes;
  private final List<VariableValue.Hidden> secrets;
  private final List<String> unknown;
  private final List<String> warnings;

  Rendering(
      byte[] bytes,
      List<VariableValue.Hidden> secrets,
      List<String> unknown,
      List<String> warnings) {
    this.bytes = bytes.clone();
    this.secrets = List.copyOf(secrets);
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

  /// Names that stand as they are, because there is no such variable.
  public List<String> unknown() {
    return unknown;
  }

  /// Warnings for people, such as about a name that is nearly a variable's.
  public List<String> warnings() {
    return warnings;
  }
}
