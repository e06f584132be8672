package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows is there: the example in Java compiles, since it stands here, and the
/// configuration directory can be used.
final class ReadmeExampleTest {
  static void example() {
    // example
    try (Provision provision = Provision.open(Path.of("web"))) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("web-1"));
      DeployReport report = provision.deploy(plan);
      report.scripts().forEach(script -> log(script.step().target() + ": " + script.result()));
      provision.destroy("web-1", node -> {});
    }
    // end
  }

  private static void log(String line) {
    assertThat(line).isNotEmpty();
  }

  @Test
  void the_readme_shows_this_example() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/dev/provision/it/ReadmeExampleTest.java").toAbsolutePath());
    String code =
        source
            .substring(
                source.indexOf("// example\n") + "// example\n".length(), source.indexOf("// end"))
            .lines()
            .map(line -> line.replaceFirst("^ {4}", ""))
            .collect(Collectors.joining("\n"))
            .strip();

    assertThat(Path.of("../README.md")).content().contains(code);
  }

  @Test
  void the_readme_shows_the_files_of_the_example() throws IOException {
    for (String file : List.of("provision.yaml", "scripts/nginx.sh")) {
      assertThat(Path.of("../README.md"))
          .content()
          .contains("\n" + Files.readString(Path.of("../examples/web", file)) + "```");
    }
  }

  @Test
  void the_example_can_be_planned(@TempDir Path home) throws IOException {
    try (Provision provision =
        Provision.builder()
            .configuration("../examples/web")
            .environment(Map.of())
            .userHome(home)
            .open()) {
      DeployPlan plan = provision.plan(DeployRequest.ofBundles("web").named("web-1"));

      assertThat(plan.warnings()).isEmpty();
      assertThat(plan.scripts().getFirst().content().open())
          .asString(StandardCharsets.UTF_8)
          .contains("echo \"web-1 in eu\" > /var/www/html/index.html");
    }
  }
}
