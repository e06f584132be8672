package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks all programs of this repository that are not Java with the tools of their languages.
final class ScriptsTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea", "__pycache__");

  /// Parts of one program, which is checked as a whole.
  private static final Path RUNNER =
      PROJECT.resolve("provision-adapter-sshd/src/main/resources/dev/provision/adapter/sshd/apply");

  private static final Path SENDING =
      PROJECT.resolve("provision-adapter-sshd/src/main/java/dev/provision/adapter/sshd/apply");

  /// What `bootstrap.sh` and `StepScript` give the runner. The part of the runner that replaces
  /// functions of the others.
  private static final Set<String> REPLACING =
      Set.of("meet_conditions.sh", "remove_scripts.sh", "keep_replaced.sh");

  private static final String BEFORE_RUNNER =
      """
      #!/bin/sh
      nonce='' large='' holder='' patient=''
      w='' u='' id='' me='' trusted='' environment='' chain='' more=''
      chain() { chain=$1; }
      by() { echo "$1"; }
      doing() { echo "$1"; }
      places() { "$1"; }
      dependants() { "$1"; }
      """;

  @TempDir private Path temporary;

  private static List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        PROJECT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes traits) {
            return NOT_SOURCES.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes traits) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static List<Path> files(String extension) throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(extension)).sorted().toList();
  }

  /// Those that are called `.sh`, and those without an extension that begin as a shell's.
  private static List<Path> shellPrograms() throws IOException {
    List<Path> found = new ArrayList<>(files(".sh"));
    for (Path file : files()) {
      boolean named = file.getFileName().toString().contains(".");
      if (!named && firstLine(file).matches("#! ?/(usr/)?bin/(env )?(ba|da)?sh.*")) {
        found.add(file);
      }
    }
    return found;
  }

  private static String firstLine(Path file) throws IOException {
    return text(file).lines().findFirst().orElse("");
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static boolean isBash(Path file) throws IOException {
    return firstLine(file).contains("bash");
  }

  /// Whether shellcheck knows from the file which shell runs it.
  private static boolean saysItsShell(Path file) throws IOException {
    return firstLine(file).startsWith("#!") || text(file).contains("# shellcheck shell=");
  }

  /// Whether Provision sets some of its variables.
  private static boolean isTemplate(Path file) throws IOException {
    return text(file).contains("# provision-template-type:");
  }

  @Test
  void every_kind_of_program_is_found() throws IOException {
    assertThat(shellPrograms()).hasSizeGreaterThan(45);
    assertThat(shellPrograms())
        .contains(
            PROJECT.resolve("provision"),
            PROJECT.resolve(".ci/run"),
            PROJECT.resolve("provision-cli/src/main/launcher/launcher.sh"));
    assertThat(files(".pl")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(files(".py")).hasSizeGreaterThan(10);
  }

  @Test
  void shellcheck_has_nothing_to_say() throws Exception {
    require("shellcheck");
    List<Path> templates = new ArrayList<>();
    List<Path> spoken = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path file : shellPrograms()) {
      if (!RUNNER.equals(file.getParent())) {
        (isTemplate(file) ? templates : saysItsShell(file) ? spoken : others).add(file);
      }
    }

    check(List.of("shellcheck", "--norc", "--exclude=SC1091,SC2154"), templates);
    check(List.of("shellcheck", "--norc", "--external-sources"), spoken);
    check(List.of("shellcheck", "--norc", "--shell=sh"), others);
  }

  @Test
  void shellcheck_has_nothing_to_say_about_the_runner() throws Exception {
    require("shellcheck");
    List<String> parts =
        Pattern.compile("\"([a-z_]+\\.sh)\"")
            .matcher(
                Files.readString(SENDING.resolve("StepScript.java"))
                    + Files.readString(SENDING.resolve("ReplacedCalls.java")))
            .results()
            .map(part -> part.group(1))
            .distinct()
            .toList();
    Path runner = runner("runner", parts);
    Path plain = runner("plain", parts.stream().filter(part -> !REPLACING.contains(part)).toList());

    try (Stream<Path> files = Files.list(RUNNER)) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sh")))
          .containsExactlyInAnyOrderElementsOf(parts);
    }
    check(List.of("shellcheck", "--norc"), List.of(plain));
    // What is replaced is never reached.
    check(List.of("shellcheck", "--norc", "--exclude=SC2317"), List.of(runner));
  }

  private Path runner(String name, List<String> parts) throws IOException {
    StringBuilder whole = new StringBuilder(BEFORE_RUNNER);
    for (String part : parts) {
      whole.append(Files.readString(RUNNER.resolve(part)));
    }
    return Files.writeString(temporary.resolve(name), whole.append("start\n"));
  }

  @Test
  void the_shells_can_read_their_programs() throws Exception {
    List<Path> bash = new ArrayList<>();
    List<Path> posix = new ArrayList<>();
    for (Path file : shellPrograms()) {
      (isBash(file) ? bash : posix).add(file);
    }

    readable("bash", bash);
    readable("dash", posix);
  }

  private static void readable(String shell, List<Path> files) throws Exception {
    require(shell);
    String each = "for file; do " + shell + " -n \"$file\" || bad=bad; done; [ -z \"$bad\" ]";
    check(List.of("sh", "-c", each, "sh"), files);
  }

  @Test
  void perl_can_read_its_programs() throws Exception {
    require("perl");
    for (Path file : files(".pl")) {
      check(List.of("perl", "-wc"), List.of(file), file + " syntax OK\n");
    }
  }

  @Test
  void python_can_read_its_programs() throws Exception {
    require("python3");
    String each =
        "import sys\nfor file in sys.argv[1:]: compile(open(file, 'rb').read(), file, 'exec')";
    check(List.of("python3", "-B", "-W", "error::SyntaxWarning", "-c", each), files(".py"));
  }

  private static void check(List<String> command, List<Path> files) throws Exception {
    check(command, files, "");
  }

  private static void check(List<String> command, List<Path> files, String expected)
      throws Exception {
    assertThat(files).isNotEmpty();
    List<String> words = new ArrayList<>(command);
    files.forEach(file -> words.add(file.toString()));
    Process process =
        new ProcessBuilder(words).directory(PROJECT.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).as("%s", command).isEqualTo(expected);
    assertThat(process.waitFor()).as("%s", command).isZero();
  }

  /// A machine without the program skips the test, unless it has promised to have everything.
  private static void require(String program) {
    boolean there =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    boolean promised = "true".equals(System.getenv("PROVISION_REQUIRE_ALL"));
    assumeTrue(there || promised, "there is no " + program + " on the PATH");
  }
}
