package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.library.plan.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is to be deployed, and how.
///
/// Tested by `DeployNodeTest` and `FleetTest`.
public final class DeployOptions {
  private final BundleOptions bundles = new BundleOptions();
  private final SavedPlanOption plan = new SavedPlanOption();

  private final OptionSpec descriptionFile =
      OptionSpec.builder("-d", "--description-file")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Write a JSON description of the result to FILE.")
          .build();

  private final OptionSpec image =
      OptionSpec.builder("-i", "--image")
          .type(String.class)
          .paramLabel("IMAGE")
          .description("A short name from the configuration, or the provider's full name or ID.")
          .build();

  private final OptionSpec location =
      OptionSpec.builder("-l", "--location")
          .type(String.class)
          .paramLabel("LOCATION")
          .description("An index into the provider's list, an ID, or a name.")
          .build();

  private final OptionSpec name =
      OptionSpec.builder("-n", "--name")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("NAME")
          .description(
              "The node's name; repeatable: create a node for each. With --count, the common base"
                  + " name: the number replaces {node_index} or is appended. Default: the prefix"
                  + " and six random characters.")
          .build();

  private final OptionSpec count =
      OptionSpec.builder("--count")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(1))
          .description("Create N identical nodes.")
          .build();

  private final OptionSpec size =
      OptionSpec.builder("-s", "--size")
          .type(String.class)
          .paramLabel("SIZE")
          .description("An index into the provider's list, an ID, or a name.")
          .build();

  private final OptionSpec prefix =
      OptionSpec.builder("-x", "--prefix")
          .type(String.class)
          .paramLabel("PREFIX")
          .description("Prefix of generated names.")
          .build();

  private final OptionSpec destroyOnFailure =
      OptionSpec.builder("--destroy-on-failure")
          .type(boolean.class)
          .description("Destroy the node if anything fails. Default: keep it for inspection.")
          .build();

  private final OptionSpec another =
      OptionSpec.builder("--another")
          .type(boolean.class)
          .description(
              "Create the node even if an earlier deployment created one with the same name that"
                  + " still exists.")
          .build();

  private final OptionSpec ttl =
      OptionSpec.builder("--ttl")
          .type(TimeToLive.class)
          .paramLabel("TIME")
          .converters(new TimeToLiveConverter())
          .description(
              "How long the node lives, such as 90m, 8h, 2d: from then on, 'provision reap'"
                  + " destroys it. Default: the configuration's ttl, or none.")
          .build();

  private final OptionSpec maxNodes =
      OptionSpec.builder("--max-nodes")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(0))
          .description(
              "Create no node if the account would then have more than N nodes of Provision's."
                  + " Default: the configuration's max-nodes, or no limit.")
          .build();

  private final OptionSpec scripts =
      OptionSpec.builder("--scripts")
          .type(boolean.class)
          .description("Include the rendered scripts in the plan or in the result.")
          .build();

  public void addTo(CommandSpec spec) {
    bundles.addTo(spec);
    List.of(descriptionFile, image, location, name, count, size).forEach(spec::addOption);
    List.of(prefix, destroyOnFailure, another, scripts).forEach(spec::addOption);
    List.of(ttl, maxNodes).forEach(spec::addOption);
  }

  /// What a plan decides on.
  public List<OptionSpec> decided() {
    return Stream.concat(
            bundles.decided().stream(), Stream.of(image, location, name, count, size, prefix))
        .toList();
  }

  /// The plan that is carried out, if one is given.
  public Optional<SavedPlan> plan(Invocation invocation) {
    return plan.read(invocation, decided());
  }

  /// Adds the option that names a saved plan.
  public void addPlanTo(CommandSpec spec) {
    plan.addTo(spec);
  }

  /// The variables with their values.
  public List<Variable> variables(Invocation invocation) {
    return bundles.variables(invocation);
  }

  public Optional<Path> descriptionFile() {
    return OptionValueHelp.of(descriptionFile, Path.class);
  }

  public boolean destroyOnFailure() {
    return OptionValueHelp.given(destroyOnFailure);
  }

  public boolean another() {
    return OptionValueHelp.given(another);
  }

  public boolean scripts() {
    return OptionValueHelp.given(scripts);
  }

  /// What is asked for.
  public DeployRequest request(Invocation invocation) {
    return new DeployRequest(
        bundles.names(),
        Optional.empty(),
        OptionValueHelp.of(prefix, String.class),
        OptionValueHelp.of(image, String.class),
        OptionValueHelp.of(location, String.class),
        OptionValueHelp.of(size, String.class),
        bundles.variables(invocation),
        bundles.onFailure());
  }

  public List<String> names() {
    return OptionValueHelp.all(name, String.class);
  }

  public OptionalInt count() {
    Optional<Integer> number = OptionValueHelp.of(count, Integer.class);
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  /// Whether a variable's value comes from standard input, which cannot be read again.
  public boolean readsInput() {
    return bundles.readsInput();
  }

  public NodeLimits nodeLimits() {
    return new NodeLimits(
        OptionValueHelp.of(ttl, TimeToLive.class), OptionValueHelp.of(maxNodes, Integer.class));
  }

  public Optional<Long> maxOutput() {
    return bundles.maxOutput();
  }

  public DeployTimeouts limits() {
    return bundles.limits();
  }
}
