package dev.provision.cli.command;

import dev.provision.cli.view.Format;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// How the result is written.
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Converter.class,
      completionCandidates = Words.class,
      description =
          "How the result is written: table (for people), json, or plain (a line each, for shell"
              + " scripts).")
  private @Nullable Format format;

  Format or(Format usual) {
    return format == null ? usual : format;
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

  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Format.words().iterator();
    }
  }
}
