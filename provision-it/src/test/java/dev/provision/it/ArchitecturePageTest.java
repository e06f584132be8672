package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The map of the code shows the code as it is.
final class ArchitecturePageTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.0-9]+)` \\| \\S.*\\|$");
  private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]+[a-z][A-Za-z]*)`");

  /// Of the JDK, of libraries, and of the example in a recipe.
  private static final Set<String> OTHERS =
      Set.of("ServiceLoader", "OptionSpec", "FakeAcme", "AcmeContractTest", "AcmeMappingTest");

  private static String page() throws IOException {
    return Files.readString(PROJECT.resolve("ARCHITECTURE.md"));
  }

  private static List<Path> sources(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains(kind))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }

  @Test
  void every_package_has_a_line_and_every_line_a_package() throws IOException {
    Set<String> packages =
        sources("src/main/java/dev/provision").stream()
            .map(
                file ->
                    file.toString()
                        .replaceFirst(".*/dev/provision/", "")
                        .replaceFirst("/[^/]*$", ""))
            .map(name -> name.replace('/', '.'))
            .collect(Collectors.toSet());

    assertThat(packages).hasSizeGreaterThan(50);
    assertThat(ROW.matcher(page()).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void every_type_that_it_names_exists() throws IOException {
    Set<String> types =
        sources("/src/").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    assertThat(
            TYPE.matcher(page())
                .results()
                .map((MatchResult result) -> result.group(1))
                .filter(name -> !OTHERS.contains(name)))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(types).contains(name));
  }

  @Test
  void every_module_has_a_page_of_its_own() throws IOException {
    try (Stream<Path> modules = Files.list(PROJECT)) {
      assertThat(modules.filter(path -> Files.exists(path.resolve("pom.xml"))))
          .hasSizeGreaterThan(8)
          .allSatisfy(module -> assertThat(module.resolve("README.md")).isNotEmptyFile());
    }
  }
}
