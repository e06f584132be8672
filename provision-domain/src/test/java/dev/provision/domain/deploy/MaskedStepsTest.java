package dev.provision.domain.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Secret;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskedStepsTest {
  private final List<String> heard = new ArrayList<>();
  private final MaskedSteps steps =
      new MaskedSteps(
          SecretPatterns.of(List.of(new VariableValue.Hidden(Secret.of("tr0ub4dor")))),
          new StepObserver() {
            @Override
            public void sent(long sent, long total) {
              heard.add("sent " + sent);
            }

            @Override
            public void started(int index) {
              heard.add("started " + index);
            }

            @Override
            public void output(int index, Stream stream, byte[] bytes) {
              heard.add(stream + " " + new String(bytes, UTF_8));
            }

            @Override
            public void finished(int index, StepResult result) {
              heard.add("finished " + index + " " + said(result));
            }
          });

  private static String said(StepResult result) {
    return switch (result) {
      case StepResult.ScriptRan ran -> ran.stdout() + "|" + ran.stderr() + "|" + ran.remark();
      case StepResult.Failed(String reason) -> reason;
      default -> result.remark();
    };
  }

  private static StepResult ran(String out, String err) {
    return new StepResult.ScriptRan(
        new ExitStatus.Exited(0),
        new Output(out.getBytes(UTF_8), out.length()),
        new Output(err.getBytes(UTF_8), err.length()),
        Duration.ZERO,
        "it was tr0ub4dor");
  }

  @Test
  void output_is_masked_even_where_a_secret_comes_in_two_pieces_and_so_are_the_results() {
    steps.started(0);
    steps.output(0, Stream.STDOUT, "a tr0ub".getBytes(UTF_8));
    steps.output(0, Stream.STDERR, "tr0ub4dor\n".getBytes(UTF_8));
    steps.output(0, Stream.STDOUT, "4dor b tr0".getBytes(UTF_8));
    steps.finished(0, ran("a tr0ub4dor b tr0", "tr0ub4dor\n"));

    assertThat(heard)
        .containsExactly(
            "started 0",
            "STDOUT a ",
            "STDERR ******\n",
            "STDOUT ****** b ",
            "STDOUT tr0",
            "finished 0 a ****** b tr0|******\n|it was ******");
    assertThat(steps.masked(List.of(ran("tr0ub4dor", "tr0ub4dor"))))
        .extracting(MaskedStepsTest::said)
        .containsExactly("a ****** b tr0|******\n|it was ******");
  }

  @Test
  void a_reason_is_masked_too_and_one_script_hears_nothing_of_another() {
    steps.started(0);
    steps.output(0, Stream.STDOUT, "tr0ub".getBytes(UTF_8));
    steps.finished(0, ran("tr0ub", ""));
    steps.started(1);
    steps.output(1, Stream.STDOUT, "4dor".getBytes(UTF_8));
    steps.finished(1, new StepResult.Failed("tr0ub4dor: no such file"));

    assertThat(heard).contains("STDOUT tr0ub", "STDOUT 4dor", "finished 1 ******: no such file");
  }

  @Test
  void of_much_output_the_end_is_kept() {
    steps.started(0);
    for (int i = 0; i < 20; i++) {
      steps.output(0, Stream.STDOUT, (i % 10 + "x".repeat(9_999)).getBytes(UTF_8));
    }
    steps.finished(0, ran("", ""));

    StepResult.ScriptRan ran = (StepResult.ScriptRan) steps.masked(List.of(ran("", ""))).getFirst();
    assertThat(ran.stdout().size()).isEqualTo(200_000);
    assertThat(ran.stdout().tail()).hasSize(1 << 16);
    assertThat(ran.stdout().text()).endsWith("x").contains("9xxx");
  }
}
