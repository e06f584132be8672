package dev.provision.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a whole number.
///
/// @param least the smallest that makes sense
record CountConverter(int least) implements ITypeConverter<Integer> {
  private static final int MOST_DIGITS = 6;

  @Override
  public Integer convert(String text) {
    if (text.length() <= MOST_DIGITS
        && !text.isEmpty()
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(text) >= least) {
      return Integer.valueOf(text);
    }
    throw new TypeConversionException(
        "'" + text + "' is not a whole number from " + least + " to 999999");
  }
}
