package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the packaged program is like to start.
final class DistributionIT {
  @TempDir Path home;

  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  @Test
  void the_three_old_programs_and_the_new_one_know_help_and_version() {
    for (String program : List.of("provision", "deploy-node", "list-nodes", "destroy-node")) {
      assertThat(provision.run(program, "--help"))
          .returns(0, Ended::status)
          .returns("", Ended::stderr)
          .satisfies(ended -> assertThat(ended.stdout()).contains("Usage: " + program));
      assertThat(provision.run(program, "--version").stdout()).contains("1.0.0");
    }
  }

  private List<String> loadedClasses(String... arguments) {
    return loadedClasses("-Xlog:class+load", arguments);
  }

  private List<String> loadedClasses(String javaOptions, String[] arguments) {
    Ended ended = provision.with("PROVISION_JAVA_OPTIONS", javaOptions).run("provision", arguments);
    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    return ended.stderr().lines().filter(line -> line.contains(" source: ")).toList();
  }

  @Test
  void help_and_version_do_not_even_start_java() {
    assertThat(loadedClasses("--help")).isEmpty();
    assertThat(loadedClasses("deploy-node", "--help")).isEmpty();
    assertThat(loadedClasses("--version")).isEmpty();
  }

  /// Without the start-up cache, which has all its classes loaded at once.
  @Test
  void help_among_other_options_loads_nothing_of_guice_sshd_or_jackson() {
    String[] arguments = {"deploy-node", "-b", "hello", "--help"};
    assertThat(loadedClasses("-XX:AOTMode=off -Xlog:class+load", arguments))
        .hasSizeGreaterThan(300)
        .noneMatch(line -> line.contains("com.google.inject"))
        .noneMatch(line -> line.contains("org.apache.sshd"))
        .noneMatch(line -> line.contains("tools.jackson"));
  }

  @Test
  void the_classes_of_a_plan_come_from_the_start_up_cache() {
    List<String> ours =
        loadedClasses("plan", "-b", "hello").stream()
            .filter(line -> line.contains("dev.provision.") || line.contains("picocli."))
            .toList();

    long cached = ours.stream().filter(line -> line.contains("shared objects file")).count();
    assertThat(ours).hasSizeGreaterThan(100);
    assertThat(cached).isGreaterThan(ours.size() * 9L / 10);
  }

  @Test
  void what_the_archive_holds_starts_from_the_cache_too() {
    String archive = Distribution.root() + ".tar.gz";
    Ended unpacked = provision.run(List.of("tar", "-xzf", archive, "-C", home.toString()));
    assertThat(unpacked.status()).describedAs(unpacked.toString()).isZero();
    Path bin = home.resolve(Distribution.root().getFileName()).resolve("bin");

    Ended ended =
        new Distribution(home, bin)
            .with("PROVISION_JAVA_OPTIONS", "-Xlog:class+load")
            .run("provision", "plan", "-b", "hello");

    assertThat(ended.stderr().lines().filter(line -> line.contains(" dev.provision.cli.")))
        .isNotEmpty()
        .anyMatch(line -> line.contains("shared objects file"));
  }

  /// They do not check host keys.
  @Test
  void no_ssh_client_but_ours_is_in_it_and_no_cryptography_but_the_jdks() throws IOException {
    List<String> packages =
        List.of(
            "org/jclouds/sshj/",
            "org/jclouds/ssh/jsch/",
            "net/schmizz/sshj/",
            "com/hierynomus/sshj/",
            "com/jcraft/jsch/",
            "com/trilead/ssh2/",
            "org/bouncycastle/");
    int jars = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Distribution.root().resolve("lib"), "*.jar")) {
      for (Path file : files) {
        jars++;
        try (ZipFile jar = new ZipFile(file.toFile())) {
          assertThat(
                  jar.stream()
                      .map(ZipEntry::getName)
                      .filter(name -> packages.stream().anyMatch(name::contains)))
              .as(file.toString())
              .isEmpty();
        }
      }
    }
    assertThat(jars).isGreaterThan(20);
  }

  @Test
  void it_runs_through_links_and_from_a_path_with_blanks() throws IOException {
    Path copy = home.resolve("a b/provision");
    try (Stream<Path> files = Files.walk(Distribution.root())) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(Distribution.root().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    Path links = Files.createDirectories(home.resolve("links"));
    Files.createSymbolicLink(links.resolve("list-nodes"), copy.resolve("bin/list-nodes"));
    Files.createSymbolicLink(home.resolve("again"), links.resolve("list-nodes"));
    Distribution linked = new Distribution(home, home);

    Ended ended = linked.run("again", "--help");

    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    assertThat(ended.stdout()).contains("Usage: list-nodes");
  }

  /// In a mount name space of its own, where nothing is in the places JDKs are in.
  @Test
  void without_a_jdk_it_says_how_to_get_one() {
    String hide = "for d in /usr/lib/jvm /opt; do [ ! -d $d ] || mount -t tmpfs none $d; done;";
    Ended ended =
        provision
            .with("JAVA_HOME", "")
            .run(
                List.of(
                    "unshare",
                    "-rm",
                    "sh",
                    "-c",
                    hide + " exec \"$0\" plan",
                    provision.program("provision").toString()));

    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(2);
    assertThat(ended.stderr()).contains("needs Java 25", "JAVA_HOME").doesNotContain("not found");
  }
}
