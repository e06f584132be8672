package dev.provision.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.deploy.DeployReport;
import dev.provision.domain.plan.DeployRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Service;

/// The Spring example of docs/library.md, which is taken from here.
final class SpringExampleTest {
  @Configuration
  @Import(WebNodes.class)
  static class Nodes {
    @Bean
    Provision provision(
        @Value("${provision.site}") String site, @Value("${provision.home}") Path home) {
      return Provision.builder().configuration(site).home(home).open();
    }
  }

  @Service
  static final class WebNodes {
    private final Provision provision;

    WebNodes(Provision provision) {
      this.provision = provision;
    }

    DeployReport start(String name) {
      return provision.deploy(provision.plan(DeployRequest.ofBundles("web").named(name)));
    }
  }

  @Test
  void an_instance_is_a_bean_that_is_closed_with_its_context(@TempDir Path directory)
      throws IOException {
    Path site = Files.createDirectories(directory.resolve("site"));
    Files.createDirectories(site.resolve("scripts"));
    Files.writeString(site.resolve("scripts/motd.sh"), "echo hello\n");
    Files.writeString(
        site.resolve("provision.yaml"),
        """
        provider: memory
        userid: spring
        image: Debian
        bundles:
          web: {scripts: [motd.sh]}
        """);
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "example",
                Map.of(
                    "provision.site", site.toString(),
                    "provision.home", directory.resolve("home").toString())));
    context.register(Nodes.class);
    context.refresh();

    DeployReport report = context.getBean(WebNodes.class).start("web-1");
    Provision provision = context.getBean(Provision.class);
    context.close();

    assertThat(report.ok()).isTrue();
    assertThat(MemoryProvider.cloud("spring").nodes())
        .singleElement()
        .returns("web-1", node -> node.name());
    assertThatThrownBy(provision::nodes).hasMessageContaining("closed");
  }
}
