package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.configuration.machine.LocalProcesses;
import dev.provision.library.configuration.machine.ProcessRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInBundlesTest {
  @TempDir static Path root;

  static Stream<Bundle> bundles() {
    return new Machine(root).configuration().bundles().values().stream();
  }

  private static ProcessRunner.Ended run(String input, String... words) throws Exception {
    return new LocalProcesses()
        .run(
            new ProcessRunner.Command(
                List.of(words),
                Map.of("PATH", System.getenv("PATH"), "HOME", root.toString()),
                root,
                input,
                Duration.ofSeconds(60),
                1 << 20));
  }

  private static String text(String source) throws IOException {
    try (InputStream stream = new FileSources().find(source).content().open()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everything_a_bundle_names_is_there_and_its_scripts_are_shell(Bundle bundle)
      throws Exception {
    assertThat(bundle.scripts()).isNotEmpty();
    for (BundleEntry entry :
        Stream.concat(bundle.scripts().stream(), bundle.files().stream()).toList()) {
      assertThat(entry.target()).startsWith("/");
      assertThat(text(entry.source())).isNotBlank().endsWith("\n");
    }
    for (BundleEntry script : bundle.scripts()) {
      assertThat(text(script.source())).startsWith("#!/bin/sh\n");
      ProcessRunner.Ended checked = run(text(script.source()), "/bin/sh", "-n");
      assertThat(checked.errors()).isEmpty();
      assertThat(checked.status()).isZero();
    }
  }

  /// Braces in a template that is no template would reach the shell as an unset variable.
  @ParameterizedTest
  @MethodSource("bundles")
  void a_script_with_placeholders_is_a_template_and_has_a_use_for_the_unfilled_ones(Bundle bundle)
      throws Exception {
    for (BundleEntry script : bundle.scripts()) {
      List<String> lines = text(script.source()).lines().toList();
      boolean template = lines.contains("# provision-template-type: template-string");
      boolean placeholders = lines.stream().anyMatch(line -> line.matches("\\w+=\"\\$\\{\\w+}\""));
      assertThat(placeholders).isEqualTo(template);
      if (template) {
        int placeholder = firstMatch(lines, "\\w+=\"\\$\\{\\w+}\"");
        int strict = firstMatch(lines, "set -eu");
        assertThat(strict == -1 || placeholder < strict)
            .as("an unfilled placeholder comes before unset variables are errors")
            .isTrue();
      }
    }
  }

  private static int firstMatch(List<String> lines, String pattern) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(pattern)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void hello_runs_anywhere_with_or_without_its_placeholder_filled() throws Exception {
    String script = text("builtin:hello/hello.sh");

    ProcessRunner.Ended filled = run(script.replace("${node_name}", "web1"), "/bin/sh");
    ProcessRunner.Ended unfilled = run(script, "/bin/sh");

    assertThat(filled.output()).startsWith("Hello from web1!\n").contains("  system     ");
    assertThat(filled.errors()).isEmpty();
    assertThat(filled.status()).isZero();
    assertThat(unfilled.output()).matches("(?s)Hello from \\S+!\n.*");
  }
}
