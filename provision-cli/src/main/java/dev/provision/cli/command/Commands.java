package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Program;
import dev.provision.cli.docs.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The command line of each program.
public final class Commands {
  private static final int HELP_WIDTH = 80;
  private static final Map<String, Function<Invocation, Object>> SUBCOMMANDS = subcommands();

  private Commands() {}

  /// Runs the program's command line.
  public static int run(Invocation invocation, String... arguments) {
    return lineOf(invocation.program(), asked(arguments), invocation).execute(arguments);
  }

  /// The subcommand that is asked for, or all where that is none: each costs 10 ms to set up.
  private static Set<String> asked(String... arguments) {
    return arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0])
        ? Set.of(arguments[0])
        : SUBCOMMANDS.keySet();
  }

  /// What every program understands.
  public static Map<Program, CommandSpec> models(Invocation invocation) {
    Map<Program, CommandSpec> models = new LinkedHashMap<>();
    for (Program program : Program.values()) {
      models.put(program, lineOf(program, SUBCOMMANDS.keySet(), invocation).getCommandSpec());
    }
    return models;
  }

  private static CommandLine lineOf(
      Program program, Set<String> subcommands, Invocation invocation) {
    CommandLine line =
        switch (program) {
          case PROVISION -> provision(subcommands, invocation);
          case DEPLOY_NODE -> new CommandLine(new DeployNodeCommand(invocation));
          case LIST_NODES -> new CommandLine(new ListNodesCommand(invocation));
          case DESTROY_NODE -> new CommandLine(new DestroyNodeCommand(invocation));
        };
    return prepared(line, invocation);
  }

  private static CommandLine provision(Set<String> subcommands, Invocation invocation) {
    CommandLine line = new CommandLine(new ProvisionCommand());
    SUBCOMMANDS.forEach(
        (name, command) -> {
          if (subcommands.contains(name)) {
            line.addSubcommand(name, command.apply(invocation));
          }
        });
    return line;
  }

  private static Map<String, Function<Invocation, Object>> subcommands() {
    Map<String, Function<Invocation, Object>> all = new LinkedHashMap<>();
    all.put("deploy-node", DeployNodeCommand::new);
    all.put("list-nodes", ListNodesCommand::new);
    all.put("destroy-node", DestroyNodeCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("render", RenderCommand::new);
    all.put("ssh", SshCommand::new);
    all.put("providers", ProvidersCommand::new);
    all.put("images", ImagesCommand::new);
    all.put("sizes", SizesCommand::new);
    all.put("locations", LocationsCommand::new);
    all.put("convert-config", ConvertConfigCommand::new);
    all.put("completion", CompletionCommand::new);
    return Collections.unmodifiableMap(all);
  }

  private static CommandLine prepared(CommandLine line, Invocation invocation) {
    Failures failures = new Failures(invocation);
    standardOptions(line);
    line.setUsageHelpWidth(HELP_WIDTH);
    // As the first Provision had it: the last one counts, so that an alias can be overruled; and a
    // word that begins with '@', such as a secret, is only a word.
    line.setOverwrittenOptionsAllowed(true);
    line.setExpandAtFiles(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(new PrintWriter(invocation.streams().out(), false, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(invocation.streams().err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    line.setExecutionStrategy(Commands::execute);
    return line;
  }

  private static void standardOptions(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(Version::lines);
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.getSubcommands().values().stream()
        .filter(one -> !(one.getCommand() instanceof CommandLine.HelpCommand))
        .forEach(Commands::standardOptions);
  }

  private static int execute(ParseResult parsed) {
    int status = new CommandLine.RunLast().execute(parsed);
    CommandLine last = parsed.asCommandLineList().getLast();
    return last.getExecutionResult() instanceof ExitStatus result ? result.number() : status;
  }
}
