package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// docs/bundles.md and docs/templates.md show the files of the examples.
final class BundlesPageTest {
  private static final Path SHOP = Path.of("../examples/shop");

  @Test
  void the_page_shows_the_bundle_and_the_template_of_the_example() throws IOException {
    String page = Files.readString(Path.of("../docs/bundles.md"));

    assertThat(page)
        .contains("```yaml\n" + Files.readString(SHOP.resolve("provision.yaml")) + "```");
    assertThat(page.replaceAll("(?m)^ +", ""))
        .contains("```\n" + Files.readString(SHOP.resolve("files/shop.conf")) + "```");
  }

  @Test
  void the_page_about_templates_shows_the_script_of_an_example() throws IOException {
    assertThat(Path.of("../docs/templates.md"))
        .content()
        .contains(
            "```sh\n" + Files.readString(Path.of("../examples/web/scripts/nginx.sh")) + "```");
  }
}
