package dev.provision.library.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.provision.domain.ProblemsException;
import dev.provision.library.MemoryProvider;
import dev.provision.library.Provision;
import dev.provision.library.ProvisionBuilder;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Code in a provider's JAR that does what it must not.
final class ForeignProvidersTest {
  private static final String OPEN =
      "public CloudPort open(CloudAccount account) { throw new AssertionError(); }";

  @TempDir private Path home;
  private Path providers = Path.of("");
  private ProviderSource source = new ProviderSource(Path.of(""));

  @BeforeEach
  void directories() throws IOException {
    providers = Files.createDirectories(home.resolve(".provision/providers"));
    source = new ProviderSource(Files.createDirectories(home.resolve("work")));
  }

  private ProvisionBuilder builder() {
    return Provision.builder().environment(Map.of()).userHome(home).workingDirectory(home);
  }

  private void jar(String file, String text) throws IOException {
    source.jar(
        providers.resolve(file),
        Map.of(ProviderSource.CLASS, text),
        Map.of(),
        List.of(ProviderSource.CLASS));
  }

  private static List<String> origins(Provision provision) {
    return provision.providers().stream().map(FoundProvider::origin).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          List.of("acme")             | Arrays.asList((String) null)                     | null
          List.of("acme")             | null                                             | null
          "Acme's cloud"              | null                                             | null
          "Acme's cloud"              | String.valueOf(1 / 0)                            | / by zero
          List.of(new CloudOption(    | Arrays.asList(null, new CloudOption(             | null
          CloudOption.Type.TEXT       | null                                             | type
          Optional.of("a")            | null                                             | default
          """)
  void one_that_cannot_say_what_it_is_is_left_out(String right, String wrong, String cause)
      throws IOException {
    jar("odd.jar", ProviderSource.provider("acme", OPEN).replace(right, wrong));

    try (Provision provision = builder().open()) {
      assertThat(provision.providers()).isNotEmpty();
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .startsWith("ignoring provider 'odd' (" + providers.resolve("odd.jar") + "): ")
          .contains(cause);
      assertThat(origins(provision)).doesNotContain(providers.resolve("odd.jar").toString());
      assertThatThrownBy(() -> provision.providerNamed("odd"))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining(cause);
    }
  }

  @Test
  void one_that_is_left_out_is_an_error_by_its_own_name_too() throws IOException {
    jar(
        "acme-3.1.jar",
        ProviderSource.provider(
            "acme", OPEN + "public List<CloudOption> credentials() { return null; }"));

    try (Provision provision = builder().provider("acme").open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("acme-3.1.jar")
          .hasMessageContaining("the provider 'acme' cannot be used");
    }
  }

  /// The account of that name, and its secret, are meant for one of the two.
  @Test
  void a_name_that_two_jars_have_cannot_be_chosen() throws IOException {
    jar("a.jar", ProviderSource.provider("acme", OPEN));
    jar("b.jar", ProviderSource.provider("acme\", \"acme-b", OPEN));

    try (Provision provision = builder().provider("acme").secretKey(Secret.of("s3cret")).open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("the provider 'acme' cannot be used: ")
          .hasMessageContaining(providers.resolve("a.jar") + " and " + providers.resolve("b.jar"));
      assertThat(provision.providerNamed("acme-b").origin()).endsWith("b.jar");
      assertThat(origins(provision)).doesNotContain(providers.resolve("a.jar").toString());
    }
  }

  @Test
  void one_that_is_called_like_a_file_that_cannot_be_used_cannot_be_chosen() throws IOException {
    jar("squatter.jar", ProviderSource.provider("acme", OPEN));
    Files.writeString(providers.resolve("acme.jar"), "damaged");

    try (Provision provision = builder().provider("acme").secretKey(Secret.of("s3cret")).open()) {
      assertThatThrownBy(provision::nodes)
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("acme.jar and ")
          .hasMessageContaining("squatter.jar have that name");
    }
  }

  @Test
  void a_stack_tells_whose_code_is_at_work() throws IOException {
    jar(
        "acme-3.1.jar",
        ProviderSource.provider(
            "acme",
            "public CloudPort open(CloudAccount account) { throw new IllegalStateException(); }"));

    try (Provision provision = builder().provider("acme").open()) {
      Throwable thrown = catchThrowable(provision::nodes);

      assertThat(thrown)
          .cause()
          .satisfies(
              cause ->
                  assertThat(ThirdPartyCode.provider(cause.getStackTrace())).contains("acme-3.1"));
      assertThat(ThirdPartyCode.provider(new Throwable().getStackTrace())).isEmpty();
    }
  }

  @Test
  void no_jar_is_looked_at_for_a_provider_that_the_program_brings() throws IOException {
    Files.writeString(providers.resolve("acme.jar"), "damaged");

    try (Provision provision = builder().provider("memory").open()) {
      assertThat(provision.nodes()).isEmpty();
      assertThat(provision.warnings()).isEmpty();
      assertThat(provision.providers()).isNotEmpty();
      assertThat(provision.warnings()).singleElement().asString().contains("acme.jar");
    }
  }

  @Test
  void one_whose_second_name_is_taken_is_found_by_the_others() throws IOException {
    jar("a.jar", ProviderSource.provider("acme\", \"memory\", \"acme-cloud", OPEN));

    try (Provision provision = builder().open()) {
      assertThat(provision.providerNamed("acme-cloud").provider().names())
          .containsExactly("acme", "acme-cloud");
      assertThat(provision.providerNamed("memory").provider()).isInstanceOf(MemoryProvider.class);
      assertThat(provision.warnings())
          .singleElement()
          .asString()
          .startsWith("two providers are named 'memory'");
    }
  }

  @Test
  void secrets_are_masked_in_what_it_says_and_in_stack_traces() throws IOException {
    jar(
        "acme.jar",
        ProviderSource.provider(
                "acme",
                """
                public CloudPort open(CloudAccount account) {
                  throw new CloudException(
                      new CloudFailure.InvalidRequest(
                          "opening as " + account.userid().get(),
                          account.options().get("zone") + " and " + account.secretKey().get().reveal()),
                      new IllegalStateException("sent: " + account.options().get("zone")));
                }
                """)
            .replace("false));", "true));"));
    Path site = Files.createDirectories(home.resolve("site"));
    Files.writeString(
        site.resolve("provision.yaml"),
        """
        provider: lab
        providers:
          lab: {type: acme, userid: somebody, secret-key: open-sesame, zone: backdoor}
        """);

    try (Provision provision = builder().configuration("site").open()) {
      Throwable thrown = catchThrowable(provision::nodes);

      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      assertThat(thrown)
          .isInstanceOf(CloudException.class)
          .hasMessage("opening as somebody: ****** and ******");
      assertThat(trace.toString())
          .contains("AcmeProvider.open")
          .doesNotContain("sesame", "backdoor");
      assertThat(provision.configuration().toString())
          .contains("zone")
          .doesNotContain("sesame", "backdoor");
    }
  }
}
