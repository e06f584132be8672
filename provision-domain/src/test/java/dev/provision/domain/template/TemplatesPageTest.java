package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables of docs/templates.md that show what becomes of a template.
final class TemplatesPageTest {
  private static final Map<String, String> VARIABLES = Map.of("region", "eu", "width", "6");
  private static final Pattern ROW = Pattern.compile("\\| `(.+?)` \\| `(.+?)` \\| \\S.* \\|");

  @ParameterizedTest
  @CsvSource({"template-string, 7", "format-string, 9"})
  void each_row_is_what_a_node_gets(String type, int count) throws IOException, TemplateException {
    String page = Files.readString(Path.of("../docs/templates.md"));
    int start = page.indexOf("\n## " + type + "\n");
    String section = page.substring(start, page.indexOf("\n## ", start + 1));

    List<String> rows = ROW.matcher(section).results().map(MatchResult::group).toList();

    assertThat(rows).hasSize(count);
    for (String row : rows) {
      byte[] bytes = ROW.matcher(row).replaceFirst("$1").getBytes(StandardCharsets.UTF_8);
      assertThat(Template.of(bytes, type))
          .satisfies(
              it ->
                  assertThat(it.render(VARIABLES))
                      .as(row)
                      .isEqualTo(ROW.matcher(row).replaceFirst("$2")));
    }
  }
}
