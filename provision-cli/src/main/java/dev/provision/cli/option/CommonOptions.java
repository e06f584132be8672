package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Relaunch;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.trace.TraceLog;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.library.Provision;
import dev.provision.library.ProvisionBuilder;
import dev.provision.library.plan.SavedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which configuration and whose account: the options that every command with a provider has.
///
/// Tested by `DeployNodeTest` and `CommandLineTest`.
public final class CommonOptions {
  private static final String LOG = "PROVISION_LOG";

  private final OptionSpec configurations =
      OptionSpec.builder("-c", "--config-paths", "--config_paths")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("DIR")
          .description(
              "Configuration directory to read after the standard ones; repeatable, the last one"
                  + " wins.")
          .build();

  private final OptionSpec provider =
      OptionSpec.builder("-p", "--provider")
          .type(String.class)
          .paramLabel("NAME")
          .description("The provider, or an account of the configuration.")
          .build();

  private final OptionSpec userid =
      OptionSpec.builder("-u", "--userid")
          .type(String.class)
          .paramLabel("ID")
          .description("User ID for the provider.")
          .build();

  private final SecretOption secretKey = new SecretOption();

  private final OptionSpec hosts =
      OptionSpec.builder("--host")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("USER@HOST:PORT")
          .description("With -p hosts: a machine to use; repeatable.")
          .build();

  private final OptionSpec address =
      OptionSpec.builder("--address")
          .type(String.class)
          .paramLabel("WHICH")
          .description("Clouds only: connect to nodes by their public or private address.")
          .build();

  private final OptionSpec providersDirectory =
      OptionSpec.builder("--providers-dir")
          .type(String.class)
          .paramLabel("DIR")
          .description(
              "Directory with additional provider JARs. Default: $PROVISION_HOME/providers.")
          .build();

  private final OptionSpec verbose =
      OptionSpec.builder("-v", "--verbose")
          .type(boolean[].class)
          .arity("0")
          .description(
              "Show script output as it arrives, and stack traces. Twice (-vv): also trace what is"
                  + " decided and why; PROVISION_LOG=FILE writes the trace to a file instead.")
          .build();

  private Optional<String> planned = Optional.empty();

  /// Uses the account that a saved plan is for, unless `-p` names one.
  public void plannedFor(SavedPlan plan) {
    planned = Optional.of(plan.account().name());
  }

  private Optional<String> account() {
    return OptionValueHelp.of(provider, String.class).or(() -> planned);
  }

  public void addTo(CommandSpec spec) {
    List.of(
            configurations,
            provider,
            userid,
            secretKey.spec,
            hosts,
            address,
            providersDirectory,
            verbose)
        .forEach(spec::addOption);
  }

  public boolean verbose() {
    return times() > 0;
  }

  /// How often it was given.
  private int times() {
    boolean[] given = verbose.getValue();
    return given == null ? 0 : given.length;
  }

  /// To standard error with `-vv`, to the file that `PROVISION_LOG` names.
  private void trace(Invocation invocation) {
    List<Consumer<String>> targets = new ArrayList<>();
    if (times() > 1) {
      targets.add(line -> invocation.streams().err().message(line));
    }
    Optional.ofNullable(invocation.environment().get(LOG))
        .filter(file -> !file.isBlank())
        .map(invocation.workingDirectory()::resolve)
        .map(TraceLog::file)
        .ifPresent(targets::add);
    if (!targets.isEmpty()) {
      TraceLog.begin(
          invocation.clock(),
          ProcessHandle.current().info().startInstant().orElseGet(invocation.clock()::instant),
          targets,
          times() > 1);
    }
  }

  /// Reads the configuration; its warnings go to standard error.
  public Provision open(Invocation invocation) {
    return open(invocation, Provision.builder());
  }

  /// As [#open(Invocation)], for a command that connects to a node.
  public Provision openToConnect(
      Invocation invocation,
      DeployTimeouts timeouts,
      Optional<Long> maxOutput,
      Passphrases passphrases) {
    return openToConnect(invocation, timeouts, NodeLimits.NONE, maxOutput, passphrases);
  }

  /// The same, for a command that creates nodes, too.
  public Provision openToConnect(
      Invocation invocation,
      DeployTimeouts timeouts,
      NodeLimits nodeLimits,
      Optional<Long> maxOutput,
      Passphrases passphrases) {
    ProvisionBuilder builder =
        Provision.builder().limits(timeouts).nodeLimits(nodeLimits).passphrase(passphrases);
    maxOutput.ifPresent(builder::maxOutput);
    passphrases.becomePassword().ifPresent(builder::becomePassword);
    return open(invocation, builder.warmUp());
  }

  private Provision open(Invocation invocation, ProvisionBuilder builder) {
    Provision provision = filled(invocation, builder).open();
    warn(invocation, provision.warnings());
    return provision;
  }

  /// What these options say, for a command that does more than to open it.
  public ProvisionBuilder builder(Invocation invocation) {
    return filled(invocation, Provision.builder());
  }

  private ProvisionBuilder filled(Invocation invocation, ProvisionBuilder builder) {
    trace(invocation);
    Map<String, String> environment = new TreeMap<>(invocation.environment());
    environment.remove(Relaunch.SECRET);
    builder
        .environment(environment)
        .workingDirectory(invocation.workingDirectory())
        .userHome(invocation.userHome());
    OptionValueHelp.all(configurations, String.class).forEach(builder::configuration);
    account().ifPresent(builder::provider);
    OptionValueHelp.of(userid, String.class).ifPresent(builder::userid);
    secretKey.value(invocation).ifPresent(builder::secretKey);
    OptionValueHelp.of(address, String.class).ifPresent(which -> builder.option("address", which));
    OptionValueHelp.of(providersDirectory, String.class).ifPresent(builder::providersDirectory);
    List<String> machines = OptionValueHelp.all(hosts, String.class);
    if (!machines.isEmpty()) {
      builder.option("hosts", String.join("\n", machines));
    }
    return builder;
  }

  /// Says the warnings, unless this process repeats what another one has begun.
  public void warn(Invocation invocation, List<String> warnings) {
    if (!invocation.isSecondStart()) {
      warnings.forEach(warning -> invocation.streams().err().message("warning: " + warning));
    }
  }

  /// The secret that came by standard input, if one did.
  public Optional<String> readSecret() {
    return secretKey.read();
  }

  /// These options once more, for another command about the same account.
  public List<String> repeated() {
    List<String> words = new ArrayList<>();
    for (OptionSpec option :
        List.of(configurations, provider, userid, hosts, address, providersDirectory)) {
      option
          .originalStringValues()
          .forEach(value -> words.addAll(List.of(shortest(option), value)));
    }
    if (provider.originalStringValues().isEmpty()) {
      planned.ifPresent(name -> words.addAll(List.of(shortest(provider), name)));
    }
    words.addAll(secretKey.repeated());
    return words;
  }

  private static String shortest(OptionSpec option) {
    return option.names()[0];
  }
}
