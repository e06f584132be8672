package dev.provision.cli.option;

import dev.provision.library.configuration.draft.ByteCount;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of bytes as `provision.yaml` has it.
final class SizeConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    return ByteCount.parse(text)
        .orElseThrow(() -> new TypeConversionException(ByteCount.refusal(text)));
  }
}
