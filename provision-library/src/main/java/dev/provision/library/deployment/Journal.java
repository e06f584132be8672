package dev.provision.library.deployment;

import dev.provision.domain.deploy.DeployEvent;
import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.deploy.DeployReport.Outcome;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.text.IoMessages;
import dev.provision.library.text.JsonText;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.shell.ShellFailure;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of JSON for each event of a deployment, in `journal.jsonl`.
///
/// Lines that announce or confirm something that costs are on the disk before the deployment goes
/// on; a program that is killed leaves behind which node it was about to create, by name and token.
///
/// It is written through a stream because an interrupted thread must still be able to: an interrupt
/// closes a channel.
final class Journal implements AutoCloseable {
  static final String FILE = "journal.jsonl";
  static final String INDEX = "index";
  static final String NODE_INDEX = "node_index";
  static final String NODE_COUNT = "node_count";

  private static final Logger LOG = LoggerFactory.getLogger("provision.run");

  private final Path path;
  private final FileOutputStream file;
  private final InstantSource clock;
  private final PlanDigest planDigest;
  private boolean failed;

  private Journal(Path path, FileOutputStream file, InstantSource clock, PlanDigest planDigest) {
    this.path = path;
    this.file = file;
    this.clock = clock;
    this.planDigest = planDigest;
  }

  /// @param planDigest that of the plan
  static Journal in(Path directory, InstantSource clock, PlanDigest planDigest) {
    Path path = directory.resolve(FILE);
    try {
      return new Journal(
          path, new FileOutputStream(StateDirectory.createFile(path).toFile()), clock, planDigest);
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
      // keep us from what is to be done there, least of all from destroying it.
      if (event instanceof DeployEvent.Creating) {
        throw e;
      }
      boolean news = !failed;
      failed = true;
      return news ? List.of(String.valueOf(e.getMessage())) : List.of();
    }
  }

  private Map<String, String> started(DeployPlan plan) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("bundles", String.join(" ", plan.bundles()));
    plan.place()
        .ifPresent(
            place -> {
              fields.put(NODE_INDEX, String.valueOf(place.index()));
              fields.put(NODE_COUNT, String.valueOf(place.count()));
            });
    return fields;
  }

  private void keep(DeployEvent event) {
    switch (event) {
      case DeployEvent.Started started ->
          write(JournalEntry.STARTED, event, false, started(started.plan()));
      case DeployEvent.Creating creating ->
          write(
              JournalEntry.CREATING,
              event,
              true,
              fields(
                  "token", creating.token(),
                  "image", creating.image().id(),
                  "size", creating.size().id(),
                  "location", creating.location().id()));
      case DeployEvent.Created created ->
          write(JournalEntry.CREATED, event, true, node(created.node()));
      case DeployEvent.Running running ->
          write(JournalEntry.RUNNING, event, false, node(running.node()));
      case DeployEvent.Connected connected ->
          write(
              JournalEntry.CONNECTED,
              event,
              false,
              fields(
                  "endpoint", connected.endpoint(),
                  "host_key", connected.identity().key().fingerprint(),
                  "trusted_because", connected.identity().how()));
      case DeployEvent.StepStarted started ->
          write(
              JournalEntry.STEP_STARTED,
              event,
              false,
              fields(INDEX, String.valueOf(started.index()), "step", started.step().target()));
      case DeployEvent.StepFinished finished ->
          write(
              JournalEntry.STEP_FINISHED,
              event,
              false,
              fields(
                  INDEX,
                  String.valueOf(finished.index()),
                  "step",
                  finished.step().target(),
                  "ok",
                  String.valueOf(finished.result().ok()),
                  "result",
                  StepWords.of(finished.result())));
      case DeployEvent.Warned warned ->
          write(JournalEntry.WARNED, event, false, fields("warning", warned.warning()));
      case DeployEvent.Destroying destroying ->
          write(JournalEntry.DESTROYING, event, true, fields("id", destroying.id().value()));
      case DeployEvent.Destroyed destroyed ->
          write(JournalEntry.DESTROYED, event, true, fields("id", destroyed.id().value()));
      case DeployEvent.Finished finished ->
          write(JournalEntry.FINISHED, event, true, end(finished.report(), planDigest.text()));
      case DeployEvent.Awaiting awaiting ->
          write(JournalEntry.AWAITING, event, false, fields("what", awaiting.what()));
      case DeployEvent.NodeBusy busy ->
          write(JournalEntry.NODE_BUSY, event, false, fields("holder", busy.holder()));
      case DeployEvent.NotReady pending ->
          write(JournalEntry.NOT_READY, event, false, fields("reason", pending.reason()));
      // A console's text may hold whatever the node printed.
      case DeployEvent.ConsoleRead _ -> write(JournalEntry.CONSOLE_READ, event, false, Map.of());
      case DeployEvent.Applying _ -> write(JournalEntry.APPLYING, event, false, Map.of());
      case DeployEvent.Silent silent ->
          write(
              JournalEntry.SILENT,
              event,
              false,
              fields("seconds", String.valueOf(silent.since().toSeconds())));
      case DeployEvent.AwaitingPart part ->
          LOG.debug("{} awaiting {}, at most {}", part.name(), part.what(), part.limit());
      case DeployEvent.ConnectionPending pending ->
          LOG.debug("{} not connected yet: {}", pending.name(), pending.reason());
      case DeployEvent.Sent sent ->
          LOG.debug("{} sent {} of {} bytes", sent.name(), sent.sent(), sent.total());
      case DeployEvent.ScriptOutput _ -> {}
    }
  }

  /// In this order: pairs of a key and its text.
  private static Map<String, String> fields(String... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      fields.put(pairs[at], pairs[at + 1]);
    }
    return fields;
  }

  private static Map<String, String> node(Node node) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", node.id().value());
    fields.put("state", node.state().name());
    fields.put("public_ip", String.join(" ", node.publicAddresses()));
    return fields;
  }

  private static Map<String, String> end(DeployReport report, String planDigest) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("plan_digest", planDigest);
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

  private void write(
      JournalEntry kind, DeployEvent event, boolean durable, Map<String, String> fields) {
    LOG.debug("{} {} {}", event.name(), kind.written(), fields);
    try {
      file.write(line(kind, event, fields).getBytes(StandardCharsets.UTF_8));
      if (durable) {
        file.getFD().sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written: " + IoMessages.of(e), e);
    }
  }

  private String line(JournalEntry kind, DeployEvent event, Map<String, String> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("event", kind.written());
    line.put("name", event.name());
    line.putAll(fields);
    return JsonText.line(line) + "\n";
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " was not kept completely: " + IoMessages.of(e), e);
    }
  }
}
