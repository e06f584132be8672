package dev.provision.domain.deploy;

import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.List;

/// Something that happens in a deployment. Progress, journal, report and log all live from these.
///
/// The events of one deployment come in order, from one thread at a time. An event that announces
/// an act comes before the act begins; a listener that throws stops it.
///
/// Tested by `JournalTest`, `DeployerTest` and `ProgressWordsTest`.
public sealed interface DeployEvent {
  /// The name of the node that is being deployed.
  String name();

  /// The deployment begins.
  record Started(String name, DeployPlan plan) implements DeployEvent {}

  /// A choice was made that the user may not expect.
  record Warned(String name, String warning) implements DeployEvent {}

  /// The cloud is about to be asked for the node.
  ///
  /// @param token by which the node can be found again, should the answer get lost
  record Creating(String name, String token, Image image, Size size, Location location)
      implements DeployEvent {}

  /// The cloud has accepted the request: from now on the node exists.
  record Created(String name, Node node) implements DeployEvent {}

  /// The node is being waited for.
  ///
  /// @param what for people, such as `running and an address`
  /// @param limit for how long at most
  record Awaiting(String name, String what, Duration limit) implements DeployEvent {}

  /// The provider is asked something, such as which nodes there are; nobody has set a limit.
  static Awaiting awaitingProvider(String name) {
    return new Awaiting(name, "the provider's answer", Duration.ZERO);
  }

  /// A part of what is awaited is waited for now.
  ///
  /// @param what for people, such as `the version line of 192.0.2.7 port 22`
  /// @param limit for how long at most
  record AwaitingPart(String name, String what, Duration limit) implements DeployEvent {}

  /// Nothing has come from the node for a while, although it is asked whether it is there.
  ///
  /// @param since for how long
  /// @param limit after which it is given up
  record Silent(String name, Duration since, Duration limit) implements DeployEvent {}

  /// The node runs and has an address.
  ///
  /// @param endpoint such as `root@192.0.2.7`
  record Running(String name, Node node, String endpoint) implements DeployEvent {}

  /// An attempt to connect failed, and there will be another.
  record ConnectionPending(String name, String reason) implements DeployEvent {}

  /// The connection is there, the host verified, the login accepted.
  record Connected(String name, String endpoint, HostIdentity identity) implements DeployEvent {}

  /// Something on the new node has to end before it takes its steps; it is waited for.
  record NotReady(String name, String reason) implements DeployEvent {}

  /// The node does not come up; this is the end of what it has written to its console.
  record ConsoleRead(String name, String text) implements DeployEvent {}

  /// Another run has the node, and its end is waited for. May come again.
  ///
  /// @param holder who has it, and since when
  record NodeBusy(String name, String holder) implements DeployEvent {}

  /// The steps are about to be delivered.
  record Applying(String name, List<PlannedStep> steps) implements DeployEvent {
    /// Copies the list.
    public Applying {
      steps = List.copyOf(steps);
    }
  }

  /// Bytes have been handed to the connection.
  record Sent(String name, long sent, long total) implements DeployEvent {}

  /// A step begins on the node.
  ///
  /// @param index its place among the steps, from 0
  record StepStarted(String name, int index, PlannedStep step) implements DeployEvent {}

  /// A script wrote something.
  ///
  /// @param bytes not to be changed
  @SuppressWarnings(
      "ArrayRecordComponent") // copying every piece of output would cost its size again
  record ScriptOutput(String name, int index, Stream stream, byte[] bytes) implements DeployEvent {}

  /// A step has ended, or will not be done.
  record StepFinished(String name, int index, PlannedStep step, StepResult result)
      implements DeployEvent {}

  /// The node is about to be destroyed.
  record Destroying(String name, NodeId id) implements DeployEvent {}

  /// The node is gone.
  record Destroyed(String name, NodeId id) implements DeployEvent {}

  /// The deployment has ended.
  record Finished(String name, DeployReport report) implements DeployEvent {}
}
