package dev.provision.cli.option;

import dev.provision.ports.Secret;
import picocli.CommandLine.ITypeConverter;

/// Hides a text from anything that prints options.
final class SecretConverter implements ITypeConverter<Secret> {
  @Override
  public Secret convert(String text) {
    return Secret.of(text);
  }
}
