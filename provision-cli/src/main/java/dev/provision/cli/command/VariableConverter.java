package dev.provision.cli.command;

import dev.provision.domain.plan.DeployRequest.Variable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `KEY=VALUE`.
final class VariableConverter implements ITypeConverter<Variable> {
  @Override
  public Variable convert(String text) {
    try {
      return Variable.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
