package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Interruption;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.StandardStreams;
import dev.provision.cli.output.OutputGate;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who asks for JSON gets JSON, also when it goes wrong.
final class JsonErrorsTest {
  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.cloud.pendingFor(Duration.ZERO);
    machine.file("conf/provision.yaml", "bundles: {b: {scripts: [s.sh]}}\n");
    machine.file("conf/scripts/s.sh", "#!/bin/sh\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private static JsonNode json(Result result) {
    return JsonMapper.shared().readTree(result.out());
  }

  static Stream<CloudFailure> failures() {
    return Stream.of(
        new CloudFailure.Unauthorized("listing", "no"),
        new CloudFailure.RateLimited("listing", "slowly", Optional.empty()),
        new CloudFailure.QuotaExceeded("listing", "full"),
        new CloudFailure.NotFound("listing", "gone"),
        new CloudFailure.NameTaken("listing", "taken"),
        new CloudFailure.InvalidRequest("listing", "wrong"),
        new CloudFailure.Unavailable("listing", "away"),
        new CloudFailure.Redirected("listing", "elsewhere"),
        new CloudFailure.Malformed("listing", "<html>"),
        new CloudFailure.TimedOut("listing", "slow"),
        new CloudFailure.Unsupported("listing", "never"),
        new CloudFailure.Interrupted("listing", "stopped"),
        new CloudFailure.Unclassified("listing", "\"odd\"\n"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void every_failure_of_a_cloud_is_an_object_with_kind_status_message_and_advice(
      CloudFailure failure) {
    Stream.of(CloudOperation.values()).forEach(operation -> machine.cloud.fail(operation, failure));
    for (String command : List.of("list-nodes", "images", "sizes", "locations")) {
      Result result = machine.run(command, "-o", "json");

      JsonNode error = json(result).get("error");
      assertThat(result.status()).isEqualTo(CommandStatus.of(failure).number());
      assertThat(error.get("status").asInt()).isEqualTo(result.status());
      assertThat(error.get("kind").asString()).isEqualTo(CommandStatus.of(failure).word());
      assertThat(error.get("message").asString()).isEqualTo("listing: " + failure.reason());
      assertThat(error.get("advice").asString()).isNotBlank();
      assertThat(result.err()).startsWith("error: listing: ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list-nodes -o json --odd",
        "list-nodes -ojson --odd",
        "list-nodes -vo json --odd",
        "list-nodes --odd --output=json",
        "list-nodes -o plain -o json --odd",
        "list-nodes -o json -o",
        "list-nodes -o json --output",
        "list-nodes -o json -o xml",
        "list-nodes -o json --output=",
        "list-nodes -o json -p",
        "deploy-node -o json --wait soon",
        "plan -o json -t x",
        "plan -o json -s",
        "apply -o json",
        "nosuch -o json",
        "providers -o json none",
        "deploy-node -o json -p none",
      })
  void so_is_wrong_usage_wherever_the_format_stands(String words) {
    Result result = machine.call(ProgramName.PROVISION, "provision", words.split(" ", -1));

    JsonNode error = json(result).get("error");
    assertThat(error.get("kind").asString()).isEqualTo("usage");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("error: ");
  }

  @Test
  void an_o_that_is_something_else_is_not_meant() {
    assertThat(machine.run("render", "-o", "json", "nosuch").out()).isEmpty();
    assertThat(machine.run("ssh", "nosuch", "--", "cmd", "-o", "json").out()).isEmpty();
    assertThat(machine.run("list-nodes", "-o", "json", "-o", "plain", "--odd").out()).isEmpty();
    assertThat(machine.run("destroy-node", "-o", "json", "nosuch").out()).isEmpty();
  }

  @Test
  void several_mistakes_are_all_told() throws IOException {
    machine.file("conf/provision.yaml", "bundles: {b: {scripts: [x.sh]}}\nfoo: 1\nbar: 2\n");

    JsonNode error = json(machine.run("plan", "-c", "conf", "-b", "b", "-o", "json")).get("error");

    assertThat(error.get("all").size()).isGreaterThan(1);
    assertThat(error.get("message")).isEqualTo(error.get("all").get(0).get("message"));
  }

  @Test
  void a_deployment_without_a_node_is_an_error_and_one_with_a_node_its_description() {
    machine.cloud.fail(CloudOperation.CREATE, new CloudFailure.QuotaExceeded("creating", "full"));
    Result none = machine.run("deploy-node", "-c", "conf", "-b", "b", "-o", "json");
    machine.cloud.heal(CloudOperation.CREATE);
    machine.answers.put("/root/deploy/s.sh", new Answer(3, "", ""));
    Result failed = machine.run("deploy-node", "-c", "conf", "-b", "b", "-o", "json");
    machine.shells.fail(new ShellFailure.Disconnected("sending", "away"));
    Result lost = machine.run("deploy-node", "-c", "conf", "-b", "b", "-o", "json");
    Result several = machine.run("deploy-node", "-c", "conf", "-b", "b", "-o", "json", "--count=2");
    Result diff = machine.run("apply", "-c", "conf", "-b", "b", "--diff", "-o", "json", "x", "y");

    assertThat(json(none).get("error").get("kind").asString()).isEqualTo("refused");
    assertThat(json(failed).get("ok").asBoolean()).isFalse();
    assertThat(json(lost).get("ok").asBoolean()).isFalse();
    assertThat(several.status()).isEqualTo(14);
    assertThat(json(several)).hasSize(2).allMatch(one -> !one.get("ok").asBoolean());
    assertThat(diff.status()).isNotZero();
    json(diff);
  }

  @Test
  void a_second_signal_does_not_take_the_result_away_nor_add_to_it() {
    for (boolean afterResult : List.of(true, false)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OutputGate gate = new OutputGate(out);
      if (afterResult) {
        gate.print("[]\n");
      }
      gate.end(() -> "{}\n");
      gate.print("[]\n");
      gate.flush();

      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(afterResult ? "[]\n" : "{}\n");
    }
  }

  @Test
  void a_signal_that_ends_the_program_at_once_writes_out_the_result() throws InterruptedException {
    List<String> order = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(
            new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream(), Set.of());
    Map<String, Runnable> handlers = new HashMap<>();
    Interruption interruption =
        new Interruption(
            streams, handlers::put, status -> order.add(out.toString(StandardCharsets.UTF_8)));
    interruption.resultBy(() -> streams.out().end(() -> "none"));
    Thread.ofPlatform().start(interruption::install).join();
    streams.out().print("the result");
    interruption.over();

    Runnable signal = handlers.getOrDefault("INT", () -> {});
    signal.run();
    signal.run();

    assertThat(order).containsExactly("the result");
  }

  @Test
  void an_interrupted_call_is_one_too() {
    machine.cloud.fail(
        CloudOperation.NODES, new CloudFailure.Interrupted("listing", "interrupted"));

    Result result =
        machine.call(
            ProgramName.PROVISION,
            "provision",
            streams -> new Interruption(streams, (name, run) -> run.run(), status -> {}),
            "list-nodes",
            "-p",
            "memory",
            "-o",
            "json");

    Thread.interrupted(); // the signal's, which a process would take with it
    assertThat(result.status()).isEqualTo(130);
    assertThat(json(result).get("error").get("kind").asString()).isEqualTo("interrupted");
  }
}
