package dev.provision.cli.run;

import dev.provision.domain.NearNames;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in the words of the program's other messages instead of
/// picocli's.
final class UsageMessage {
  private static final String WITHIN = " (while processing option: ";
  private static final String FOUND = " but found ";
  private static final String INVALID = "Invalid value for ";
  private static final String UNKNOWN_COMMAND = "Unknown subcommand ";

  private UsageMessage() {}

  static String of(ParameterException failure) {
    return switch (failure) {
      case UnmatchedArgumentException unmatched -> ofUnmatched(unmatched);
      case MissingParameterException missing -> ofMissing(missing);
      default -> ofOther(failure);
    };
  }

  /// What may have been meant; empty if nothing is similar.
  static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandLine line = failure.getCommandLine();
    return NearNames.probable(
            withoutPlace(unmatched.getUnmatched().getFirst()),
            unmatched.isUnknownOption()
                ? line.getCommandSpec().optionsMap().keySet()
                : line.getSubcommands().keySet())
        .map(near -> "did you mean " + quoted(near) + "?")
        .orElse("");
  }

  private static String ofUnmatched(UnmatchedArgumentException failure) {
    List<String> words =
        failure.getUnmatched().stream().map(UsageMessage::withoutPlace).distinct().toList();
    String all = words.stream().map(UsageMessage::quoted).collect(Collectors.joining(", "));
    String plural = words.size() == 1 ? " " : "s ";
    if (failure.isUnknownOption()) {
      return "unknown option" + plural + all;
    }
    return failure.getCommandLine().getSubcommands().isEmpty()
        ? "unexpected argument" + plural + all
        : "unknown command " + quoted(words.getFirst());
  }

  /// Of several short options in one word, only the one that is unknown.
  private static String withoutPlace(String word) {
    int at = word.indexOf(WITHIN);
    return at < 0 ? word : word.substring(0, at);
  }

  private static String ofMissing(MissingParameterException failure) {
    if (failure.getMissing().getFirst() instanceof OptionSpec option) {
      String message = String.valueOf(failure.getMessage());
      int found = message.indexOf(FOUND);
      return name(option)
          + " needs a value ("
          + option.paramLabel()
          + ")"
          + (found < 0 ? "" : ", but found " + message.substring(found + FOUND.length()));
    }
    return "missing "
        + failure.getMissing().stream().map(UsageMessage::name).collect(Collectors.joining(", "));
  }

  private static String ofOther(ParameterException failure) {
    String message = String.valueOf(failure.getMessage());
    int reason = message.indexOf(": ");
    if (failure.getArgSpec() instanceof OptionSpec option && option.arity().max() == 0) {
      return name(option) + " takes no value";
    }
    if (failure.getArgSpec() != null && message.startsWith(INVALID) && reason > 0) {
      return name(failure.getArgSpec()) + message.substring(reason);
    }
    if (message.startsWith(UNKNOWN_COMMAND)) {
      return "unknown command "
          + message.substring(UNKNOWN_COMMAND.length()).replaceFirst("\\.$", "");
    }
    return message.equals("Missing required subcommand") ? "missing command" : message;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? "option " + quoted(option.longestName())
        : "argument " + argument.paramLabel();
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }
}
