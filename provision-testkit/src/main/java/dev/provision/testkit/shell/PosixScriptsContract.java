package dev.provision.testkit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scripts of a node that runs programs.
abstract class PosixScriptsContract extends ShellContract {
  @Test
  @Promise("It runs in the login user's home directory, without input")
  void scripts_run_in_order_in_the_home_directory_without_input() {
    String out = path("out");

    assertThat(
            apply(
                script("pwd >" + out),
                script("cd; pwd >>" + out),
                script("cat >>" + out + "; echo end >>" + out)))
        .allMatch(StepResult::ok);

    List<String> lines = run("cat out").lines().toList();
    assertThat(lines).hasSize(3).last().isEqualTo("end");
    assertThat(lines.get(0)).isEqualTo(lines.get(1));
  }

  @Test
  @Promise("with the interpreter of its `#!` line, or with `/bin/sh` if it has none.")
  void the_first_line_chooses_the_interpreter_else_it_is_the_shell() {
    assertThat(stdout(script("#!/bin/cat\nthis text\n"))).isEqualTo("#!/bin/cat\nthis text\n");
    assertThat(stdout(script("echo plain $((1+1))"))).isEqualTo("plain 2\n");
    assertThat(stdout(script("#"))).isEmpty();
    assertThat(stdout(script(""))).isEmpty();
  }

  @Test
  @Promise("A script that cannot be run fails, with the reason on its standard error.")
  void a_script_whose_interpreter_is_missing_fails_as_a_script() {
    StepResult.ScriptRan ran =
        (StepResult.ScriptRan) apply(script("#!/no/such/interpreter\n")).getFirst();

    assertThat(ran.exit().success()).isFalse();
  }
}
