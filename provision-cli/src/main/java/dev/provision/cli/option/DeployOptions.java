package dev.provision.cli.option;

import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.plan.DeployRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is to be deployed, and how.
public final class DeployOptions {
  private final BundleOptions bundles = new BundleOptions();

  private final OptionSpec descriptionFile =
      OptionSpec.builder("-d", "--description-file")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Write what became of the node to this file, as JSON.")
          .build();

  private final OptionSpec image =
      OptionSpec.builder("-i", "--image")
          .type(String.class)
          .paramLabel("IMAGE")
          .description("A short name of the configuration, or the provider's full name or id.")
          .build();

  private final OptionSpec location =
      OptionSpec.builder("-l", "--location")
          .type(String.class)
          .paramLabel("LOCATION")
          .description("An index into the provider's list, an id or a name.")
          .build();

  private final OptionSpec name =
      OptionSpec.builder("-n", "--name")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("NAME")
          .description(
              "The node's name; else the prefix and six random characters. Repeatable: a node for"
                  + " each. With --count, what all are called after, with their numbers in place"
                  + " of {node_index} or at the end.")
          .build();

  private final OptionSpec count =
      OptionSpec.builder("--count")
          .type(Integer.class)
          .paramLabel("N")
          .converters(new CountConverter(1))
          .description("How many nodes that are alike.")
          .build();

  private final OptionSpec size =
      OptionSpec.builder("-s", "--size")
          .type(String.class)
          .paramLabel("SIZE")
          .description("An index into the provider's list, an id or a name.")
          .build();

  private final OptionSpec prefix =
      OptionSpec.builder("-x", "--prefix")
          .type(String.class)
          .paramLabel("PREFIX")
          .description("What a random name begins with.")
          .build();

  private final OptionSpec destroyOnFailure =
      OptionSpec.builder("--destroy-on-failure")
          .type(boolean.class)
          .description("Destroy the node if anything fails; else it stays for you to look at.")
          .build();

  private final OptionSpec another =
      OptionSpec.builder("--another")
          .type(boolean.class)
          .description(
              "Create the node even if an earlier deployment made one of the same name that still"
                  + " exists.")
          .build();

  private final OptionSpec scripts =
      OptionSpec.builder("--scripts")
          .type(boolean.class)
          .description("Show the scripts' text after substitution, in the plan or in the result.")
          .build();

  public void addTo(CommandSpec spec) {
    bundles.addTo(spec);
    List.of(descriptionFile, image, location, name, count, size).forEach(spec::addOption);
    List.of(prefix, destroyOnFailure, another, scripts).forEach(spec::addOption);
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

  public DeployRequest request() {
    return new DeployRequest(
        bundles.names(),
        Optional.empty(),
        OptionValueHelp.of(prefix, String.class),
        OptionValueHelp.of(image, String.class),
        OptionValueHelp.of(location, String.class),
        OptionValueHelp.of(size, String.class),
        bundles.variables(),
        bundles.onFailure());
  }

  public List<String> names() {
    return OptionValueHelp.all(name, String.class);
  }

  public OptionalInt count() {
    Optional<Integer> number = OptionValueHelp.of(count, Integer.class);
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  public Optional<Long> maxOutput() {
    return bundles.maxOutput();
  }

  public DeployTimeouts limits() {
    return bundles.limits();
  }
}
