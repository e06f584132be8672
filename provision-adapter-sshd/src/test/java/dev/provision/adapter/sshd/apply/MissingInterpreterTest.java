package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A script whose interpreter the node does not have names that, and not itself.
@Timeout(60)
final class MissingInterpreterTest {
  private static final List<String> LACKING =
      List.of(
          "#!/no/such -e",
          "#! /no/such",
          "#!/etc/passwd",
          "#!/etc",
          "#!/usr/bin/env nosuch",
          "#!/usr/bin/env -S nosuch -x",
          "#!/usr/bin/env -S A=b -u C nosuch");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "zsh", "busybox"})
  void is_named(String shell) throws Exception {
    List<StepResult> results = new ArrayList<>();
    try (Running node = new Running(shell, temporary)) {
      List<Step> steps = new ArrayList<>();
      LACKING.forEach(line -> steps.add(node.script(line + "\n", Map.of(), Optional.empty())));
      LACKING.forEach(
          line ->
              steps.add(node.script(line + "\n", Map.of(), Optional.of(Duration.ofSeconds(30)))));
      results.addAll(node.apply(steps));
    }

    assertThat(results).hasSize(2 * LACKING.size());
    for (int i = 0; i < results.size(); i++) {
      String line = LACKING.get(i % LACKING.size());
      StepResult.ScriptRan ran = (StepResult.ScriptRan) results.get(i);
      assertThat(ran.exit()).as(line).isIn(new ExitStatus.Exited(126), new ExitStatus.Exited(127));
      assertThat(ran.stderr().text()).as(line).contains(expected(line));
    }
  }

  private static String expected(String line) {
    if (line.contains("passwd")) {
      return "its interpreter /etc/passwd cannot be executed";
    }
    if (line.equals("#!/etc")) {
      return "its interpreter /etc is a directory";
    }
    String name = line.contains("/no/such") ? "/no/such" : "nosuch";
    return "its interpreter " + name + " is not there";
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox"})
  void is_not_blamed_for_what_a_script_lacks(String shell) throws Exception {
    List<StepResult> results;
    try (Running node = new Running(shell, temporary)) {
      results =
          node.apply(
              List.of(
                  node.script("#!/bin/sh\nnosuch\n", Map.of(), Optional.empty()),
                  node.script("#!/usr/bin/env sh\nexit 127\n", Map.of(), Optional.empty()),
                  node.script("#!/usr/bin/env sh\nexit 126\n", Map.of(), Optional.empty()),
                  node.script("nosuch\n", Map.of(), Optional.empty())));
    }

    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(((StepResult.ScriptRan) result).stderr().text())
                    .doesNotContain("interpreter"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void is_looked_for_where_the_script_would(String shell) throws Exception {
    List<StepResult> results;
    try (Running node = new Running(shell, temporary)) {
      results =
          node.apply(
              List.of(
                  node.script(
                      "#!/usr/bin/env sh\n", Map.of("PATH", "/nowhere"), Optional.empty())));
    }

    assertThat(((StepResult.ScriptRan) results.getFirst()).stderr().text())
        .contains("its interpreter sh is not there (PATH is /nowhere)");
  }

  /// A node whose `/bin/sh` is another shell.
  private static final class Running implements AutoCloseable {
    private final EmbeddedNode node;

    Running(String shell, Path temporary) throws Exception {
      String program = Programs.require(shell) + (shell.equals("busybox") ? " sh" : "");
      node =
          new EmbeddedNode(
              temporary,
              List.of("/bin/sh"),
              command -> command.replace("/bin/sh -c", program + " -c"),
              Map.of());
    }

    RunScript script(String text, Map<String, String> environment, Optional<Duration> timeout) {
      return new RunScript(
          node.directory() + "/script",
          Content.of(text.getBytes(UTF_8)),
          0755,
          environment,
          timeout,
          OnFailure.CONTINUE);
    }

    List<StepResult> apply(List<Step> steps) {
      try (RemoteShell connection =
          node.port().connect(node.endpoint(), Duration.ofSeconds(20), _ -> {})) {
        return connection.apply(steps, new RecordingObserver());
      }
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
