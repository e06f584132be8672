package dev.provision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.testkit.cloud.CloudPortContract;
import dev.provision.testkit.shell.PosixNodeContract;
import dev.provision.testkit.shell.RebootContract;
import dev.provision.testkit.shell.RemoteShellPortContract;
import dev.provision.testkit.signing.KeySignerContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the ports' documentation promises is what the contracts test, word for word.
final class PromisesTest {
  private static final Path SOURCES =
      Path.of("../provision-ports/src/main/java/dev/provision/ports");
  private static final Pattern DOCUMENTED =
      Pattern.compile("((?:^ *///[^\\n]*\\n)+)(?: *@[^\\n]*\\n)*([^\\n]*)", Pattern.MULTILINE);
  private static final Pattern METHOD = Pattern.compile("(\\w+)\\([^)]*\\)? *[;{]?.*");

  private static Stream<Method> tests() {
    return Stream.of(
            CloudPortContract.class,
            RemoteShellPortContract.class,
            PosixNodeContract.class,
            RebootContract.class,
            KeySignerContract.class)
        .flatMap(contract -> Arrays.stream(contract.getDeclaredClasses()))
        .filter(part -> part.isAnnotationPresent(Nested.class))
        .flatMap(part -> Arrays.stream(part.getSuperclass().getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class));
  }

  private static List<String> promises() {
    return tests()
        .flatMap(test -> Arrays.stream(test.getAnnotation(Promise.class).value()))
        .toList();
  }

  @Test
  void every_test_of_a_contract_is_about_a_promise() {
    assertThat(tests()).hasSizeGreaterThan(50);
    assertThat(tests().filter(test -> !test.isAnnotationPresent(Promise.class))).isEmpty();
  }

  @Test
  void every_promise_stands_in_the_documentation_of_the_ports() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        documentation(file).keySet().forEach(text -> all.append(text).append('\n'));
      }
    }

    assertThat(promises()).allSatisfy(promise -> assertThat(all).contains(promise));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloud/CloudPort",
        "cloud/Catalog",
        "cloud/ConsoleReader",
        "cloud/LabelKeeper",
        "cloud/UserDataSupport",
        "shell/RemoteShellPort",
        "shell/RemoteShell",
        "shell/KeySigner"
      })
  void every_method_of_a_port_has_a_promise_that_is_tested(String port) throws IOException {
    Map<String, String> documented = documentation(SOURCES.resolve(port + ".java"));
    TreeSet<String> methods = new TreeSet<>();
    TreeSet<String> tested = new TreeSet<>();
    documented.forEach(
        (text, declaration) -> {
          Matcher method = METHOD.matcher(declaration);
          if (method.find()) {
            methods.add(method.group(1));
            if (promises().stream().anyMatch(text::contains)) {
              tested.add(method.group(1));
            }
          }
        });

    assertThat(methods).isNotEmpty();
    assertThat(tested).isEqualTo(methods);
  }

  /// The documentation comments of a source as running text, each with the line that follows it.
  private static Map<String, String> documentation(Path file) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = DOCUMENTED.matcher(Files.readString(file));
    while (matcher.find()) {
      String text = matcher.group(1).replaceAll("(?m)^ *///", " ").replaceAll("\\s+", " ").strip();
      found.put(text, matcher.group(2));
    }
    return found;
  }
}
