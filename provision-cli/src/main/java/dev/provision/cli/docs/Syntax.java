package dev.provision.cli.docs;

import dev.provision.cli.call.ProgramName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What a command line understands, as far as completion scripts are concerned.
///
/// Tested by `DocumentsIT`.
///
/// @param name of the program or subcommand
/// @param description in one line
/// @param options its options
/// @param arguments its positional arguments
/// @param subcommands those below it
record Syntax(
    String name,
    String description,
    List<Option> options,
    List<Value> arguments,
    List<Syntax> subcommands) {

  /// An option.
  ///
  /// @param names with their hyphens, short ones first
  /// @param description in one line
  /// @param value what it takes; empty for a switch
  /// @param repeatable whether it may come more than once
  record Option(
      List<String> names, String description, Optional<Value> value, boolean repeatable) {}

  /// What an option or argument takes.
  ///
  /// @param label such as `DIR`
  /// @param kind what sort of thing
  /// @param words those that are possible, of [Kind#WORD]
  record Value(String label, Kind kind, List<String> words) {}

  /// What sort of thing a value is.
  enum Kind {
    /// A file.
    FILE,
    /// A directory.
    DIRECTORY,
    /// One of a few words.
    WORD,
    /// Anything.
    TEXT
  }

  /// The syntax of all programs.
  static List<Syntax> of(Map<ProgramName, CommandSpec> programs) {
    return programs.values().stream().map(Syntax::of).toList();
  }

  private static Syntax of(CommandSpec spec) {
    return new Syntax(
        spec.name(),
        firstLine(spec.usageMessage().description()),
        spec.options().stream().filter(option -> !option.hidden()).map(Syntax::option).toList(),
        spec.positionalParameters().stream().map(Syntax::value).toList(),
        spec.subcommands().values().stream()
            .distinct()
            .map(CommandLine::getCommandSpec)
            .map(Syntax::of)
            .toList());
  }

  private static Option option(OptionSpec option) {
    return new Option(
        List.of(option.names()),
        firstLine(option.description()),
        option.arity().max() == 0 ? Optional.empty() : Optional.of(value(option)),
        option.isMultiValue());
  }

  private static Value value(ArgSpec argument) {
    List<String> words =
        argument.completionCandidates() == null
            ? List.of()
            : StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList();
    return new Value(argument.paramLabel(), kind(argument, words), words);
  }

  private static Kind kind(ArgSpec argument, List<String> words) {
    if (!words.isEmpty()) {
      return Kind.WORD;
    }
    if (argument.paramLabel().equals("DIR")) {
      return Kind.DIRECTORY;
    }
    boolean path =
        argument.type() == Path.class
            || (argument instanceof PositionalParamSpec
                && argument.auxiliaryTypes()[0] == Path.class);
    return path ? Kind.FILE : Kind.TEXT;
  }

  private static String firstLine(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }
}
