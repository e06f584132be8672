package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.Provision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The README's Java example compiles, since it stands here, and is what the README shows.
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
}
