package dev.provision.domain.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.domain.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Compares with the python3 of this machine on templates that nobody thought of.
///
/// `-Dprovision.template.seed=SEED` repeats a run, `-Dprovision.template.cases=COUNT` makes a
/// longer one. Without a python3 of 3.10 or newer (the first with the format specs of today) the
/// test is skipped, unless `PROVISION_REQUIRE_ALL=true` forbids that: then it fails.
class PythonOracleTest {
  private static final int SHOWN = 10;

  @BeforeEach
  void python_is_there() {
    Python.require();
  }

  @Test
  void renders_as_Python_does(@TempDir Path directory, TestReporter reporter)
      throws IOException, InterruptedException {
    long seed = Long.getLong("provision.template.seed", System.nanoTime());
    int count = Integer.getInteger("provision.template.cases", 10_000);
    reporter.publishEntry("provision.template.seed", Long.toString(seed));
    TemplateGenerator generator = new TemplateGenerator(new SplittableRandom(seed));
    List<TemplateCase> cases = Stream.generate(generator::next).limit(count).toList();

    PythonOracle.Answers answers = new PythonOracle(directory).ask(cases);

    assumeTrue(
        answers.version() >= 310 || Python.isRequired(), "python3 is too old to compare with");
    assertThat(answers.outcomes()).hasSameSizeAs(cases);
    // The messages of these were compared; later ones may word them differently.
    boolean wording = answers.version() >= 311 && answers.version() <= 313;
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.get(i).difference(answers.outcomes().get(i), wording).ifPresent(differences::add);
    }
    assertThat(differences.stream().limit(SHOWN))
        .as("the first of %d differences, with seed %d", differences.size(), seed)
        .isEmpty();
  }
}
