package dev.provision.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.deploy.StepComparison;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.Content;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DifferenceViewTest {
  private static final StepDifference NONE = new StepDifference.None();

  private static Content content(String text) {
    return Content.of(text.getBytes(UTF_8));
  }

  private static StepComparison of(Step step, String target, StepDifference difference) {
    return new StepComparison(new PlannedStep(target, "source", step), difference, false);
  }

  private static StepComparison keys(StepDifference difference) {
    return of(new AuthorizeKeys("keys", List.of()), "~/keys", difference);
  }

  private static StepComparison file(String wanted, StepDifference difference) {
    return of(new PutFile("/f", content(wanted), 0644, Optional.empty()), "/f", difference);
  }

  private static StepComparison script(StepDifference difference) {
    RunScript script =
        new RunScript(
            "/s", content("true\n"), 0755, Map.of(), Optional.empty(), RunScript.OnFailure.STOP);
    return of(script, "/s", difference);
  }

  private static StepDifference differs(String present, String... traits) {
    return new StepDifference.FileDiffers(
        List.of(traits), true, Optional.of(present.getBytes(UTF_8)));
  }

  private static String view(OutputFormat format, StepComparison... comparisons) {
    return DifferenceView.of(List.of(new DifferenceView("web", List.of(comparisons))), format);
  }

  @Test
  void each_kind_of_difference_has_its_words() {
    assertThat(
            view(
                OutputFormat.PLAIN,
                keys(NONE),
                keys(new StepDifference.KeysMissing(2)),
                file("", new StepDifference.FileMissing()),
                file("new", differs("old", "mode 0600 instead of 0644")),
                script(new StepDifference.Unknown("no permission"))))
        .isEqualTo(
            """
            web ~/keys 2 keys to add
            web /f missing, would be created
            web /f mode 0600 instead of 0644, content differs
            web /s not compared: no permission
            """);
  }

  @Test
  void a_table_ends_with_the_counts_and_shows_the_lines_that_differ() {
    assertThat(
            view(
                OutputFormat.TABLE,
                keys(NONE),
                file("same\nnew\n", differs("same\nold\n")),
                script(NONE)))
        .isEqualTo(
            """
            web: /f: content differs
            --- /f on the node
            +++ /f
            @@ -1,2 +1,2 @@
             same
            -old
            +new
            web: 1 difference, 2 unchanged, 1 script would run
            """);
  }

  @Test
  void a_script_that_is_removed_afterwards_is_no_difference_and_would_run() {
    assertThat(view(OutputFormat.TABLE, keys(NONE), script(new StepDifference.Runs())))
        .isEqualTo("web: 0 differences, 1 unchanged, 1 script would run\n");
    assertThat(view(OutputFormat.PLAIN, script(new StepDifference.Runs()))).isEmpty();
    assertThat(view(OutputFormat.JSON, script(new StepDifference.Runs())))
        .contains("\"unchanged\": true", "\"difference\": \"would run\"");
  }

  @Test
  void a_restart_is_shown_unless_it_is_not_needed() {
    StepComparison reboot = of(new Reboot(Duration.ofMinutes(5)), "reboot", NONE);
    StepComparison needless =
        of(new Reboot(Duration.ofMinutes(5)), "reboot", new StepDifference.NotNeeded("no change"));

    assertThat(view(OutputFormat.TABLE, keys(NONE), reboot, needless))
        .isEqualTo(
            """
            web: reboot: would restart the node
            web: 0 differences, 1 unchanged, 1 not needed, 1 restart
            """);
    assertThat(view(OutputFormat.PLAIN, reboot, needless))
        .isEqualTo("web reboot would restart the node\n");
  }

  @Test
  void without_scripts_none_is_counted() {
    assertThat(view(OutputFormat.TABLE, keys(NONE))).isEqualTo("web: 0 differences, 1 unchanged\n");
  }

  @Test
  void what_is_not_needed_is_counted_and_no_script_of_it_would_run() {
    StepComparison only = conditional(new StepDifference.NotNeeded("only for debian"));
    StepComparison due = conditional(NONE);

    assertThat(view(OutputFormat.TABLE, keys(NONE), only, due))
        .isEqualTo("web: 0 differences, 2 unchanged, 1 not needed, 1 script would run\n");
    assertThat(view(OutputFormat.PLAIN, keys(NONE), only, due)).isEmpty();
    assertThat(view(OutputFormat.JSON, only))
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "web", "ok": true, "steps": [
              {"target": "/s", "source": "source", "unchanged": true,
               "difference": "not needed: only for debian"}]}]
            """);
  }

  private static StepComparison conditional(StepDifference difference) {
    return of(new ConditionalStep(script(NONE).step().step(), List.of()), "/s", difference);
  }

  @Test
  void contents_that_are_not_text_have_no_lines() {
    assertThat(view(OutputFormat.TABLE, file("new\n", differs("\0"))))
        .isEqualTo(
            """
            web: /f: content differs
            web: 1 difference, 0 unchanged
            """);
  }

  @Test
  void json_has_every_step_and_the_lines_that_differ() {
    assertThat(view(OutputFormat.JSON, keys(NONE), file("b\n", differs("a\n"))))
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "web", "ok": true, "steps": [
              {"target": "~/keys", "source": "source", "unchanged": true,
               "difference": "unchanged"},
              {"target": "/f", "source": "source", "unchanged": false,
               "difference": "content differs",
               "diff": "--- /f on the node\\n+++ /f\\n@@ -1,1 +1,1 @@\\n-a\\n+b\\n"}]}]
            """);
  }

  @Test
  void a_node_that_could_not_be_asked_is_an_entry_for_programs_only() {
    List<DifferenceView> failed = List.of(DifferenceView.failed("web", "no answer"));

    assertThat(DifferenceView.of(failed, OutputFormat.TABLE)).isEmpty();
    assertThat(DifferenceView.of(failed, OutputFormat.PLAIN)).isEmpty();
    assertThat(DifferenceView.of(failed, OutputFormat.JSON))
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "web", "ok": false, "failure": "no answer", "steps": []}]
            """);
  }

  @Test
  void what_a_node_says_does_not_control_the_terminal() {
    StepComparison hostile = script(new StepDifference.Unknown("\u001b[2J\nweb /x fine"));

    assertThat(view(OutputFormat.PLAIN, hostile)).doesNotContain("\u001b").hasLineCount(1);
    assertThat(view(OutputFormat.TABLE, hostile)).doesNotContain("\u001b").hasLineCount(2);
  }
}
