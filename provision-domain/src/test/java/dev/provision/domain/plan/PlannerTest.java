package dev.provision.domain.plan;

import static dev.provision.domain.plan.Configurations.file;
import static dev.provision.domain.plan.Configurations.script;
import static dev.provision.domain.plan.Configurations.withBundles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private final SourcesInMemory sources =
      new SourcesInMemory()
          .with("/c/a.sh", "echo a")
          .with("/c/b.sh", "echo b")
          .with("/c/f", "0123456789", 0600);

  private DeployPlan plan(Configuration configuration, DeployRequest request) {
    return new Planner(configuration, sources, new Random(1)).plan(request);
  }

  @Test
  void a_random_name_is_the_prefix_and_six_different_letters_or_digits() {
    for (int seed = 0; seed < 200; seed++) {
      String name =
          new Planner(withBundles(), sources, new Random(seed))
              .plan(DeployRequest.ofBundles())
              .name();

      assertThat(name).matches("deploy-test-[a-z0-9]{6}");
      assertThat(name.substring("deploy-test-".length()).chars().distinct().count()).isEqualTo(6);
    }
  }

  @Test
  void default_bundles_come_first_and_which_depends_on_the_image() {
    Bundle[] bundles = {
      script("boot", "/r/boot", "/c/a.sh"),
      script("usual", "/r/usual", "/c/a.sh"),
      script("mine", "/r/mine", "/c/b.sh")
    };
    Configuration fresh =
        Configurations.with(
            Map.of(), List.of(), List.of("usual"), List.of("boot"), Optional.empty(), bundles);
    Configuration bootstrapped =
        Configurations.with(
            Map.of(),
            List.of("noble"),
            List.of("usual"),
            List.of("boot"),
            Optional.empty(),
            bundles);

    assertThat(plan(fresh, DeployRequest.ofBundles("mine")).bundles())
        .containsExactly("boot", "mine");
    assertThat(plan(bootstrapped, DeployRequest.ofBundles("mine")).bundles())
        .containsExactly("usual", "mine");
  }

  @Test
  void a_target_given_twice_keeps_its_place_and_takes_the_later_source_with_a_warning() {
    Configuration configuration =
        withBundles(
            script("one", "/r/x", "/c/a.sh"),
            script("two", "/r/y", "/c/a.sh"),
            script("three", "/r/x", "/c/b.sh"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles("one", "two", "three"));

    assertThat(plan.scripts())
        .extracting(PlannedScript::target, PlannedScript::source)
        .containsExactly(tuple("/r/x", "/c/b.sh"), tuple("/r/y", "/c/a.sh"));
    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .contains("/r/x", "'three'", "/c/a.sh", "/c/b.sh");
  }

  @Test
  void one_target_written_in_two_ways_is_one() {
    Configuration configuration =
        withBundles(script("one", "/r/x", "/c/a.sh"), script("two", "/r//./x", "/c/b.sh"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles("one", "two"));

    assertThat(plan.scripts()).extracting(PlannedScript::source).containsExactly("/c/b.sh");
    assertThat(plan.warnings()).anyMatch(warning -> warning.contains("replaces /c/a.sh"));
  }

  @Test
  void a_target_that_another_one_makes_a_directory_is_a_problem_with_both_sources() {
    Configuration configuration =
        withBundles(
            file("one", "/etc/a", "/c/f"),
            script("two", "/etc//a/b/c", "/c/a.sh"),
            file("three", "/etc/ab", "/c/f"),
            file("four", "/etc/a/b.conf", "/c/f"));

    assertThatThrownBy(
            () -> plan(configuration, DeployRequest.ofBundles("one", "two", "three", "four")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactlyInAnyOrder(
                        "/etc/a is the target of /c/f, but /etc//a/b/c, the target of /c/a.sh,"
                            + " requires it to be a directory; give one of them another target",
                        "/etc/a is the target of /c/f, but /etc/a/b.conf, the target of /c/f,"
                            + " requires it to be a directory; give one of them another target"));
    assertThat(plan(configuration, DeployRequest.ofBundles("two", "three", "four")).files())
        .hasSize(2);
  }

  @Test
  void a_bundle_asked_for_again_takes_back_what_another_one_replaced() {
    Configuration configuration =
        withBundles(
            script("one", "/r/x", "/c/a.sh"),
            script("two", "/r/y", "/c/a.sh"),
            script("three", "/r/x", "/c/b.sh"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles("one", "two", "three", "one"));

    assertThat(plan.scripts())
        .extracting(PlannedScript::target, PlannedScript::source)
        .containsExactly(tuple("/r/x", "/c/a.sh"), tuple("/r/y", "/c/a.sh"));
    assertThat(plan.warnings()).hasSize(2);
  }

  @Test
  void scripts_are_rendered_with_configured_variables_the_name_and_those_of_the_request()
      throws IOException {
    sources.with("/c/t.sh", "# provision-template-type: format-string\n{region} {node_name} {k}");
    Configuration configuration =
        Configurations.with(
            Map.of("region", "eu"),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            script("t", "/r/t", "/c/t.sh"));

    DeployPlan plan =
        plan(configuration, DeployRequest.ofBundles("t").named("web1").with("k", "a=b"));

    assertThat(text(plan.scripts().getFirst())).endsWith("\neu web1 a=b");
    assertThat(plan.scripts().getFirst().mode()).as("as values may be secrets").isEqualTo(0700);
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void a_variable_that_replaces_another_warns() {
    DeployPlan plan =
        plan(withBundles(), DeployRequest.ofBundles().named("web1").with("node_name", "other"));

    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .contains("-t node_name", "'web1'", "'other'");
    assertThat(plan.name()).isEqualTo("web1");
  }

  @Test
  void two_targets_that_are_one_path_are_told() {
    Configuration configuration =
        withBundles(
            file("one", "/opt/o/same", "/c/f"), file("two", "/opt/./o/../o//same", "/c/a.sh"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles("one", "two"));

    assertThat(plan.files()).extracting(PlannedFile::source).containsExactly("/c/a.sh");
    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .contains("/opt/./o/../o//same", "'two' replaces /c/f with /c/a.sh");
  }

  @Test
  void a_file_keeps_its_mode_and_a_script_is_executable() {
    Configuration configuration =
        withBundles(file("f", "/etc/f", "/c/f"), script("s", "/r/a", "/c/a.sh"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles("f", "s"));

    assertThat(plan.files())
        .singleElement()
        .returns(0600, PlannedFile::mode)
        .returns(10L, PlannedFile::size);
    assertThat(plan.scripts()).singleElement().returns(0744, PlannedScript::mode);
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    sources.with("/c/bad.sh", "# provision-template-type: format-string\necho {missing}");
    Configuration configuration =
        withBundles(
            script("gone", "/r/gone", "/c/gone.sh"),
            script("bad", "/r/bad", "/c/bad.sh"),
            file("rel", "etc/f", "/c/f"),
            file("dir", "/etc/", "/c/f"));

    assertThatThrownBy(
            () ->
                plan(
                    configuration,
                    DeployRequest.ofBundles("gone", "bad", "rel", "dir", "webb").named("a/b")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems().stream().map(Problem::toString))
                    .hasSize(6)
                    .anyMatch(p -> p.startsWith("node name 'a/b' is not a valid host name"))
                    .anyMatch(p -> p.startsWith("there is no bundle 'webb'"))
                    .anyMatch(p -> p.startsWith("/c/gone.sh: no such file"))
                    .anyMatch(p -> p.startsWith("/c/bad.sh:2:6: "))
                    .anyMatch(p -> p.contains("'etc/f'") && p.contains("not absolute"))
                    .anyMatch(p -> p.contains("'/etc/'") && p.contains("is a directory")));
  }

  @Test
  void an_unknown_bundle_is_named_with_the_one_that_was_probably_meant() {
    assertThatThrownBy(
            () ->
                plan(
                    withBundles(script("hello", "/r/h", "/c/a.sh")),
                    DeployRequest.ofBundles("helo")))
        .hasMessage("there is no bundle 'helo'; did you mean 'hello'? available: 'hello'");
  }

  /// As shells, editors and macOS write them: `é` as one character, or as two.
  @ParameterizedTest
  @CsvSource({"caf\u00E9, cafe\u0301", "cafe\u0301, caf\u00E9"})
  void a_bundle_is_found_in_both_forms_of_its_accents(String written, String asked) {
    Configuration configuration = withBundles(script(written, "/r/h", "/c/a.sh"));

    assertThat(plan(configuration, DeployRequest.ofBundles(asked)).scripts()).hasSize(1);
  }

  @Test
  void a_variable_is_replaced_and_used_in_both_forms_of_its_accents() throws IOException {
    sources.with("/c/t.sh", "# provision-template-type: format-string\n{caf\u00E9}");
    Configuration configuration =
        Configurations.with(
            Map.of("cafe\u0301", "configured"),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            script("t", "/r/t", "/c/t.sh"));

    DeployPlan plan =
        plan(configuration, DeployRequest.ofBundles("t").named("web1").with("caf\u00E9", "asked"));

    assertThat(text(plan.scripts().getFirst())).endsWith("\nasked");
  }

  @Test
  void an_exact_name_goes_before_one_that_reads_the_same() {
    Configuration configuration =
        withBundles(
            script("caf\u00E9", "/r/one", "/c/a.sh"), script("cafe\u0301", "/r/two", "/c/a.sh"));

    assertThat(plan(configuration, DeployRequest.ofBundles("cafe\u0301")).scripts())
        .singleElement()
        .returns("/r/two", PlannedScript::target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a\nb", "", "-a", "a b", "ä", ".", "x.\u0000"})
  void names_that_are_no_host_names_are_refused(String name) {
    assertThatThrownBy(() -> plan(withBundles(), DeployRequest.ofBundles().named(name)))
        .hasMessageContaining("is not a valid host name")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void the_key_pair_is_named_as_the_private_key_file_without_pem() {
    Configuration configuration =
        Configurations.with(
            Map.of(), List.of(), List.of(), List.of(), Optional.of("~/keys/lab.pem"));

    DeployPlan plan = plan(configuration, DeployRequest.ofBundles());

    assertThat(plan.keyPair()).contains("lab");
    assertThat(plan.sshKey()).contains("~/keys/lab.pem");
  }

  @Test
  void a_short_image_name_stands_for_the_full_one() {
    ImageRule rule = plan(withBundles(), DeployRequest.ofBundles()).image();

    assertThat(rule).isEqualTo(new ImageRule("noble", "Ubuntu 24.04 LTS (Noble Numbat)", false));
  }

  private static String text(PlannedScript script) throws IOException {
    try (InputStream in = script.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void variables_split_at_the_first_equals_sign() {
    assertThat(DeployRequest.Variable.parse("k=a=b"))
        .isEqualTo(new DeployRequest.Variable("k", "a=b"));
    assertThat(DeployRequest.Variable.parse("k=")).isEqualTo(new DeployRequest.Variable("k", ""));
    assertThat(List.of("novalue", "=x", ""))
        .allSatisfy(
            text ->
                assertThatThrownBy(() -> DeployRequest.Variable.parse(text))
                    .hasMessageContaining("'" + text + "'"));
  }

  private List<String> names(List<String> given, OptionalInt count) {
    return new Planner(withBundles(), sources, new Random(1))
        .plans(DeployRequest.ofBundles(), given, count)
        .names();
  }

  @Test
  void one_name_for_many_gets_numbers_that_sort() {
    assertThat(names(List.of("web"), OptionalInt.of(2))).containsExactly("web-1", "web-2");
    assertThat(names(List.of("web"), OptionalInt.of(10))).startsWith("web-01").endsWith("web-10");
    assertThat(names(List.of("a{node_index}b"), OptionalInt.of(2))).containsExactly("a1b", "a2b");
    assertThat(names(List.of("web"), OptionalInt.of(1))).containsExactly("web");
    assertThat(names(List.of("web"), OptionalInt.empty())).containsExactly("web");
  }

  @Test
  void several_names_are_as_many_nodes_and_no_name_means_as_many_as_asked() {
    assertThat(names(List.of("b", "a"), OptionalInt.empty())).containsExactly("b", "a");
    assertThat(names(List.of(), OptionalInt.of(300))).doesNotHaveDuplicates().hasSize(300);
    assertThat(names(List.of(), OptionalInt.empty())).hasSize(1);
  }

  @Test
  void names_that_do_not_fit_the_number_or_each_other_are_a_problem() {
    assertThatThrownBy(() -> names(List.of("a", "b"), OptionalInt.of(3)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("2 names were given for 3 nodes");
    assertThatThrownBy(() -> names(List.of("a", "b", "a"), OptionalInt.empty()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("'a' was given twice");
    assertThatThrownBy(() -> names(List.of(), OptionalInt.of(0)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("0 nodes");
  }

  @Test
  void templates_know_which_node_of_how_many_they_are_for() throws IOException {
    sources.with("/c/t", "# provision-template-type: format-string\n{node_index}/{node_count}");
    Configuration configuration = withBundles(script("b", "/r/t", "/c/t"));

    List<DeployPlan> plans =
        new Planner(configuration, sources, new Random(1))
            .plans(DeployRequest.ofBundles("b"), List.of("x", "y"), OptionalInt.empty())
            .plans();

    assertThat(text(plans.get(0))).endsWith("1/2");
    assertThat(text(plans.get(1))).endsWith("2/2");
  }

  private static String text(DeployPlan plan) throws IOException {
    try (InputStream in = plan.scripts().getFirst().content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void plans_for_existing_nodes_have_the_bundles_asked_for_and_keys_on_request_only() {
    Bundle[] bundles = {script("usual", "/r/usual", "/c/a.sh"), script("mine", "/r/m", "/c/b.sh")};
    Configuration configuration =
        Configurations.with(
            Map.of(), List.of(), List.of("usual"), List.of("usual"), Optional.empty(), bundles);
    Planner planner = new Planner(configuration, sources, new Random(1));

    DeployPlan plain =
        planner.plansForExisting(DeployRequest.ofBundles("mine"), List.of("n"), false).first();

    assertThat(plain.name()).isEqualTo("n");
    assertThat(plain.bundles()).containsExactly("mine");
    assertThat(plain.keys()).isEmpty();
  }
}
