package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keeps docs/configuration.md true.
class DocumentationTest {
  @TempDir Path root;
  private String page = "";

  @BeforeEach
  void page() throws IOException {
    page = Files.readString(Path.of("../docs/configuration.md")); // tests run in their module
  }

  private List<String> blocks(String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(page)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @Test
  void every_yaml_example_is_in_order() {
    Machine machine = new Machine(root);
    machine.write("site/cloud-init.yaml", "#cloud-config\n");

    List<String> examples = blocks("yaml");

    assertThat(examples).hasSizeGreaterThan(3);
    for (String example : examples) {
      assertThat(machine.yamlProblems(example)).as(example).isEmpty();
    }
  }

  @Test
  void every_python_example_is_in_order() {
    Machine machine = new Machine(root);
    for (String example : blocks("python")) {
      machine.write("site/__init__.py", example);
      assertThat(machine.problems("site")).isEmpty();
    }
    assertThat(blocks("python")).isNotEmpty();
  }

  @Test
  void every_key_and_its_variable_are_in_the_table() {
    for (TextSetting setting : TextSetting.values()) {
      assertThat(page).containsPattern(row(setting.key(), setting.variable()));
    }
    for (ListSetting setting : ListSetting.values()) {
      assertThat(page).containsPattern(row(setting.key(), setting.variable()));
    }
    for (MapSetting setting : MapSetting.values()) {
      assertThat(page).containsPattern(row(setting.key(), setting.variable()));
    }
    for (String key : ProvisionYaml.keys()) {
      assertThat(page).contains("\n| `" + key + "` | ");
    }
  }

  private static Pattern row(String key, String variable) {
    return Pattern.compile("(?m)^\\| `" + key + "` \\|.*\\| `" + variable + "` \\|$");
  }

  @Test
  void what_is_built_in_is_listed() {
    Configuration configuration = new Machine(root).configuration();

    configuration
        .imageNames()
        .forEach((name, full) -> assertThat(page).contains("| `" + name + "` | " + full + " |"));
    List<String> bundles =
        Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ")
            .matcher(page.substring(page.indexOf("\n| bundle | what it does")))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(bundles).containsExactlyInAnyOrderElementsOf(configuration.bundles().keySet());
  }
}
