package dev.provision.cli.docs;

import dev.provision.cli.docs.Syntax.Option;
import dev.provision.cli.docs.Syntax.Value;
import java.util.List;
import java.util.stream.Collectors;

/// Completion for zsh, for its `_arguments`.
final class ZshCompletion {
  private ZshCompletion() {}

  static String script(List<Syntax> programs) {
    String names = programs.stream().map(Syntax::name).collect(Collectors.joining(" "));
    StringBuilder text = new StringBuilder("#compdef " + names + "\n");
    text.append(
        "# Completion of Provision's commands for zsh; generated from their definitions.\n");
    Syntax all = programs.getFirst();
    all.subcommands().forEach(command -> function(text, command));
    dispatcher(text, all, programs.subList(1, programs.size()));
    text.append("if [[ $funcstack[1] == _provision ]]; then\n");
    text.append("  _provision \"$@\"\n");
    text.append("else\n");
    text.append("  compdef _provision ").append(names).append('\n');
    return text.append("fi\n").toString();
  }

  private static void function(StringBuilder text, Syntax command) {
    text.append("_provision_").append(command.name().replace('-', '_')).append("() {\n");
    text.append("  _arguments -s -S");
    command.options().forEach(option -> text.append(" \\\n    ").append(specification(option)));
    for (int at = 0; at < command.arguments().size(); at++) {
      Value argument = command.arguments().get(at);
      boolean last = at == command.arguments().size() - 1;
      String place =
          (last && at > 0) || argument.kind() == Syntax.Kind.FILE ? "*" : String.valueOf(at + 1);
      text.append(" \\\n    ").append(quoted(place + ":" + action(argument)));
    }
    text.append("\n}\n");
  }

  private static void dispatcher(StringBuilder text, Syntax all, List<Syntax> others) {
    text.append("_provision() {\n  local curcontext=$curcontext state line\n");
    text.append("  typeset -A opt_args\n  local -a commands\n  commands=(\n");
    all.subcommands()
        .forEach(
            one ->
                text.append("    ")
                    .append(quoted(one.name() + ":" + one.description()))
                    .append('\n'));
    text.append("  )\n  case $service in\n");
    others.forEach(one -> text.append("    ").append(one.name()).append(") ").append(call(one)));
    text.append("    *)\n      _arguments -C");
    all.options().forEach(option -> text.append(" \\\n        ").append(specification(option)));
    text.append(" \\\n        '1:command:->command' '*::argument:->argument'\n");
    text.append("      case $state in\n        command) _describe command commands ;;\n");
    text.append("        argument)\n          case $words[1] in\n");
    all.subcommands()
        .forEach(
            one -> text.append("            ").append(one.name()).append(") ").append(call(one)));
    text.append("          esac ;;\n      esac ;;\n  esac\n}\n");
  }

  private static String call(Syntax command) {
    return "_provision_" + command.name().replace('-', '_') + " ;;\n";
  }

  private static String specification(Option option) {
    String help = "[" + option.description().replaceAll("([\\[\\]\\\\])", "\\\\$1") + "]";
    String value = option.value().map(one -> ":" + action(one)).orElse("");
    String repeat = option.repeatable() ? "\\*" : "(" + String.join(" ", option.names()) + ")";
    String names =
        option.names().size() == 1
            ? option.names().getFirst()
            : "{" + String.join(",", option.names()) + "}";
    return (option.repeatable() ? repeat : quoted(repeat)) + names + quoted(help + value);
  }

  private static String action(Value value) {
    String label = value.label().replace(":", "\\:");
    return switch (value.kind()) {
      case FILE -> label + ":_files";
      case DIRECTORY -> label + ":_files -/";
      case WORD -> label + ":(" + String.join(" ", value.words()) + ")";
      case TEXT -> label + ": ";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
