package dev.provision.cli.command;

import dev.provision.domain.deploy.Limits;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.ports.shell.RunScript.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be deployed, and how.
final class DeployOptions {
  @Option(
      names = {"-b", "--bundles"},
      paramLabel = "BUNDLE",
      description = "A bundle of the configuration; repeatable, in this order.")
  List<String> bundles = List.of();

  @Option(
      names = {"-d", "--description-file"},
      paramLabel = "FILE",
      description = "Write what became of the node to this file, as JSON.")
  @Nullable Path descriptionFile;

  @Option(
      names = {"-i", "--image"},
      paramLabel = "IMAGE",
      description = "A short name of the configuration, or the provider's full name or id.")
  @Nullable String image;

  @Option(
      names = {"-l", "--location"},
      paramLabel = "LOCATION",
      description = "An index into the provider's list, an id or a name.")
  @Nullable String location;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The node's name; else the prefix and six random characters.")
  @Nullable String name;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "SIZE",
      description = "An index into the provider's list, an id or a name.")
  @Nullable String size;

  @Option(
      names = {"-t", "--subvars"},
      paramLabel = "KEY=VALUE",
      converter = VariableConverter.class,
      description = "A variable for script templates; repeatable.")
  List<Variable> variables = List.of();

  @Option(
      names = {"-x", "--prefix"},
      paramLabel = "PREFIX",
      description = "What a random name begins with.")
  @Nullable String prefix;

  @Option(names = "--keep-going", description = "Run the later scripts even if one fails.")
  boolean keepGoing;

  @Option(
      names = "--destroy-on-failure",
      description = "Destroy the node if anything fails; else it stays for you to look at.")
  boolean destroyOnFailure;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long to wait at most for the node to run, and then again for it to answer by SSH,"
              + " such as 90s or 15m.")
  @Nullable Duration wait;

  @Option(
      names = "--scripts",
      description = "Show the scripts' text after substitution, in the plan or in the result.")
  boolean scripts;

  DeployRequest request() {
    return new DeployRequest(
        bundles,
        Optional.ofNullable(name),
        Optional.ofNullable(prefix),
        Optional.ofNullable(image),
        Optional.ofNullable(location),
        Optional.ofNullable(size),
        variables,
        keepGoing ? OnFailure.CONTINUE : OnFailure.STOP);
  }

  Limits limits() {
    return wait == null ? Limits.usual() : new Limits(wait, wait);
  }
}
