package dev.provision.cli.command;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.deploy.Limits;
import dev.provision.library.Provision;
import dev.provision.library.ProvisionBuilder;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Login;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration and whose account: the options that every command with a provider has.
final class CommonOptions {
  @Option(
      names = {"-c", "--config-paths", "--config_paths"},
      paramLabel = "DIR",
      description =
          "A configuration directory, read after the usual ones; repeatable, the last one wins.")
  List<String> configurations = List.of();

  @Option(
      names = {"-p", "--provider"},
      paramLabel = "NAME",
      description = "The provider, or an account that the configuration names.")
  @Nullable String provider;

  @Option(
      names = {"-u", "--userid"},
      paramLabel = "ID",
      description = "The user at the provider.")
  @Nullable String userid;

  @Option(
      names = {"-k", "--secret-key", "--secret_key"},
      paramLabel = "SECRET",
      converter = SecretConverter.class,
      description =
          "The secret that goes with it. Other users may see it in the process list: the"
              + " configuration is a better place.")
  @Nullable Secret secretKey;

  @Option(
      names = "--host",
      paramLabel = "USER@HOST:PORT",
      description = "With -p hosts: a machine that can be taken; repeatable.")
  List<String> hosts = List.of();

  @Option(
      names = {"-v", "--verbose"},
      description = "More: the scripts' output as it comes, stack traces.")
  boolean verbose;

  /// Reads the configuration; its warnings go to standard error.
  Provision open(Invocation invocation) {
    return open(invocation, Provision.builder());
  }

  /// As [#open(Invocation)], for a command that connects to a node.
  Provision openToConnect(Invocation invocation, Limits limits, Login.Passphrase passphrase) {
    return open(invocation, Provision.builder().limits(limits).passphrase(passphrase).warmUp());
  }

  private Provision open(Invocation invocation, ProvisionBuilder builder) {
    builder
        .environment(invocation.environment())
        .workingDirectory(invocation.workingDirectory())
        .userHome(invocation.userHome());
    configurations.forEach(builder::configuration);
    if (provider != null) {
      builder.provider(provider);
    }
    if (userid != null) {
      builder.userid(userid);
    }
    if (secretKey != null) {
      builder.secretKey(secretKey);
    }
    if (!hosts.isEmpty()) {
      builder.option("hosts", String.join("\n", hosts));
    }
    Provision provision = builder.open();
    provision
        .warnings()
        .forEach(warning -> invocation.streams().err().println("warning: " + warning));
    return provision;
  }

  /// These options once more, for another command about the same account.
  List<String> repeated() {
    List<String> words = new ArrayList<>();
    configurations.forEach(directory -> words.addAll(List.of("-c", directory)));
    if (provider != null) {
      words.addAll(List.of("-p", provider));
    }
    if (userid != null) {
      words.addAll(List.of("-u", userid));
    }
    if (secretKey != null) {
      words.addAll(List.of("-k", "SECRET"));
    }
    hosts.forEach(host -> words.addAll(List.of("--host", host)));
    return words;
  }
}
