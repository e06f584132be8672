package dev.provision.cli.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a length of time: a whole number of seconds, minutes, hours or days, such as `90s`, `15m`,
/// `1h`, `30d`; seconds where there is no unit.
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})([smhd]?)");

  @Override
  public Duration convert(String text) {
    Matcher length = LENGTH.matcher(text);
    if (!length.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration, such as 90s, 15m, or 1h");
    }
    long number = Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
