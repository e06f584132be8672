package dev.provision.adapter.sshd.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The letters of the wire format: the node's programs, the enums and ADR 11 know the same ones.
final class WireFormatTest {
  private static final Path PROGRAMS =
      Path.of("src/main/resources/dev/provision/adapter/sshd/apply");
  private static final Path RECORD = Path.of("../docs/adr/0011-apply-protocol.md");
  private static final Pattern MARK = Pattern.compile("\\bmark ([A-Z]\\S*)");

  /// Of `mark E INDEX` and of `ended INDEX STATUS`.
  private static final Pattern OUTCOME =
      Pattern.compile("(?:mark E \"\\S+\"|ended \"\\S+\" \"?\\S+\"?) ([A-Z]\\S*)");

  private static final Pattern ROW = Pattern.compile("^\\| `([A-Z])`");

  private static Set<String> inPrograms(Pattern pattern) throws IOException {
    List<Path> programs;
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      programs = files.toList();
    }
    Set<String> letters = new TreeSet<>();
    for (Path program : programs) {
      pattern
          .matcher(Files.readString(program))
          .results()
          .forEach(result -> letters.add(result.group(1)));
    }
    return letters;
  }

  private static List<String> inRecord(String heading) throws IOException {
    List<String> letters = new ArrayList<>();
    String record = Files.readString(RECORD);
    String table = record.substring(record.indexOf("| " + heading + " |"));
    for (String line : table.lines().skip(1).takeWhile(line -> line.startsWith("|")).toList()) {
      ROW.matcher(line).results().map(row -> row.group(1)).forEach(letters::add);
    }
    return letters;
  }

  private static List<String> marks() {
    return Stream.of(RunnerMark.values()).map(RunnerMark::letter).toList();
  }

  private static List<String> outcomes() {
    return Stream.of(StepOutcome.values()).map(StepOutcome::letter).toList();
  }

  @Test
  void the_programs_use_every_mark_and_no_other() throws IOException {
    assertThat(inPrograms(MARK)).containsExactlyInAnyOrderElementsOf(marks());
  }

  @Test
  void the_programs_use_every_outcome_and_no_other() throws IOException {
    assertThat(inPrograms(OUTCOME)).containsExactlyInAnyOrderElementsOf(outcomes());
  }

  @Test
  void the_record_has_the_same_tables() throws IOException {
    assertThat(inRecord("mark")).isEqualTo(marks());
    assertThat(inRecord("outcome")).isEqualTo(outcomes());
  }

  @Test
  void another_letter_is_refused() {
    assertThatThrownBy(() -> RunnerMark.of("Q")).hasMessageContaining("unknown mark: Q");
    assertThatThrownBy(() -> StepOutcome.of("Q")).hasMessageContaining("unknown outcome: Q");
  }
}
