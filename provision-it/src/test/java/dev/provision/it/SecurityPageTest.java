package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.TestedTable.Row;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each promise of docs/security.md, and each row of what docs/compatibility.md says is tried,
/// stands beside a test, and the tests that they name are there.
final class SecurityPageTest {
  @ParameterizedTest
  @CsvSource({"docs/security.md, Promises, 40", "docs/compatibility.md, What is tried, 25"})
  void every_row_names_a_test_that_exists(String page, String heading, int atLeast)
      throws IOException {
    List<Row> rows = TestedTable.rows(page, heading);

    assertThat(rows).hasSizeGreaterThan(atLeast);
    for (Row row : rows) {
      assertThat(row.tests()).as(row.text()).isNotEmpty();
      assertThat(row.missing()).as(row.text()).isEmpty();
    }
  }
}
