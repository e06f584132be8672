package dev.provision.cli.docs;

import dev.provision.cli.docs.Syntax.Option;
import dev.provision.cli.docs.Syntax.Value;
import java.util.List;

/// Completion for fish.
final class FishCompletion {
  private FishCompletion() {}

  static String script(List<Syntax> programs) {
    StringBuilder text =
        new StringBuilder(
            "# Completion of Provision's commands for fish; generated from their definitions.\n");
    Syntax all = programs.getFirst();
    String start = "complete -c " + all.name() + " -n __fish_use_subcommand";
    text.append(start).append(" -f\n");
    all.options().forEach(option -> option(text, start, option));
    for (Syntax command : all.subcommands()) {
      text.append(start).append(" -a ").append(command.name());
      text.append(" -d ").append(quoted(command.description())).append('\n');
      String inside =
          "complete -c "
              + all.name()
              + " -n "
              + quoted("__fish_seen_subcommand_from " + command.name());
      arguments(text, inside, command);
    }
    programs
        .subList(1, programs.size())
        .forEach(program -> arguments(text, "complete -c " + program.name(), program));
    return text.toString();
  }

  private static void arguments(StringBuilder text, String start, Syntax command) {
    text.append(start);
    if (command.arguments().isEmpty()) {
      text.append(" -f");
    } else {
      value(text, command.arguments().getFirst());
    }
    text.append('\n');
    command.options().forEach(option -> option(text, start, option));
  }

  private static void option(StringBuilder text, String start, Option option) {
    text.append(start);
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    option
        .value()
        .ifPresent(
            value -> {
              text.append(" -r");
              value(text, value);
            });
    text.append(" -d ").append(quoted(option.description())).append('\n');
  }

  private static void value(StringBuilder text, Value value) {
    text.append(
        switch (value.kind()) {
          case FILE -> " -F";
          case DIRECTORY -> " -f -a " + quoted("(__fish_complete_directories)");
          case WORD -> " -f -a " + quoted(String.join(" ", value.words()));
          case TEXT -> " -f";
        });
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
