package dev.provision.cli.call;

import java.util.Arrays;
import java.util.Optional;

/// The programs of the distribution: `provision` with its subcommands, and the three of the first
/// Provision, each of which is also one of those subcommands.
public enum ProgramName {
  /// All commands.
  PROVISION("provision"),
  /// The same as `provision deploy-node`.
  DEPLOY_NODE("deploy-node"),
  /// The same as `provision list-nodes`.
  LIST_NODES("list-nodes"),
  /// The same as `provision destroy-node`.
  DESTROY_NODE("destroy-node");

  private final String fileName;

  ProgramName(String fileName) {
    this.fileName = fileName;
  }

  /// What its file in `bin/` is called.
  public String fileName() {
    return fileName;
  }

  /// The program with this file name.
  public static Optional<ProgramName> named(String fileName) {
    return Arrays.stream(values()).filter(one -> one.fileName.equals(fileName)).findFirst();
  }
}
