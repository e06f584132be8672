package dev.provision.it;

import static java.lang.classfile.ClassFile.ACC_ABSTRACT;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import dev.provision.ports.PortsVersion;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the build says to a change of the ports once they have been released: the ports' project
/// with changed classes, against the ports as they are, installed as release 1.0.0.
final class CompatibilityIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("provision.version", "");
  private static ThirdPartyMaven maven;

  @TempDir private static Path installed;
  @TempDir private Path temporary;

  @BeforeAll
  static void release() throws IOException {
    maven = new ThirdPartyMaven(installed);
    Path place = maven.localRepository().resolve("dev/provision/provision-ports/1.0.0");
    Files.createDirectories(place);
    Files.copy(
        PROJECT.resolve("provision-ports/target/provision-ports-" + VERSION + ".jar"),
        place.resolve("provision-ports-1.0.0.jar"));
    Files.writeString(
        place.resolve("provision-ports-1.0.0.pom"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.provision</groupId>
          <artifactId>provision-ports</artifactId>
          <version>1.0.0</version>
        </project>
        """);
  }

  /// @param version of the project that has these changes
  private Ended build(String version, ClassTransform change) throws IOException {
    Path ports = Files.createDirectories(temporary.resolve("project/provision-ports"));
    for (String pom : new String[] {"pom.xml", "provision-ports/pom.xml"}) {
      Files.writeString(
          temporary.resolve("project").resolve(pom),
          Files.readString(PROJECT.resolve(pom)).replace(VERSION, version));
    }
    Path compiled = PROJECT.resolve("provision-ports/target/classes");
    try (Stream<Path> files = Files.walk(compiled)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = ports.resolve("target/classes").resolve(compiled.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    Path port = ports.resolve("target/classes/dev/provision/ports/cloud/CloudPort.class");
    ClassFile classes = ClassFile.of();
    Files.write(port, classes.transformClass(classes.parse(port), change));
    return maven.run(
        ports, "-Dapi.baseline=1.0.0", "-Dmaven.test.skip", "-Denforcer.skip", "verify");
  }

  /// One method fewer for those who call it, and one more for those who implement it.
  @Test
  void what_breaks_somebody_fails_the_build_by_its_name() throws IOException {
    ClassTransform gone =
        ClassTransform.dropping(
            element ->
                element instanceof MethodModel method
                    && method.methodName().equalsString("reachableNodes"));
    ClassTransform demanded =
        ClassTransform.endHandler(
            port -> port.withMethod("more", MTD_void, ACC_PUBLIC | ACC_ABSTRACT, method -> {}));

    Ended ended = build("1.1.0-SNAPSHOT", gone.andThen(demanded));

    assertThat(ended.status()).isNotZero();
    assertThat(ended.stdout()).contains("binary incompatible changes found");
    assertThat(ended.stderr())
        .containsPattern("CloudPort\\.reachableNodes.*METHOD_REMOVED")
        .containsPattern("CloudPort\\.more.*METHOD_ADDED_TO_INTERFACE");
  }

  @Test
  void a_method_with_a_default_passes_in_a_minor_version() throws IOException {
    ClassTransform offered =
        ClassTransform.endHandler(
            port -> port.withMethodBody("more", MTD_void, ACC_PUBLIC, code -> code.return_()));

    Ended ended = build("1.1.0-SNAPSHOT", offered);

    assertThat(ended.status()).as(ended.toString()).isZero();
    assertThat(temporary.resolve("project/provision-ports/target/japicmp/api.diff"))
        .content()
        .contains("NEW METHOD: PUBLIC(+) void more()");
  }

  /// Those who follow the documentation write this number into their manifests.
  @Test
  void the_examples_and_the_documentation_name_the_ports_version() throws IOException {
    for (String file :
        new String[] {
          "examples/provider-hetzner/pom.xml",
          "examples/provider-template/pom.xml",
          "docs/write-a-provider.md"
        }) {
      Matcher named =
          Pattern.compile("<Provision-Ports-Version>(.*)</Provision-Ports-Version>")
              .matcher(Files.readString(PROJECT.resolve(file)));

      assertThat(named.results().map(result -> result.group(1)))
          .as(file)
          .isNotEmpty()
          .containsOnly(PortsVersion.CURRENT);
    }
  }
}
