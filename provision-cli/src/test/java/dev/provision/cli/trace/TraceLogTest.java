package dev.provision.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// What a trace holds, and where it goes.
@Isolated("there is one trace for the process")
final class TraceLogTest {
  private static final Instant START = Instant.EPOCH;

  @TempDir private Path directory;
  private final List<String> lines = new ArrayList<>();

  @AfterEach
  void end() {
    TraceLog.end();
  }

  private static Logger logger(String name) {
    return new TraceProvider().getLoggerFactory().getLogger(name);
  }

  private void begin() {
    TraceLog.begin(() -> START.plusMillis(1234), START, List.of(lines::add), true);
  }

  @Test
  void a_line_has_the_time_who_wrote_it_and_the_text_on_one_line() {
    begin();

    logger("provision.ssh").debug("host {} said {}", "a", "one\ntwo");

    assertThat(lines).containsExactly("   1.234  ssh  host a said one | two");
  }

  @Test
  void libraries_warnings_are_in_it_and_their_small_talk_is_not() {
    begin();
    Logger library = logger("org.apache.sshd.client.session.ClientSessionImpl");

    library.debug("details");
    library.info("more");
    library.warn("odd {}", "thing", new IOException("broken"));

    assertThat(lines)
        .containsExactly(
            "   1.234  ClientSessionImpl  warn: odd thing: java.io.IOException: broken");
  }

  @Test
  void without_a_trace_loggers_do_nothing() {
    assertThat(logger("provision.ssh")).isSameAs(NOPLogger.NOP_LOGGER);
    assertThat(TraceLog.isShown()).isFalse();
  }

  @Test
  void a_file_is_its_owners_only_and_is_appended_to() throws IOException {
    Path file = directory.resolve("trace");
    for (int i = 0; i < 2; i++) {
      TraceLog.begin(() -> START, START, List.of(TraceLog.file(file)), false);
      logger("provision.run").debug("run {}", i);
    }

    assertThat(file).hasContent("   0.000  run  run 0\n   0.000  run  run 1\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_file_that_cannot_be_written_is_named_with_the_way_on() {
    assertThatThrownBy(() -> TraceLog.file(directory.resolve("no/trace")))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContainingAll(
            "PROVISION_LOG", "no/trace cannot be written: there is no such directory");
    assertThatThrownBy(() -> TraceLog.file(directory))
        .hasMessageContaining("it is not a regular file");
  }
}
