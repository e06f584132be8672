package dev.provision.cli.command;

import dev.provision.cli.view.Format;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// How the result is written.
final class OutputOption {
  private final OptionSpec format =
      OptionSpec.builder("-o", "--output")
          .type(Format.class)
          .paramLabel("FORMAT")
          .converters(new Converter())
          .completionCandidates(Format.words())
          .description(
              "How the result is written: table (for people), json, or plain (a line each, for"
                  + " shell scripts).")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(format);
  }

  Format or(Format usual) {
    return Values.of(format, Format.class).orElse(usual);
  }

  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String word) {
      return Format.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is none of " + String.join(", ", Format.words())));
    }
  }
}
