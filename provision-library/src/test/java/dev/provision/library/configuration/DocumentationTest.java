package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.yaml.BundleYaml;
import dev.provision.library.configuration.yaml.EntryFields;
import dev.provision.library.configuration.yaml.EntryYaml;
import dev.provision.library.configuration.yaml.ParameterYaml;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import dev.provision.library.configuration.yaml.TreeYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Keeps docs/configuration.md true, and the pages about bundles, templates and secrets.
class DocumentationTest {
  @TempDir Path root;
  private String page = "";

  @BeforeEach
  void page() throws IOException {
    page = page("configuration");
  }

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("../docs", name + ".md")); // tests run in their module
  }

  private static List<String> blocks(String page, String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(page)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"configuration, 4", "bundles, 5", "templates, 1", "secrets, 1"})
  void every_yaml_example_is_in_order(String name, int atLeast) throws IOException {
    Machine machine = new Machine(root);
    machine.write("site/cloud-init.yaml", "#cloud-config\n");

    List<String> examples = blocks(page(name), "yaml");

    assertThat(examples).hasSizeGreaterThanOrEqualTo(atLeast);
    for (String example : examples) {
      assertThat(machine.yamlProblems(example)).as(example).isEmpty();
    }
  }

  @Test
  void every_python_example_is_in_order() {
    Machine machine = new Machine(root);
    for (String example : blocks(page, "python")) {
      machine.write("site/__init__.py", example);
      assertThat(machine.problems("site")).isEmpty();
    }
    assertThat(blocks(page, "python")).isNotEmpty();
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

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("## Bundle\n", BundleYaml.KEYS),
        Arguments.of("## Steps\n", BundleYaml.STEP_KEYS),
        Arguments.of("## Scripts\n", EntryYaml.SCRIPT_KEYS),
        Arguments.of("## Files\n", EntryYaml.FILE_KEYS),
        Arguments.of("## Directories\n", TreeYaml.KEYS),
        Arguments.of("## Parameters\n", ParameterYaml.KEYS),
        Arguments.of("`only` restricts a step", EntryFields.ONLY_KEYS));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void every_key_of_a_bundle_is_in_its_table(String heading, List<String> keys) throws IOException {
    String bundles = page("bundles");
    String section = bundles.substring(bundles.indexOf("\n" + heading) + 1);

    List<String> rows =
        section
            .lines()
            .dropWhile(line -> !line.startsWith("| --- |"))
            .skip(1)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("`", 3)[1])
            .toList();

    assertThat(bundles).contains("\n" + heading);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(keys);
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
