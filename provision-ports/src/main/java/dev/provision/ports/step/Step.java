package dev.provision.ports.step;

/// One thing that a run does on a node.
public sealed interface Step
    permits AuthorizeKeys, PutFile, PutDirectory, RunScript, Reboot, AwaitReboot, ConditionalStep {
  /// The step without its conditions; itself if it has none.
  default Step unconditional() {
    return this instanceof ConditionalStep conditional ? conditional.step() : this;
  }
}
