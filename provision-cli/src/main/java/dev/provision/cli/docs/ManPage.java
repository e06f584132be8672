package dev.provision.cli.docs;

import dev.provision.cli.call.CommandStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// A command's manual page, for `man`.
///
/// Tested by `DocumentsIT`.
public final class ManPage {
  private static final Map<String, String> ENVIRONMENT =
      new TreeMap<>(
          Map.of(
              "PROVISION_HOME",
              "Directory of the configuration, state, and journals. Default: ~/.provision.",
              "VIRTUAL_ENV",
              "Virtual environment; its provision_secrets is read as a configuration directory.",
              "SSH_AUTH_SOCK",
              "Socket of the SSH agent whose keys are tried.",
              "PROVISION_KEY_PASSPHRASE",
              "Passphrase of encrypted private keys. Default: ask on the terminal.",
              "PROVISION_BECOME_PASSWORD",
              "Password to become root on nodes. Default: ask on the terminal.",
              "JAVA_HOME",
              "The Java to run with, 25 or newer, if the one used by the build is missing.",
              "PROVISION_JAVA_OPTIONS",
              "Additional options for Java.",
              "NO_COLOR, TERM",
              "Output is never colored. If TERM is dumb, progress is printed as plain lines."));

  private final CommandSpec spec;
  private final String version;
  private final StringBuilder text = new StringBuilder();

  private ManPage(CommandSpec spec, String version) {
    this.spec = spec;
    this.version = version;
  }

  /// What the page's file is called, without its ending.
  public static String nameOf(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  /// The page, in roff.
  ///
  /// @param version the program's
  public static String of(CommandSpec spec, String version) {
    return new ManPage(spec, version).write();
  }

  private String write() {
    String[] description = spec.usageMessage().description();
    text.append(".TH ").append(nameOf(spec).toUpperCase(Locale.ROOT)).append(" 1 \"\" ");
    text.append('"').append(version).append("\" \"Provision\"\n");
    section("NAME");
    line(nameOf(spec) + " - " + (description.length == 0 ? "" : description[0]));
    section("SYNOPSIS");
    text.append(".nf\n");
    lines(new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0));
    text.append(".fi\n");
    section("DESCRIPTION");
    paragraphs(description);
    arguments("ARGUMENTS", spec.positionalParameters());
    arguments("OPTIONS", spec.options());
    commands();
    exitStatuses();
    section("ENVIRONMENT");
    ENVIRONMENT.forEach(this::entry);
    footer();
    return text.toString();
  }

  private void arguments(String title, List<? extends ArgSpec> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    section(title);
    for (ArgSpec argument : arguments) {
      entry(head(argument), String.join(" ", argument.description()));
    }
  }

  private static String head(ArgSpec argument) {
    if (!(argument instanceof CommandLine.Model.OptionSpec option)) {
      return argument.paramLabel();
    }
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private void commands() {
    if (spec.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    spec.subcommands()
        .forEach(
            (name, line) ->
                entry(name, String.join(" ", line.getCommandSpec().usageMessage().description())));
  }

  private void exitStatuses() {
    section("EXIT STATUS");
    for (CommandStatus status : CommandStatus.values()) {
      entry(String.valueOf(status.number()), status.meaning());
    }
  }

  private void footer() {
    if (spec.usageMessage().footer().length > 0) {
      section("EXAMPLES");
      text.append(".nf\n");
      for (String line : spec.usageMessage().footer()) {
        line(line);
      }
      text.append(".fi\n");
    }
    if (spec.parent() != null) {
      section("SEE ALSO");
      line(nameOf(spec.parent()) + "(1)");
    }
  }

  private void section(String title) {
    text.append(".SH ").append(title).append('\n');
  }

  private void entry(String head, String body) {
    text.append(".TP\n.B ").append(escaped(head)).append('\n');
    line(body);
  }

  private void paragraphs(String... lines) {
    for (int at = 0; at < lines.length; at++) {
      if (at > 0) {
        text.append(".PP\n");
      }
      line(lines[at]);
    }
  }

  private void lines(String several) {
    several.stripTrailing().lines().forEach(this::line);
  }

  private void line(String words) {
    String escaped = escaped(words);
    text.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "");
    text.append(escaped).append('\n');
  }

  private static String escaped(String words) {
    return words
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("~", "\\(ti");
  }
}
