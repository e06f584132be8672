package dev.provision.cli.docs;

import dev.provision.cli.docs.Syntax.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Completion for bash, 3.2 and newer.
///
/// Tested by `DocumentsIT`.
final class BashCompletion {
  private static final String BEGINNING =
      """
      # Completion of Provision's commands for bash; generated from their definitions.
      _provision() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local command=${COMP_WORDS[0]##*/} i IFS=$'\\n'
        COMPREPLY=()
        if [[ $command == provision ]]; then
          for ((i = 1; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
              --) return ;;
              @SUBCOMMANDS@) command="provision ${COMP_WORDS[i]}"; break ;;
            esac
          done
        fi
        case "$command $previous" in
      """;
  private static final String END =
      """
        esac
      }
      """;

  private BashCompletion() {}

  static String script(List<Syntax> programs) {
    Syntax all = programs.getFirst();
    String subcommands =
        all.subcommands().stream().map(Syntax::name).collect(Collectors.joining(" | "));
    StringBuilder text = new StringBuilder(BEGINNING.replace("@SUBCOMMANDS@", subcommands));
    List<Syntax> commands = new ArrayList<>();
    programs.forEach(program -> add(commands, "", program));
    commands.forEach(command -> optionValues(text, command));
    text.append("  esac\n  case \"$command\" in\n");
    commands.forEach(command -> words(text, command));
    text.append(END);
    String names = programs.stream().map(Syntax::name).collect(Collectors.joining(" "));
    return text.append("complete -F _provision ").append(names).append('\n').toString();
  }

  /// Adds the command and those below it, each with its full name.
  private static void add(List<Syntax> commands, String before, Syntax command) {
    String name = before + command.name();
    commands.add(
        new Syntax(
            name,
            command.description(),
            command.options(),
            command.arguments(),
            command.subcommands()));
    command.subcommands().forEach(one -> add(commands, name + " ", one));
  }

  private static void optionValues(StringBuilder text, Syntax command) {
    for (Syntax.Option option : command.options()) {
      option
          .value()
          .ifPresent(
              value -> {
                String patterns =
                    option.names().stream()
                        .map(name -> "'" + command.name() + " " + name + "'")
                        .collect(Collectors.joining(" | "));
                text.append("    ").append(patterns).append(") ");
                text.append(replies(value, List.of())).append("return ;;\n");
              });
    }
  }

  private static void words(StringBuilder text, Syntax command) {
    List<String> words =
        Stream.concat(
                command.subcommands().stream().map(Syntax::name),
                command.options().stream().flatMap(option -> option.names().stream()))
            .toList();
    Value argument =
        command.arguments().isEmpty()
            ? new Value("", Syntax.Kind.TEXT, List.of())
            : command.arguments().getFirst();
    text.append("    '").append(command.name()).append("') ");
    text.append(replies(argument, words)).append(";;\n");
  }

  private static String replies(Value value, List<String> more) {
    List<String> words = new ArrayList<>(value.words());
    words.addAll(more);
    String reply =
        words.isEmpty()
            ? ""
            : "COMPREPLY=($(compgen -W $'" + String.join("\\n", words) + "' -- \"$current\")); ";
    return switch (value.kind()) {
      case FILE ->
          reply + "compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- \"$current\")); ";
      case DIRECTORY ->
          reply + "compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- \"$current\")); ";
      case WORD, TEXT -> reply;
    };
  }
}
