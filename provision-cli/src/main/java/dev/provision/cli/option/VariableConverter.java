package dev.provision.cli.option;

import dev.provision.domain.plan.DeployRequest.Variable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `KEY=VALUE`.
public final class VariableConverter implements ITypeConverter<Variable> {
  @Override
  public Variable convert(String text) {
    try {
      return Variable.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
