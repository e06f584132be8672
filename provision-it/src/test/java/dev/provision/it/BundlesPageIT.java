package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first job of docs/bundles.md: its commands, as they stand there, print what it shows.
final class BundlesPageIT {
  private static final Path EXAMPLE = Path.of("../examples/shop");

  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void copyTheExample() throws IOException {
    provision = new Distribution(home);
    try (Stream<Path> all = Files.walk(EXAMPLE)) {
      for (Path from : all.toList()) {
        Path to = home.resolve("shop").resolve(EXAMPLE.relativize(from).toString());
        Files.copy(from, to);
        if (Files.isRegularFile(to)) {
          Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
        }
      }
    }
  }

  @AfterEach
  void nothing_stays_behind() {
    for (String line : provision.run("list-nodes", "-p", "local").stdout().lines().toList()) {
      provision.run("destroy-node", "-c", "shop", line.split(" ", 2)[0]);
    }
  }

  private static List<String> blocks(String language) throws IOException {
    String page = Files.readString(Path.of("../docs/bundles.md"));
    String job =
        page.substring(page.indexOf("\n## A first real job\n"), page.indexOf("\n## Bundle\n"));
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(job)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /// A line without what differs from run to run.
  private String ofAnyRun(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z", "TIME")
        .replaceAll("\\b\\d[\\d.]* s\\b", "SECONDS")
        .replace(home + "/", "/home/me/");
  }

  @Test
  void the_commands_print_what_the_page_shows() throws IOException {
    String commands = String.join("", blocks("sh"));
    String path = "PATH=%s:$PATH\n".formatted(Distribution.root().resolve("bin"));

    Ended ended = provision.run(List.of("bash", "-e", "-c", path + commands));

    assertThat(ended.status()).as(ended.toString()).isZero();
    List<String> printed =
        Stream.concat(ended.stdout().lines(), ended.stderr().lines()).map(this::ofAnyRun).toList();
    List<String> shown =
        blocks("text").stream().flatMap(String::lines).map(this::ofAnyRun).toList();
    assertThat(shown).hasSizeGreaterThan(15);
    assertThat(printed).as(ended.toString()).containsAll(shown);
    assertThat(ended.toString()).doesNotContain("only-for-a-try").doesNotContain("warning:");
    assertThat(provision.run("list-nodes").stdout()).isEmpty();
  }
}
