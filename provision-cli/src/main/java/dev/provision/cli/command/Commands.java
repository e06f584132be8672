package dev.provision.cli.command;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.docs.Version;
import dev.provision.cli.lifetime.OrphansCommand;
import dev.provision.cli.lifetime.ReapCommand;
import dev.provision.cli.lifetime.RenewCommand;
import dev.provision.cli.option.OutputOption;
import dev.provision.cli.run.FailureReport;
import dev.provision.cli.view.OutputFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The command line of each program.
///
/// Built by calls, not from annotations: reading those takes Java a tenth of the time in which a
/// command should have ended.
///
/// Tested by `CommandLineTest` and `NodesTest`.
public final class Commands {
  private static final int HELP_WIDTH = 80;
  private static final Map<String, Function<Invocation, CommandSpec>> SUBCOMMANDS = subcommands();

  /// Those whose result is no data, or where `-o` is something else.
  private static final Set<String> WITHOUT_FORMAT =
      Set.of(
          "destroy-node", "renew", "reap", "render", "logs", "ssh", "convert-config", "completion");

  private Commands() {}

  /// Runs the program's command line.
  public static int run(Invocation invocation, String... arguments) {
    return lineOf(invocation.program(), asked(arguments), invocation).execute(arguments);
  }

  /// The subcommand that is asked for, or all where that is none, so that the usual call sets up no
  /// more than it needs.
  private static Set<String> asked(String... arguments) {
    return arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0])
        ? Set.of(arguments[0])
        : SUBCOMMANDS.keySet();
  }

  /// Whether these words ask for JSON, wherever they go wrong; of several formats the last one
  /// counts.
  public static boolean isJsonAskedFor(ProgramName program, String... arguments) {
    boolean named = arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0]);
    return (program == ProgramName.PROVISION
            ? !named || !WITHOUT_FORMAT.contains(arguments[0])
            : program != ProgramName.DESTROY_NODE)
        && OutputOption.asksFor(OutputFormat.JSON, arguments);
  }

  /// What every program understands.
  public static Map<ProgramName, CommandSpec> models(Invocation invocation) {
    Map<ProgramName, CommandSpec> models = new LinkedHashMap<>();
    for (ProgramName program : ProgramName.values()) {
      models.put(program, lineOf(program, SUBCOMMANDS.keySet(), invocation).getCommandSpec());
    }
    return models;
  }

  private static CommandLine lineOf(
      ProgramName program, Set<String> subcommands, Invocation invocation) {
    CommandLine line =
        switch (program) {
          case PROVISION -> provision(subcommands, invocation);
          case DEPLOY_NODE -> new CommandLine(new DeployNodeCommand(invocation).spec());
          case LIST_NODES -> new CommandLine(new ListNodesCommand(invocation).spec());
          case DESTROY_NODE -> new CommandLine(new DestroyNodeCommand(invocation).spec());
        };
    return prepared(line, invocation);
  }

  private static CommandLine provision(Set<String> subcommands, Invocation invocation) {
    CommandSpec spec = CommandSpec.create().name("provision");
    spec.usageMessage()
        .description(
            "Create customized cloud nodes: install your keys and files, and run your scripts.")
        .synopsisSubcommandLabel("COMMAND");
    CommandLine line = new CommandLine(spec);
    if (subcommands.size() > 1) {
      line.addSubcommand(new HelpCommand());
    }
    SUBCOMMANDS.forEach(
        (name, command) -> {
          if (subcommands.contains(name)) {
            line.addSubcommand(name, command.apply(invocation));
          }
        });
    return line;
  }

  private static Map<String, Function<Invocation, CommandSpec>> subcommands() {
    Map<String, Function<Invocation, CommandSpec>> all = new LinkedHashMap<>();
    all.put("deploy-node", call -> new DeployNodeCommand(call).spec());
    all.put("apply", call -> new ApplyCommand(call).spec());
    all.put("list-nodes", call -> new ListNodesCommand(call).spec());
    all.put("destroy-node", call -> new DestroyNodeCommand(call).spec());
    all.put("undo", call -> new UndoCommand(call).spec());
    all.put("renew", call -> new RenewCommand(call).spec());
    all.put("reap", call -> new ReapCommand(call).spec());
    all.put("orphans", call -> new OrphansCommand(call).spec());
    all.put("plan", call -> new PlanCommand(call).spec());
    all.put("render", call -> new RenderCommand(call).spec());
    all.put("validate", call -> new ValidateCommand(call).spec());
    all.put("bundles", call -> new BundlesCommand(call).spec());
    all.put("runs", call -> new RunsCommand(call).spec());
    all.put("logs", call -> new LogsCommand(call).spec());
    all.put("ssh", call -> new SshCommand(call).spec());
    all.put("providers", call -> new ProvidersCommand(call).spec());
    all.put("images", call -> new ImagesCommand(call).spec());
    all.put("sizes", call -> new SizesCommand(call).spec());
    all.put("locations", call -> new LocationsCommand(call).spec());
    all.put("convert-config", call -> new ConvertConfigCommand(call).spec());
    all.put("completion", call -> new CompletionCommand(call).spec());
    return Collections.unmodifiableMap(all);
  }

  private static CommandLine prepared(CommandLine line, Invocation invocation) {
    FailureReport failures = new FailureReport(invocation);
    standardOptions(line);
    line.setUsageHelpWidth(HELP_WIDTH);
    // As the first Provision had it: the last one counts, so that an alias can be overruled; and a
    // word that begins with '@', such as a secret, is only a word.
    line.setOverwrittenOptionsAllowed(true);
    line.setExpandAtFiles(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setOut(invocation.streams().out().writer(false));
    line.setErr(invocation.streams().err().writer(true));
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    line.setExecutionStrategy(Commands::execute);
    return line;
  }

  private static void standardOptions(CommandLine line) {
    line.getCommandSpec()
        .versionProvider(Version::lines)
        .addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.getSubcommands().values().stream()
        .filter(one -> !(one.getCommand() instanceof HelpCommand))
        .forEach(Commands::standardOptions);
  }

  private static int execute(ParseResult parsed) {
    int status = new CommandLine.RunLast().execute(parsed);
    CommandLine last = parsed.asCommandLineList().getLast();
    return last.getExecutionResult() instanceof CommandStatus result ? result.number() : status;
  }
}
