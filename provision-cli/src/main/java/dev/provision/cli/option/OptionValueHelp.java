package dev.provision.cli.option;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/// What the command line says for an option or a parameter.
public final class OptionValueHelp {
  private OptionValueHelp() {}

  public static <T> Optional<T> of(ArgSpec spec, Class<T> type) {
    return Optional.ofNullable(spec.getValue()).map(type::cast);
  }

  /// All of a repeatable one, in order.
  public static <T> List<T> all(ArgSpec spec, Class<T> type) {
    List<?> values = spec.getValue();
    return values == null ? List.of() : values.stream().map(type::cast).toList();
  }

  public static boolean given(ArgSpec spec) {
    return of(spec, Boolean.class).orElse(false);
  }
}
