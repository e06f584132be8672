package dev.provision.cli.command;

import dev.provision.cli.call.ExitStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Program;
import dev.provision.cli.docs.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The command line of each program.
public final class Commands {
  private static final int HELP_WIDTH = 80;

  private Commands() {}

  /// Runs the program's command line.
  public static int run(Invocation invocation, String... arguments) {
    return lineOf(invocation.program(), invocation).execute(arguments);
  }

  /// What every program understands.
  public static Map<Program, CommandSpec> models(Invocation invocation) {
    Map<Program, CommandSpec> models = new LinkedHashMap<>();
    for (Program program : Program.values()) {
      models.put(program, lineOf(program, invocation).getCommandSpec());
    }
    return models;
  }

  private static CommandLine lineOf(Program program, Invocation invocation) {
    CommandLine line =
        switch (program) {
          case PROVISION -> all(invocation);
          case DEPLOY_NODE -> new CommandLine(new DeployNodeCommand(invocation));
          case LIST_NODES -> new CommandLine(new ListNodesCommand(invocation));
          case DESTROY_NODE -> new CommandLine(new DestroyNodeCommand(invocation));
        };
    return prepared(line, invocation);
  }

  private static CommandLine all(Invocation invocation) {
    CommandLine line = new CommandLine(new ProvisionCommand());
    List.of(
            new DeployNodeCommand(invocation),
            new ListNodesCommand(invocation),
            new DestroyNodeCommand(invocation),
            new PlanCommand(invocation),
            new RenderCommand(invocation),
            new SshCommand(invocation),
            new ProvidersCommand(invocation),
            new ImagesCommand(invocation),
            new SizesCommand(invocation),
            new LocationsCommand(invocation),
            new CompletionCommand(invocation))
        .forEach(line::addSubcommand);
    return line;
  }

  private static CommandLine prepared(CommandLine line, Invocation invocation) {
    Failures failures = new Failures(invocation);
    standardOptions(line);
    line.setUsageHelpWidth(HELP_WIDTH);
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
