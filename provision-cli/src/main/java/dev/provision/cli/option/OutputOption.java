package dev.provision.cli.option;

import dev.provision.cli.view.OutputFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// How the result is written.
public final class OutputOption {
  /// The option, alone or with its value, and behind others that have none.
  private static final Pattern GIVEN =
      Pattern.compile("(?:--output(?:=(?<long>.*))?|-v*o=?(?<short>.+)?)", Pattern.DOTALL);

  private final OptionSpec format =
      OptionSpec.builder("-o", "--output")
          .type(OutputFormat.class)
          .paramLabel("FORMAT")
          .converters(new Converter())
          .completionCandidates(OutputFormat.words())
          .description(
              "Output format: table, json, or plain (one line per entry, for shell scripts).")
          .build();

  public void addTo(CommandSpec spec) {
    spec.addOption(format);
  }

  /// Whether the last of the formats that these words name is this one, however it is written. What
  /// names no format, or is missing, is wrong usage, of which the format before it counts.
  public static boolean asksFor(OutputFormat format, String... arguments) {
    Optional<OutputFormat> last = Optional.empty();
    for (int at = 0; at < arguments.length && !arguments[at].equals("--"); at++) {
      Matcher option = GIVEN.matcher(arguments[at]);
      if (option.matches()) {
        Optional<OutputFormat> before = last;
        String next = at + 1 < arguments.length ? arguments[at + 1] : null;
        Optional<String> given =
            Optional.ofNullable(option.group("long"))
                .or(() -> Optional.ofNullable(option.group("short")))
                .or(() -> Optional.ofNullable(next));
        last = given.flatMap(OutputFormat::of).or(() -> before);
      }
    }
    return last.filter(format::equals).isPresent();
  }

  public OutputFormat or(OutputFormat usual) {
    return OptionValueHelp.of(format, OutputFormat.class).orElse(usual);
  }

  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String word) {
      return OutputFormat.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is not one of " + String.join(", ", OutputFormat.words())));
    }
  }
}
