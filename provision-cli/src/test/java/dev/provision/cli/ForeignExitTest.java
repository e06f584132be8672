package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ForeignExitTest {
  private static final StackTraceElement EXIT = frame("app", "java.lang.Runtime", "exit");
  private static final StackTraceElement JAR = frame("provider acme-3.1", "acme.Acme", "<init>");
  private static final StackTraceElement OURS = frame("app", "dev.provision.cli.Main", "end");

  private static StackTraceElement frame(String loader, String type, String method) {
    return new StackTraceElement(loader, null, null, type, method, null, 1);
  }

  private static StackTraceElement[] stack(StackTraceElement... frames) {
    return frames;
  }

  @Test
  void a_jar_whose_code_waits_in_exit_is_named() {
    assertThat(ForeignExit.provider(List.of(stack(OURS), stack(EXIT, JAR, OURS))))
        .contains("acme-3.1");
  }

  @Test
  void a_jar_that_is_at_work_while_others_end_the_program_is_not() {
    assertThat(ForeignExit.provider(List.of(stack(JAR), stack(EXIT, OURS)))).isEmpty();
  }
}
