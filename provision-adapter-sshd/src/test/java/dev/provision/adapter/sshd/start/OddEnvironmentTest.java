package dev.provision.adapter.sshd.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logins whose environment changes what programs do: it reaches the scripts, and nothing else.
@Timeout(60)
final class OddEnvironmentTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";

  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("TAR_OPTIONS", "--one-top-level --exclude=1"),
          Map.entry("GREP_OPTIONS", "-v"),
          Map.entry("PERL5OPT", "-d"),
          Map.entry("PERL5LIB", "/nowhere"),
          Map.entry("PERL5DB", "exit"),
          Map.entry("LC_ALL", "fr_FR.UTF-8"),
          Map.entry("CDPATH", "/usr:/etc"),
          Map.entry("IFS", "/.-"),
          Map.entry("ENV", "/nowhere/env"),
          Map.entry("POSIXLY_CORRECT", "1"),
          Map.entry("BLOCKSIZE", "7"),
          Map.entry("DF_BLOCK_SIZE", "1G"),
          Map.entry("QUOTING_STYLE", "c"),
          Map.entry("TIME_STYLE", "full-iso"),
          Map.entry("GZIP", "-9"),
          Map.entry("XZ_OPT", "-9"),
          Map.entry("OPENSSL_CONF", "/nowhere"),
          Map.entry("SHELLOPTS", "errexit:noclobber:noglob:nounset:xtrace"),
          Map.entry("ODD", "it's\n\"two\" $lines"),
          Map.entry("BASH_FUNC_tar%%", "() { echo tar >&2; exit 9; }"),
          Map.entry("BASH_FUNC_mkdir%%", "() { echo mkdir >&2; exit 9; }"),
          Map.entry("BASH_FUNC_command%%", "() { echo command >&2; exit 9; }"));

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "ksh", "mksh", "busybox"})
  void a_run_is_the_same_in_an_odd_environment_and_scripts_have_that(String shell)
      throws Exception {
    Path program = Programs.require(shell);
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    // Under the name by which it knows that it is to be POSIX's.
    Path sh = Files.createSymbolicLink(bin.resolve("sh"), program);
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("BASH_ENV", "/nowhere/bash");
    EmbeddedNode node =
        new EmbeddedNode(
            temporary,
            List.of(sh.toString()),
            command -> command.replace("/bin/sh -c", sh + " -c"),
            variables);
    Path target = Path.of(node.directory(), "made/f");
    List<Step> steps =
        List.of(
            new AuthorizeKeys(".ssh/authorized_keys", List.of(KEY)),
            new PutFile(target.toString(), Content.of(new byte[100]), 0640, Optional.empty()),
            new RunScript(
                node.directory() + "/s",
                Content.of(
                    "#!/usr/bin/env python3\nimport os; print(os.environ)\n".getBytes(UTF_8)),
                0755,
                Map.of("MORE", "more"),
                Optional.of(Duration.ofSeconds(30)),
                OnFailure.STOP));
    List<StepResult> results;
    try (RemoteShell connection =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      results = connection.apply(steps, new RecordingObserver());
    } finally {
      node.close();
      Files.delete(sh);
    }

    assertThat(results).allMatch(StepResult::ok);
    assertThat(target).hasSize(100);
    String environment = ((StepResult.ScriptRan) results.getLast()).stdout().text();
    assertThat(environment)
        .contains("'TAR_OPTIONS': '--one-top-level --exclude=1'")
        .contains("'LC_ALL': 'fr_FR.UTF-8'")
        .contains("'PERL5OPT': '-d'", "'MORE': 'more'", "two\" $lines")
        .doesNotContain("ENVIRONMENT", "SUDO_UID");
  }
}
