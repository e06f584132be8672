package dev.provision.cli.option;

import dev.provision.domain.lifetime.TimeToLive;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how long a node lives.
public final class TimeToLiveConverter implements ITypeConverter<TimeToLive> {
  @Override
  public TimeToLive convert(String text) {
    return TimeToLive.parse(text)
        .orElseThrow(() -> new TypeConversionException(TimeToLive.refusal(text)));
  }
}
