package dev.provision.cli.command;

import picocli.CommandLine.Command;

/// `provision`, which has everything else below it.
@Command(
    name = "provision",
    description = "Create customized cloud nodes: your keys and files on them, your scripts run.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = picocli.CommandLine.HelpCommand.class)
final class ProvisionCommand {}
