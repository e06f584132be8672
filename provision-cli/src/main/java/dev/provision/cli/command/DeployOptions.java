package dev.provision.cli.command;

import dev.provision.domain.deploy.Limits;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.ports.shell.RunScript.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What is to be deployed, and how.
final class DeployOptions {
  private final OptionSpec bundles =
      OptionSpec.builder("-b", "--bundles")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("BUNDLE")
          .description("A bundle of the configuration; repeatable, in this order.")
          .build();

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
          .type(String.class)
          .paramLabel("NAME")
          .description("The node's name; else the prefix and six random characters.")
          .build();

  private final OptionSpec size =
      OptionSpec.builder("-s", "--size")
          .type(String.class)
          .paramLabel("SIZE")
          .description("An index into the provider's list, an id or a name.")
          .build();

  private final OptionSpec variables =
      OptionSpec.builder("-t", "--subvars")
          .type(List.class)
          .auxiliaryTypes(Variable.class)
          .paramLabel("KEY=VALUE")
          .converters(new VariableConverter())
          .description("A variable for script templates; repeatable.")
          .build();

  private final OptionSpec prefix =
      OptionSpec.builder("-x", "--prefix")
          .type(String.class)
          .paramLabel("PREFIX")
          .description("What a random name begins with.")
          .build();

  private final OptionSpec keepGoing =
      OptionSpec.builder("--keep-going")
          .type(boolean.class)
          .description("Run the later scripts even if one fails.")
          .build();

  private final OptionSpec destroyOnFailure =
      OptionSpec.builder("--destroy-on-failure")
          .type(boolean.class)
          .description("Destroy the node if anything fails; else it stays for you to look at.")
          .build();

  private final OptionSpec wait =
      OptionSpec.builder("--wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .converters(new DurationConverter())
          .description(
              "How long to wait at most for the node to run, and then again for it to answer by"
                  + " SSH, such as 90s or 15m.")
          .build();

  private final OptionSpec scripts =
      OptionSpec.builder("--scripts")
          .type(boolean.class)
          .description("Show the scripts' text after substitution, in the plan or in the result.")
          .build();

  void addTo(CommandSpec spec) {
    List.of(bundles, descriptionFile, image, location, name, size).forEach(spec::addOption);
    List.of(variables, prefix, keepGoing, destroyOnFailure, wait, scripts).forEach(spec::addOption);
  }

  Optional<Path> descriptionFile() {
    return Values.of(descriptionFile, Path.class);
  }

  boolean destroyOnFailure() {
    return Values.given(destroyOnFailure);
  }

  boolean scripts() {
    return Values.given(scripts);
  }

  DeployRequest request() {
    return new DeployRequest(
        Values.all(bundles, String.class),
        Values.of(name, String.class),
        Values.of(prefix, String.class),
        Values.of(image, String.class),
        Values.of(location, String.class),
        Values.of(size, String.class),
        Values.all(variables, Variable.class),
        Values.given(keepGoing) ? OnFailure.CONTINUE : OnFailure.STOP);
  }

  Limits limits() {
    return Values.of(wait, Duration.class)
        .map(most -> new Limits(most, most))
        .orElseGet(Limits::usual);
  }
}
