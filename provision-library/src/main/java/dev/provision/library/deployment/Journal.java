package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.StepResult;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One line of JSON for each event of a deployment, in `journal.jsonl`.
///
/// Lines that announce or confirm something that costs are on the disk before the deployment goes
/// on; a program that is killed leaves behind which node it was about to create, by name and token.
///
/// It is written through a stream because an interrupted thread must still be able to: an interrupt
/// closes a channel.
final class Journal implements AutoCloseable {
  private final Path path;
  private final FileOutputStream file;
  private final InstantSource clock;
  private static final JsonFactory JSON = new JsonFactory();
  private boolean failed;

  private Journal(Path path, FileOutputStream file, InstantSource clock) {
    this.path = path;
    this.file = file;
    this.clock = clock;
  }

  static Journal in(Path directory, InstantSource clock) {
    Path path = directory.resolve("journal.jsonl");
    try {
      return new Journal(
          path, new FileOutputStream(StateDirectory.createFile(path).toFile()), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written: " + IoMessages.of(e), e);
    }
  }

  /// Keeps an event.
  ///
  /// @return what the user should know
  List<String> accept(DeployEvent event) {
    try {
      keep(event);
      return List.of();
    } catch (UncheckedIOException e) {
      // A node that nobody knows of is worse than none. But once there is one, no full disk may
      // keep
      // us from what is to be done there, least of all from destroying it.
      if (event instanceof DeployEvent.Creating) {
        throw e;
      }
      boolean news = !failed;
      failed = true;
      return news ? List.of(String.valueOf(e.getMessage())) : List.of();
    }
  }

  private void keep(DeployEvent event) {
    switch (event) {
      case DeployEvent.Started started ->
          write(event, false, Map.of("bundles", String.join(" ", started.plan().bundles())));
      case DeployEvent.Creating creating ->
          write(
              event,
              true,
              Map.of(
                  "token", creating.token(),
                  "image", creating.image().id(),
                  "size", creating.size().id(),
                  "location", creating.location().id()));
      case DeployEvent.Created created -> write(event, true, node(created.node()));
      case DeployEvent.Running running -> write(event, false, node(running.node()));
      case DeployEvent.Connected connected ->
          write(
              event,
              false,
              Map.of(
                  "endpoint", connected.endpoint(),
                  "host_key", connected.identity().key().fingerprint(),
                  "trusted_because", connected.identity().how()));
      case DeployEvent.StepStarted started ->
          write(event, false, Map.of("step", started.step().target()));
      case DeployEvent.StepFinished finished ->
          write(
              event,
              false,
              Map.of("step", finished.step().target(), "result", result(finished.result())));
      case DeployEvent.Warned warned -> write(event, false, Map.of("warning", warned.warning()));
      case DeployEvent.Destroying destroying ->
          write(event, true, Map.of("id", destroying.id().value()));
      case DeployEvent.Destroyed destroyed ->
          write(event, true, Map.of("id", destroyed.id().value()));
      case DeployEvent.Finished finished -> write(event, true, end(finished.report()));
      case DeployEvent.Awaiting awaiting -> write(event, false, Map.of("what", awaiting.what()));
      case DeployEvent.NodeBusy busy -> write(event, false, Map.of("holder", busy.holder()));
      case DeployEvent.NotReady pending -> write(event, false, Map.of("reason", pending.reason()));
      // A console's text may hold whatever the node printed.
      case DeployEvent.Applying _, DeployEvent.ConsoleRead _ -> write(event, false, Map.of());
      case DeployEvent.Silent silent ->
          write(event, false, Map.of("seconds", String.valueOf(silent.since().toSeconds())));
      case DeployEvent.AwaitingPart _,
          DeployEvent.ConnectionPending _,
          DeployEvent.Sent _,
          DeployEvent.ScriptOutput _ -> {}
    }
  }

  private static Map<String, String> node(Node node) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", node.id().value());
    fields.put("state", node.state().name());
    fields.put("public_ip", String.join(" ", node.publicAddresses()));
    return fields;
  }

  private static Map<String, String> end(DeployReport report) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ok", String.valueOf(report.ok()));
    switch (report.outcome()) {
      case Outcome.Completed _ -> {}
      case Outcome.CloudFailed(CloudFailure failure) ->
          fields.put("failure", words(failure.doing(), failure.reason()));
      case Outcome.ShellFailed(ShellFailure failure) ->
          fields.put("failure", words(failure.doing(), failure.reason()));
    }
    report
        .notDestroyed()
        .ifPresent(why -> fields.put("not_destroyed", words(why.doing(), why.reason())));
    return fields;
  }

  private static String words(String doing, String reason) {
    return doing + ": " + reason;
  }

  private static String result(StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized keys -> keys.added() + " keys added";
      case StepResult.FilePut file -> file.changed() ? "put" : "unchanged";
      case StepResult.ScriptRan ran -> ran.exit().toString();
      case StepResult.Failed failed -> "failed: " + failed.reason();
      case StepResult.Skipped _ -> "skipped";
    };
  }

  private void write(DeployEvent event, boolean durable, Map<String, String> fields) {
    try {
      file.write(line(event, fields).getBytes(StandardCharsets.UTF_8));
      if (durable) {
        file.getFD().sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written: " + IoMessages.of(e), e);
    }
  }

  private String line(DeployEvent event, Map<String, String> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("time", clock.instant().toString());
      out.writeStringProperty("event", event.getClass().getSimpleName());
      out.writeStringProperty("name", event.name());
      fields.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
    return text.append('\n').toString();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " was not kept whole: " + IoMessages.of(e), e);
    }
  }
}
