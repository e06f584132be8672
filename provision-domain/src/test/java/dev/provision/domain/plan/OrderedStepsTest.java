package dev.provision.domain.plan;

import static dev.provision.domain.plan.Configurations.file;
import static dev.provision.domain.plan.Configurations.script;
import static dev.provision.domain.plan.Configurations.withBundles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.variable.Parameter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.Afterwards;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bundles that say in which order, when and with which values things are done.
final class OrderedStepsTest {
  private final SourcesInMemory sources =
      new SourcesInMemory()
          .with("/c/a.sh", "echo a")
          .with("/c/b.sh", "echo b")
          .with("/c/f", "0123456789", 0644)
          .with("/c/app.conf", "# provision-template-type: template-string\nport=$port $HOME\n")
          .with("/c/plain.conf", "port={port}\n")
          .with("/c/dos.conf", "a\r\nb\r\n");

  private DeployPlan plan(Bundle... bundles) {
    return plan(DeployRequest.ofBundles(names(bundles)), bundles);
  }

  private DeployPlan plan(DeployRequest request, Bundle... bundles) {
    return new Planner(withBundles(bundles), sources, new Random(1)).plan(request.named("web1"));
  }

  private List<Problem> problems(Bundle... bundles) {
    return catchThrowableOfType(ProblemsException.class, () -> plan(bundles)).problems();
  }

  private static String[] names(Bundle... bundles) {
    return List.of(bundles).stream().map(Bundle::name).toArray(String[]::new);
  }

  private static Bundle steps(String name, BundleEntry... steps) {
    return Bundle.ofSteps(name, List.of(steps), "site:1:1");
  }

  private static ScriptEntry run(String target, String source, RunRule rule) {
    return new ScriptEntry(
        target, source, Optional.empty(), Map.of(), LineEnds.CHECKED, rule, SystemFilter.ALL);
  }

  private static FileEntry template(String target, String source, FileText text) {
    return new FileEntry(
        target,
        source,
        Optional.empty(),
        Optional.empty(),
        text,
        LineEnds.CHECKED,
        false,
        SystemFilter.ALL);
  }

  private static Bundle declaring(String name, Parameter parameter, BundleEntry... steps) {
    return new Bundle(
        name,
        Optional.empty(),
        List.of(),
        List.of(parameter),
        List.of(),
        List.of(),
        List.of(steps),
        "site:1:1");
  }

  private static Parameter port(Optional<VariableValue> usual) {
    return new Parameter(
        "port",
        usual,
        Optional.of("where it listens"),
        List.of(),
        Optional.empty(),
        false,
        "p:1:1");
  }

  private static String text(PlannedFile file) {
    try (InputStream in = file.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void steps_are_carried_out_as_they_are_written() {
    DeployPlan plan =
        plan(
            steps(
                "s",
                new ScriptEntry("/r/a", "/c/a.sh"),
                new FileEntry("/etc/f", "/c/f"),
                new ScriptEntry("/r/b", "/c/b.sh")));

    assertThat(plan.entries())
        .extracting(PlannedEntry::target)
        .containsExactly("/r/a", "/etc/f", "/r/b");
    assertThat(plan.isMixed()).isTrue();
    assertThat(plan.steps())
        .extracting(DeployPlan.PlannedStep::target)
        .containsExactly("/r/a", "/etc/f", "/r/b");
  }

  @Test
  void a_bundle_with_steps_takes_its_place_between_others_which_put_files_first() {
    DeployPlan plan =
        plan(
            script("one", "/r/one", "/c/a.sh"),
            file("two", "/etc/two", "/c/f"),
            steps("three", new ScriptEntry("/r/three", "/c/a.sh")),
            script("four", "/r/four", "/c/a.sh"),
            file("five", "/etc/five", "/c/f"));

    assertThat(plan.entries())
        .extracting(PlannedEntry::target)
        .containsExactly("/etc/two", "/r/one", "/r/three", "/etc/five", "/r/four");
  }

  @Test
  void a_file_that_two_steps_put_draws_a_warning() {
    sources.with("/c/g", "other");

    DeployPlan plan =
        plan(steps("s", new FileEntry("/etc/f", "/c/f"), new FileEntry("/etc//f", "/c/g")));

    assertThat(plan.warnings())
        .containsExactly(
            "/etc//f is put twice, by bundle 's' from /c/f and by bundle 's' from /c/g: each run"
                + " changes it");
  }

  @Test
  void a_template_is_filled_in_and_what_it_leaves_is_told() {
    Bundle bundle =
        declaring(
            "s",
            port(Optional.of(VariableValue.of("8080"))),
            template("/etc/app.conf", "/c/app.conf", FileText.TEMPLATE),
            template("/etc/plain.conf", "/c/plain.conf", FileText.FORMAT_STRING));

    DeployPlan plan = plan(bundle);

    assertThat(text(plan.files().getFirst())).endsWith("port=8080 $HOME\n");
    assertThat(plan.files().getFirst().template().orElseThrow().unknown()).containsExactly("HOME");
    assertThat(text(plan.files().getLast())).isEqualTo("port=8080\n");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void a_name_that_is_nearly_a_variables_draws_a_warning() {
    sources.with("/c/typo.sh", "# provision-template-type: template-string\necho $nod_name\n");

    DeployPlan plan = plan(script("s", "/r/typo", "/c/typo.sh"));

    assertThat(plan.warnings())
        .containsExactly(
            "/c/typo.sh: there is no variable 'nod_name', so $nod_name stays as it is; did you"
                + " mean 'node_name'?");
  }

  @Test
  void a_name_of_the_scripts_own_environment_is_neither_doubted_nor_listed() {
    sources.with("/c/own.sh", "# provision-template-type: template-string\n$NODE_NAME $other\n");
    ScriptEntry script =
        new ScriptEntry("/r/own", "/c/own.sh", Optional.empty(), Map.of("NODE_NAME", "x"));

    DeployPlan plan = plan(steps("s", script));

    assertThat(plan.warnings()).isEmpty();
    assertThat(plan.scripts().getFirst().rendered().orElseThrow().unknown())
        .containsExactly("other");
  }

  @Test
  void a_template_without_a_header_needs_a_type_and_a_header_without_template_draws_a_warning() {
    assertThat(problems(steps("s", template("/etc/p", "/c/plain.conf", FileText.TEMPLATE))))
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("/c/plain.conf: it is to be a template, but has no header");
    assertThat(plan(file("f", "/etc/app.conf", "/c/app.conf")).warnings())
        .singleElement()
        .asString()
        .startsWith("/c/app.conf: it has a template's header, but is sent as it is");
  }

  @Test
  void line_ends_of_a_file_are_converted_on_purpose_only() {
    FileEntry unix =
        new FileEntry(
            "/etc/dos",
            "/c/dos.conf",
            Optional.empty(),
            Optional.empty(),
            FileText.VERBATIM,
            LineEnds.UNIX,
            false,
            SystemFilter.ALL);

    assertThat(text(plan(steps("s", unix)).files().getFirst())).isEqualTo("a\nb\n");
    assertThat(text(plan(file("f", "/etc/dos", "/c/dos.conf")).files().getFirst()))
        .isEqualTo("a\r\nb\r\n");
  }

  @Test
  void a_parameter_needs_a_value_which_an_option_gives() {
    Bundle bundle =
        declaring(
            "s",
            port(Optional.empty()),
            template("/etc/plain.conf", "/c/plain.conf", FileText.FORMAT_STRING));

    assertThat(problems(bundle))
        .extracting(Problem::toString)
        .containsExactly(
            "p:1:1: bundle 's' requires a value for parameter 'port' (where it listens); set it"
                + " with -t port=…, or under 'variables'");
    DeployPlan plan = plan(DeployRequest.ofBundles("s").with("port", "1"), bundle);
    assertThat(text(plan.files().getFirst())).isEqualTo("port=1\n");
  }

  @Test
  void a_parameter_is_checked() {
    Parameter listed =
        new Parameter(
            "port",
            Optional.of(VariableValue.of("3")),
            Optional.empty(),
            List.of("1", "2"),
            Optional.empty(),
            false,
            "p:1:1");
    Parameter matched =
        new Parameter(
            "port",
            Optional.of(VariableValue.of("x1")),
            Optional.empty(),
            List.of(),
            Optional.of("[0-9]+"),
            true,
            "p:1:1");
    ScriptEntry script = new ScriptEntry("/r/a", "/c/a.sh");

    assertThat(problems(declaring("s", listed, script)))
        .extracting(Problem::toString)
        .containsExactly(
            "p:1:1: bundle 's': parameter 'port': '3' is none of its values; set it to '1', '2':"
                + " -t port=…");
    assertThat(problems(declaring("s", matched, script)))
        .extracting(Problem::toString)
        .containsExactly(
            "p:1:1: bundle 's': parameter 'port': its value does not match its pattern [0-9]+; set"
                + " it with -t port=…");
  }

  @Test
  void two_bundles_cannot_give_a_parameter_two_defaults() {
    ScriptEntry script = new ScriptEntry("/r/a", "/c/a.sh");

    assertThat(
            problems(
                declaring("a", port(Optional.of(VariableValue.of("1"))), script),
                declaring("b", port(Optional.of(VariableValue.of("2"))), script)))
        .extracting(Problem::what)
        .containsExactly(
            "bundle 'b' gives parameter 'port' another default than bundle 'a' does at p:1:1");
  }

  @Test
  void a_secret_makes_what_holds_it_secret_and_its_owners_own() {
    Secret secret = Secret.of("hunter22");
    Bundle bundle =
        declaring(
            "s",
            port(Optional.of(new VariableValue.Hidden(secret))),
            template("/etc/plain.conf", "/c/plain.conf", FileText.FORMAT_STRING),
            new FileEntry("/etc/f", "/c/f"),
            new ScriptEntry(
                "/r/a",
                "/c/a.sh",
                Optional.empty(),
                Map.of("PASSWORD", new VariableValue.Hidden(Secret.of("tr0ub4dor"))),
                LineEnds.CHECKED,
                new RunRule.Always(),
                SystemFilter.ALL));

    DeployPlan plan = plan(bundle);

    assertThat(plan.files()).extracting(PlannedFile::secret).containsExactly(true, false);
    assertThat(plan.files()).extracting(PlannedFile::mode).containsExactly(0600, 0644);
    assertThat(text(plan.files().getFirst())).isEqualTo("port=hunter22\n");
    assertThat(plan.secretPatterns().mask("hunter22 and tr0ub4dor")).isEqualTo("****** and ******");
    Step last = plan.steps().getLast().step();
    assertThat(last)
        .isInstanceOfSatisfying(
            RunScript.class,
            run -> {
              assertThat(run.environment()).containsEntry("PASSWORD", "tr0ub4dor");
              assertThat(run.afterwards()).isEqualTo(Afterwards.KEPT);
            });
    assertThat(plan.toString()).doesNotContain("hunter22").doesNotContain("tr0ub4dor");
  }

  @Test
  void a_script_with_a_secret_in_its_text_is_removed_after_it_ran() {
    Bundle bundle =
        declaring(
            "s",
            port(Optional.of(new VariableValue.Hidden(Secret.of("hunter22")))),
            new ScriptEntry("/r/secret", "/c/secret.sh"),
            new ScriptEntry("/r/a", "/c/a.sh"));
    sources.with(
        "/c/secret.sh", "#!/bin/sh\n# provision-template-type: format-string\necho {port}\n");

    assertThat(plan(bundle).steps())
        .extracting(step -> ((RunScript) step.step()).afterwards())
        .containsExactly(Afterwards.REMOVED, Afterwards.KEPT);
  }

  @Test
  void a_mistake_in_a_template_shows_no_secret() {
    VariableValue secret = new VariableValue.Hidden(Secret.of("hunter22".repeat(40)));
    sources
        .with("/c/spec", "{node_name:{port}}")
        .with("/c/index", "{port[400]}")
        .with("/c/code", "{port:d}");
    String hidden = "it is wrong because of a secret's value";

    assertThat(mistake(secret, "/c/spec")).isEqualTo("/c/spec:1:1: " + hidden);
    assertThat(mistake(secret, "/c/index")).isEqualTo("/c/index:1:1: " + hidden);
    assertThat(mistake(secret, "/c/code"))
        .as("is one whatever the value")
        .startsWith("/c/code:1:1: unknown format code 'd'");
  }

  private String mistake(VariableValue secret, String source) {
    Bundle bundle =
        declaring(
            "s", port(Optional.of(secret)), template("/etc/f", source, FileText.FORMAT_STRING));
    return problems(bundle).getFirst().toString();
  }

  @Test
  void the_content_of_a_file_that_is_marked_secret_is_masked() {
    sources.with("/c/key", "-----BEGIN-----\nabcdefghijklmnopqrst\n-----END-----\n");
    FileEntry key =
        new FileEntry(
            "/etc/key",
            "/c/key",
            Optional.empty(),
            Optional.empty(),
            FileText.VERBATIM,
            LineEnds.CHECKED,
            true,
            SystemFilter.ALL);

    DeployPlan plan = plan(steps("s", key));

    assertThat(plan.files().getFirst().mode()).isEqualTo(0600);
    assertThat(plan.secretPatterns().mask("x abcdefghijklmnopqrst y")).isEqualTo("x ****** y");
  }

  @Test
  void after_a_change_means_whatever_of_the_bundle_comes_before_and_can_change() {
    DeployPlan plan =
        plan(
            file("other", "/etc/other", "/c/f"),
            steps(
                "s",
                new FileEntry("/etc/f", "/c/f"),
                run("/r/always", "/c/a.sh", new RunRule.Always()),
                run("/r/once", "/c/a.sh", new RunRule.Once()),
                run("/r/restart", "/c/b.sh", new RunRule.IfChanged(List.of())),
                new FileEntry("/etc/later", "/c/f")));

    assertThat(plan.scripts().getLast().run())
        .isEqualTo(new RunRule.IfChanged(List.of("/etc/f", "/r/once")));
  }

  @Test
  void a_change_that_nothing_can_make_is_a_problem() {
    assertThat(problems(steps("s", run("/r/restart", "/c/b.sh", new RunRule.IfChanged(List.of())))))
        .extracting(Problem::what)
        .containsExactly(
            "it runs if something has changed, but nothing in bundle 's' comes before it that can"
                + " change");
    assertThat(
            problems(
                steps(
                    "s",
                    new FileEntry("/etc/app.conf", "/c/f"),
                    run("/r/restart", "/c/b.sh", new RunRule.IfChanged(List.of("/etc/ap.conf"))))))
        .extracting(Problem::toString)
        .containsExactly(
            "/c/b.sh: it runs if /etc/ap.conf has changed, but nothing before it puts that; did"
                + " you mean '/etc/app.conf'?");
  }

  @Test
  void conditions_name_the_steps_they_depend_on_and_keep_their_keys() {
    Bundle bundle =
        steps(
            "s",
            new FileEntry("/etc/f", "/c/f"),
            run("/r/once", "/c/a.sh", new RunRule.Once()),
            run("/r/restart", "/c/b.sh", new RunRule.IfChanged(List.of("/etc//f"))));
    String key = onceKey(plan(bundle));

    List<StepCondition> last = conditions(plan(bundle));
    sources.with("/c/b.sh", "echo c");
    List<StepCondition> edited = conditions(plan(bundle));
    sources.with("/c/a.sh", "echo b");

    assertThat(last)
        .singleElement()
        .isInstanceOfSatisfying(
            StepCondition.Changed.class, it -> assertThat(it.steps()).containsExactly(0));
    assertThat(edited).as("a change that was not acted on stays one").isEqualTo(last);
    assertThat(onceKey(plan(bundle))).as("another content is another script").isNotEqualTo(key);
  }

  private static List<StepCondition> conditions(DeployPlan plan) {
    return ((ConditionalStep) plan.steps().getLast().step()).conditions();
  }

  private static String onceKey(DeployPlan plan) {
    ConditionalStep step = (ConditionalStep) plan.steps().get(1).step();
    return ((StepCondition.Once) step.conditions().getFirst()).key();
  }

  @Test
  void a_filter_for_systems_is_a_condition() {
    FileEntry file =
        new FileEntry(
            "/etc/f",
            "/c/f",
            Optional.empty(),
            Optional.empty(),
            FileText.VERBATIM,
            LineEnds.CHECKED,
            false,
            new SystemFilter(List.of("debian"), List.of("x86_64")));

    assertThat(conditions(plan(steps("s", file))))
        .containsExactly(new StepCondition.OnSystem(List.of("debian"), List.of("x86_64")));
  }

  @Test
  void a_directory_is_put_at_its_place_and_keeps_what_other_steps_put_into_it() {
    List<DirectoryEntry> tree =
        List.of(
            new DirectoryEntry.Directory(".", 0755),
            new DirectoryEntry.File("a", Content.of(new byte[7]), 0644),
            new DirectoryEntry.Directory("d", 0755),
            new DirectoryEntry.Link("d/in", "../a"),
            new DirectoryEntry.Link("d/out", "../../b"));
    sources.with("/c/site", tree);
    TreeEntry entry =
        new TreeEntry(
            "/srv/shop",
            "/c/site",
            List.of(new PathPattern("*.bak")),
            true,
            true,
            Optional.of("app"),
            SystemFilter.ALL);

    DeployPlan plan =
        plan(
            steps(
                "s",
                new ScriptEntry("/r/a", "/c/a.sh"),
                entry,
                new FileEntry("/srv/shop/local*.conf", "/c/f"),
                run("/r/b", "/c/b.sh", new RunRule.IfChanged(List.of("/srv/shop")))));

    assertThat(plan.steps().get(1).step())
        .isEqualTo(
            new PutDirectory(
                "/srv/shop",
                tree,
                true,
                List.of(new PathPattern("*.bak"), new PathPattern("/local\\*.conf")),
                Optional.of("app")));
    assertThat(plan.warnings())
        .containsExactly(
            "/c/site/d/out: this link leads out of the directory, to ../../b, and will on the node,"
                + " too");
    assertThat(((StepCondition.Changed) conditions(plan).getFirst()).steps()).containsExactly(1);
  }

  @Test
  void a_secret_that_is_too_short_to_be_masked_draws_a_warning() {
    Bundle bundle =
        declaring(
            "s",
            port(Optional.of(new VariableValue.Hidden(Secret.of("12345")))),
            template("/etc/plain.conf", "/c/plain.conf", FileText.FORMAT_STRING));

    assertThat(plan(bundle).warnings())
        .containsExactly(
            "/c/plain.conf: it uses a secret of fewer than 6 characters, which is not masked where"
                + " it is printed");
  }

  private static TreeEntry tree(String target, String source) {
    return new TreeEntry(
        target, source, List.of(), false, true, Optional.empty(), SystemFilter.ALL);
  }

  @Test
  void a_target_cannot_be_a_file_and_a_directory_or_two_directories() {
    sources.with("/c/one", List.of()).with("/c/two", List.of());

    assertThat(problems(steps("s", tree("/srv/a", "/c/one"), new FileEntry("/srv//a", "/c/f"))))
        .extracting(Problem::toString)
        .containsExactly(
            "/srv//a is the target of /c/one and of /c/f, and at least one of them is a directory;"
                + " give one of them another target");
    assertThat(problems(steps("s", tree("/srv/a", "/c/one"), tree("/srv/a", "/c/two")))).hasSize(1);
    assertThat(plan(steps("s", tree("/srv/a", "/c/one"), tree("/srv/a/b", "/c/two"))).entries())
        .hasSize(2);
  }

  @Test
  void a_file_that_a_directory_and_another_step_put_draws_a_warning() {
    sources.with(
        "/c/one",
        List.of(
            new DirectoryEntry.Directory(".", 0755),
            new DirectoryEntry.File("x", Content.of(new byte[0]), 0644)));

    assertThat(
            plan(steps("s", tree("/srv/a", "/c/one"), new FileEntry("/srv/a/x", "/c/f")))
                .warnings())
        .containsExactly(
            "/srv/a/x is put twice, from /c/one/x and from /c/f: each run changes it; exclude it"
                + " from the directory");
  }
}
