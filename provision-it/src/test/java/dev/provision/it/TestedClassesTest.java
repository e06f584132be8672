package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever changes a class of some size finds the test that watches it: it has the class's name, or
/// the class's Javadoc names it.
final class TestedClassesTest {
  private static final Path PROJECT = Path.of("..");
  private static final int LINES = 100;
  private static final List<String> KINDS = List.of("Test", "IT", "Contract");

  private static final List<String> MODULES =
      List.of(
          "provision-ports",
          "provision-testkit",
          "provision-domain",
          "provision-library",
          "provision-cli",
          "provision-adapter-sshd",
          "provision-adapter-jclouds",
          "provision-adapter-local");

  private static final Pattern TEST =
      Pattern.compile("[A-Z]\\w*(?:" + String.join("|", KINDS) + ")");
  private static final Pattern NAME = Pattern.compile("`([^`]*)`");

  /// One to three names.
  private static final Pattern SENTENCE =
      Pattern.compile("Tested by (`\\w+`(?:, `\\w+`)?(?: and `\\w+`)?)\\.");

  /// A file with a class.
  ///
  /// @param place the file, from the project's directory
  record Source(String place, String content) {
    String name() {
      return place.replaceFirst(".*/", "").replace(".java", "");
    }

    /// What is wrong with it, if anything is.
    ///
    /// @param tests the names of all tests
    Optional<String> complaint(Set<String> tests) {
      long lines = content.lines().count();
      String javadoc = javadoc();
      if (javadoc.contains("Tested by ")) {
        return wrongSentence(javadoc, tests);
      }
      if (name().endsWith("Contract")) {
        return Optional.empty(); // it is a test itself
      }
      if (lines < LINES || KINDS.stream().anyMatch(kind -> tests.contains(name() + kind))) {
        return Optional.empty();
      }
      return Optional.of(
          "%s: %s lines, but no %sTest: write one, or name in the Javadoc the test that fails when"
                  .formatted(place, lines, name())
              + " the class is broken: Tested by `SomeTest`.");
    }

    /// In one line.
    private String javadoc() {
      return content
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("///"))
          .map(line -> line.substring("///".length()).strip())
          .collect(Collectors.joining(" "));
    }

    private Optional<String> wrongSentence(String javadoc, Set<String> tests) {
      Matcher sentence = SENTENCE.matcher(javadoc);
      if (!sentence.find()) {
        return Optional.of(
            place + ": write the sentence as: Tested by `ATest`, `BIT` and `CContract`.");
      }
      return NAME.matcher(sentence.group(1))
          .results()
          .map(name -> name.group(1))
          .filter(name -> !tests.contains(name))
          .findFirst()
          .map(name -> place + ": no module has a test " + name + ": name one that exists");
    }
  }

  @Test
  void every_large_class_has_a_test_of_its_name_or_names_one_that_exists() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String module : MODULES) {
      for (Path file : javaFiles(PROJECT.resolve(module).resolve("src/main/java"))) {
        sources.add(new Source(PROJECT.relativize(file).toString(), Files.readString(file)));
      }
    }
    Set<String> tests = tests();

    assertThat(sources).hasSizeGreaterThan(200);
    assertThat(tests).contains("HexagonTest", "LocalCloudIT", "CloudPortContract");
    assertThat(sources.stream().flatMap(source -> source.complaint(tests).stream())).isEmpty();
  }

  @Test
  void a_small_class_and_one_with_a_test_of_its_name_need_no_sentence() {
    Set<String> tests = Set.of("PlanTest", "RunIT", "PortContract");

    assertThat(complaint("Small", "\n".repeat(99), tests)).isEmpty();
    assertThat(complaint("Plan", "\n".repeat(100), tests)).isEmpty();
    assertThat(complaint("Run", "\n".repeat(100), tests)).isEmpty();
    assertThat(complaint("Port", "\n".repeat(100), tests)).isEmpty();
    assertThat(complaint("Large", "\n".repeat(100), tests))
        .hasValue(
            "a/Large.java: 100 lines, but no LargeTest: write one, or name in the Javadoc the test"
                + " that fails when the class is broken: Tested by `SomeTest`.");
  }

  @Test
  void a_sentence_names_up_to_three_tests_that_exist() {
    Set<String> tests = Set.of("ATest", "BIT", "CContract");
    String body = "\nclass Large {" + "\n".repeat(100) + "}\n";

    assertThat(complaint("Large", "/// Tested by `ATest`." + body, tests)).isEmpty();
    assertThat(
            complaint("Large", "/// Tested by `ATest`,\n/// `BIT` and `CContract`." + body, tests))
        .isEmpty();
    assertThat(complaint("Large", "/// Tested by `ATest` and `Gone`." + body, tests))
        .hasValue("a/Large.java: no module has a test Gone: name one that exists");
    assertThat(complaint("Small", "/// Tested by [ATest]." + "\n", tests))
        .hasValue("a/Small.java: write the sentence as: Tested by `ATest`, `BIT` and `CContract`.");
  }

  private static Optional<String> complaint(String name, String content, Set<String> tests) {
    return new Source("a/" + name + ".java", content).complaint(tests);
  }

  /// The tests of all modules, and the contracts, which are main classes of the testkit.
  private static Set<String> tests() throws IOException {
    try (Stream<Path> modules = Files.list(PROJECT)) {
      List<Path> files = new ArrayList<>(javaFiles(PROJECT.resolve("provision-testkit/src/main")));
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        files.addAll(javaFiles(tests));
      }
      return files.stream()
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> TEST.matcher(name).matches())
          .collect(Collectors.toSet());
    }
  }

  private static List<Path> javaFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
