package dev.provision.library.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.library.MemoryProvider;
import dev.provision.library.Provision;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.ports.cloud.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderJarsTest {
  private static final String FIVE =
      "package library; public class Version { public static final String TEXT = \"five\" + 5; }";
  private static final String SIX =
      "package library; public class Version { public static final String TEXT = \"six\" + 6; }";

  @TempDir private Path home;
  private Path providers = Path.of("");
  private ProviderSource source = new ProviderSource(Path.of(""));

  @BeforeEach
  void directories() throws IOException {
    providers = Files.createDirectories(home.resolve(".provision/providers"));
    source = new ProviderSource(Files.createDirectories(home.resolve("work")));
  }

  private Provision open(String provider) {
    return Provision.builder()
        .environment(Map.of())
        .userHome(home)
        .workingDirectory(home)
        .provider(provider)
        .open();
  }

  private void acme(Path jar, String name, String library, Map<String, String> manifest)
      throws IOException {
    source.jar(
        jar,
        Map.of(
            ProviderSource.CLASS,
            ProviderSource.provider(name, ProviderSource.FAILING),
            "library.Version",
            library),
        manifest,
        List.of(ProviderSource.CLASS));
  }

  private Optional<FoundProvider> found(Provision provision, String name) {
    return provision.providers().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  @Test
  void a_jar_that_is_dropped_in_adds_a_provider() throws IOException {
    acme(providers.resolve("acme.jar"), "acme", FIVE, Map.of("Implementation-Version", "3.1"));

    try (Provision provision = open("acme")) {
      FoundProvider acme = found(provision, "acme").orElseThrow();
      assertThat(acme.origin()).isEqualTo(providers.resolve("acme.jar").toString());
      assertThat(acme.version()).contains("3.1");
      assertThat(acme.provider().description()).isEqualTo("Acme's cloud");
      assertThat(acme.provider().options()).extracting(CloudOption::name).containsExactly("zone");
      assertThat(provision.warnings()).isEmpty();
      // The one size tells that the provider was called with its own class loader.
      assertThat(provision.sizes()).extracting(Size::id).containsExactly("true");
    }
  }

  @Test
  void another_directory_can_be_named() throws IOException {
    Path other = Files.createDirectories(home.resolve("others"));
    acme(other.resolve("acme.jar"), "acme", FIVE, Map.of());

    try (Provision provision =
        Provision.builder()
            .environment(Map.of())
            .userHome(home)
            .workingDirectory(home)
            .providersDirectory("others")
            .open()) {
      assertThat(found(provision, "acme")).isPresent();
    }
  }

  @Test
  void two_jars_may_carry_different_versions_of_a_library() throws IOException {
    acme(providers.resolve("one.jar"), "one", FIVE, Map.of());
    acme(providers.resolve("two.jar"), "two", SIX, Map.of());

    try (Provision one = open("one");
        Provision two = open("two")) {
      assertThat(one.sizes()).extracting(Size::name).containsExactly("five5");
      assertThat(two.sizes()).extracting(Size::name).containsExactly("six6");
    }
  }

  @Test
  void a_directory_of_jars_is_one_provider_with_its_libraries() throws IOException {
    Path directory = Files.createDirectories(providers.resolve("acme"));
    source.jar(
        directory.resolve("acme-cloud-3.jar"),
        Map.of(
            ProviderSource.CLASS,
            ProviderSource.provider(
                "acme", ProviderSource.FAILING.replace("library.Version.TEXT", "\"x\""))),
        Map.of("Implementation-Version", "3"),
        List.of(ProviderSource.CLASS));
    source.jar(
        directory.resolve("a-version-5.jar"),
        Map.of("library.Version", FIVE),
        Map.of("Implementation-Version", "5"),
        List.of());

    try (Provision provision = open("acme")) {
      assertThat(provision.sizes()).extracting(Size::name).containsExactly("x");
      assertThat(found(provision, "acme").orElseThrow().version()).contains("3");
    }
  }

  @Test
  void a_provider_sees_none_of_the_programs_own_libraries() throws IOException {
    source.jar(
        providers.resolve("acme.jar"),
        Map.of(
            ProviderSource.CLASS,
            ProviderSource.provider(
                "acme",
                """
                public CloudPort open(CloudAccount account) {
                  com.google.inject.Guice.createInjector();
                  throw new AssertionError();
                }
                """)),
        Map.of(),
        List.of(ProviderSource.CLASS));

    try (Provision provision = open("acme")) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("acme.jar")
          .hasMessageContaining("com.google.inject");
    }
  }

  @Test
  void what_goes_wrong_in_a_provider_says_whose_fault_it_is() throws IOException {
    acme(providers.resolve("acme.jar"), "acme", FIVE, Map.of());

    try (Provision provision = open("acme")) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining(providers.resolve("acme.jar").toString())
          .hasMessageContaining("no zone today");
      assertThatThrownBy(provision::images)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("returned null");
      assertThatThrownBy(provision::locations)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("closed for repairs")
          .hasMessageNotContaining("acme.jar");
    }
  }

  private void assertLeftOut(String name, String cause) {
    try (Provision provision = open("local")) {
      assertThat(found(provision, name)).isEmpty();
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .startsWith("ignoring provider '" + name + "' (" + providers)
          .contains(cause);
    }
    try (Provision provision = open(name)) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("cannot be used")
          .hasMessageContaining(cause);
    }
  }

  @Test
  void a_file_that_is_no_jar_is_left_out() throws IOException {
    Files.writeString(providers.resolve("broken.jar"), "not a JAR");

    assertLeftOut("broken", "broken.jar cannot be read");
  }

  @Test
  void an_empty_directory_is_left_out() throws IOException {
    Files.createDirectories(providers.resolve("empty"));

    assertLeftOut("empty", "no JAR");
  }

  @Test
  void a_jar_without_a_provider_is_left_out() throws IOException {
    source.jar(providers.resolve("lib.jar"), Map.of("library.Version", FIVE), Map.of(), List.of());

    assertLeftOut("lib", "META-INF/services/dev.provision.ports.cloud.CloudProvider");
  }

  @Test
  void a_jar_that_names_a_class_which_is_not_there_is_left_out() throws IOException {
    source.jar(
        providers.resolve("gone.jar"), Map.of("library.Version", FIVE), Map.of(), List.of("x.Y"));

    assertLeftOut("gone", "x.Y");
  }

  @Test
  void a_provider_whose_constructor_throws_is_left_out() throws IOException {
    source.jar(
        providers.resolve("sad.jar"),
        Map.of(
            ProviderSource.CLASS,
            ProviderSource.provider(
                "sad",
                """
                public AcmeProvider() { throw new IllegalStateException("no license"); }
                public CloudPort open(CloudAccount account) { return null; }
                """)),
        Map.of(),
        List.of(ProviderSource.CLASS));

    assertLeftOut("sad", "IllegalStateException: no license");
  }

  @Test
  void a_provider_with_an_impossible_name_is_left_out() throws IOException {
    acme(providers.resolve("loud.jar"), "LOUD", FIVE, Map.of());

    assertLeftOut("loud", "'LOUD'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../ww/evil.jar",
        "%2e%2e/evil.jar",
        "/ww/evil.jar",
        "file:///ww/evil.jar",
        "http://127.0.0.1/evil.jar",
        "absent.jar there/evil.jar",
        "./"
      })
  void a_jar_whose_class_path_leads_to_unchecked_code_is_left_out(String path) throws IOException {
    Path jars = Files.createDirectories(home.resolve("others"));
    Files.createDirectories(jars.resolve("there"));
    acme(jars.resolve("led.jar"), "led", FIVE, Map.of("Class-Path", path));

    ProviderJars found = ProviderJars.in(jars, ProviderProbe.USUAL, Map.of());

    assertThat(found.usable()).isEmpty();
    assertThat(found.broken())
        .filteredOn(one -> one.name().equals("led"))
        .singleElement()
        .extracting(ProviderJars.Broken::cause)
        .asString()
        .contains("led.jar has the Class-Path '" + path + "'")
        .contains("put its libraries into the JAR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent.jar lib/absent.jar", "beside.jar"})
  void a_class_path_of_what_is_absent_or_loaded_anyway_does_no_harm(String path)
      throws IOException {
    Path directory = Files.createDirectories(providers.resolve("acme"));
    acme(directory.resolve("acme.jar"), "acme", FIVE, Map.of("Class-Path", path));
    source.jar(
        directory.resolve("beside.jar"),
        Map.of("beside.B", "package beside; class B {}"),
        Map.of(),
        List.of());

    try (Provision provision = open("acme")) {
      assertThat(provision.sizes()).isNotEmpty();
      assertThat(provision.warnings()).isEmpty();
    }
  }

  @Test
  void a_jar_made_for_later_ports_is_left_out() throws IOException {
    acme(providers.resolve("new.jar"), "new", FIVE, Map.of(ProviderJars.MADE_FOR, "1.99"));

    assertLeftOut("new", "built for version 1.99 of the ports");
  }

  @Test
  void a_jar_made_for_ports_of_another_kind_is_left_out() throws IOException {
    acme(providers.resolve("old.jar"), "old", FIVE, Map.of(ProviderJars.MADE_FOR, "0.9"));

    assertLeftOut("old", "built for version 0.9 of the ports");
  }

  @Test
  void a_class_that_lacks_a_method_of_the_ports_is_left_out() throws IOException {
    source.jar(
        providers.resolve("short.jar"),
        Map.of(
            "dev.provision.ports.cloud.CloudProvider",
            """
            package dev.provision.ports.cloud;
            public interface CloudProvider { java.util.List<String> names(); }
            """,
            ProviderSource.CLASS,
            """
            package acme;
            public class AcmeProvider implements dev.provision.ports.cloud.CloudProvider {
              public java.util.List<String> names() { return java.util.List.of("short"); }
            }
            """),
        Map.of(),
        List.of(ProviderSource.CLASS));

    assertLeftOut("short", "it was not built for this version of the ports");
  }

  @Test
  void one_that_the_program_brings_is_used_before_a_jars() throws IOException {
    acme(providers.resolve("a.jar"), "memory", FIVE, Map.of());

    try (Provision provision = open("memory")) {
      assertThat(provision.nodes()).isEmpty();
      assertThat(provision.warnings()).isEmpty();
      assertThat(provision.providers()).isNotEmpty();
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .startsWith("ignoring provider 'a' (" + providers.resolve("a.jar") + ")")
          .contains("is named 'memory', like the one from ");
      assertThat(provision.providers())
          .extracting(FoundProvider::origin)
          .doesNotContain(providers.resolve("a.jar").toString());
    }
  }

  @Test
  void a_provider_can_be_given_in_code() {
    CloudProvider given = new MemoryProvider();

    try (Provision provision =
        Provision.builder()
            .environment(Map.of())
            .userHome(home)
            .workingDirectory(home)
            .with(given)
            .provider("memory")
            .open()) {
      assertThat(provision.providers().getFirst().provider()).isSameAs(given);
      assertThat(provision.nodes()).isEmpty();
    }
  }
}
