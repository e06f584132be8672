package dev.provision.library.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.ProblemsException;
import dev.provision.library.gate.JUnitGate.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the gate makes of reports after those that tools write, and of odd ones.
class JUnitReportsTest {
  /// File, what becomes of the gate, and words of the reason.
  private static final String TABLE =
      """
      surefire-passed.xml                | open
      surefire-failed.xml                | closed     | case 'removes': it failed: expected: 0 but was: 1
      surefire-flaky.xml                 | open
      surefire-rerun.xml                 | closed     | case 'removes': it failed
      surefire-rerun-alone.xml           | closed     | case 'removes': it was rerun and failed again
      surefire-failed-then-passed.xml    | closed     | case 'removes': it failed: first run
      surefire-class-error.xml           | closed     | case 'shop.CartTest': it ended with an error
      surefire-all-skipped.xml           | closed     | none of its tests ran
      surefire-cut.xml                   | unreadable | line 8
      surefire-twice.xml                 | unreadable | line 10
      surefire-twice-without-head.xml    | unreadable | line 2
      failsafe-summary.xml               | unreadable | <failsafe-summary> of Failsafe's summary
      pytest-passed.xml                  | open
      pytest-old.xml                     | open
      pytest-collection-error.xml        | closed     | case 'test_shop': it ended with an error: collection failure
      pytest-teardown-error.xml          | closed     | failed on teardown
      pytest-none-collected.xml          | closed     | it contains no tests
      jest-passed.xml                    | open
      jest-todo.xml                      | closed     | suite 'cart': it reports 1 tests, but lists 2
      jest-suite-did-not-run.xml         | closed     | case 'shop.test.js': it ended with an error
      vitest-passed.xml                  | open
      vitest-unhandled-error.xml         | closed     | suite 'vitest tests': it reports errors: 1
      mocha-junit-passed.xml             | open
      mocha-junit-pending-not-listed.xml | open
      mocha-junit-some-did-not-run.xml   | closed     | 1 of the tests that it reports are not listed
      mocha-xunit-passed.xml             | open
      mocha-xunit-failed.xml             | closed     | case 'adds': it failed
      karma-passed.xml                   | open
      karma-disconnected.xml             | closed     | it reports errors: 1
      karma-cut-short.xml                | closed     | 38 of the tests that it reports are not listed
      catch2-passed.xml                  | open
      catch2-failed.xml                  | closed     | case 'removes/an empty cart': it failed: a == b
      catch2-internal-error.xml          | closed     | it contains <internalError>
      googletest-passed.xml              | open
      googletest-old-passed.xml          | open
      googletest-old-recorded.xml        | closed     | case 'Adds': its attribute colour is 'red', which is not known
      googletest-skipped.xml             | open
      googletest-all-disabled.xml        | closed     | none of its tests ran
      googletest-unknown-result.xml      | closed     | case 'Adds': its result is 'interrupted'
      googletest-failed.xml              | closed     | suite 'Cart', case 'Adds': it failed: cart.cc:5
      googletest-list.xml                | closed     | --gtest_list_tests
      ctest-passed.xml                   | open
      ctest-failed.xml                   | closed     | case 'removes': it failed
      ctest-fail-by-status-only.xml      | closed     | case 'removes': its status is 'fail'
      ctest-program-missing.xml          | closed     | case 'gpu': it could not be run: Unable to find executable
      ctest-dashboard.xml                | unreadable | <Site> of CTest's dashboard
      phpunit-passed.xml                 | open
      phpunit-warning.xml                | closed     | it contains <warning>
      phpunit-counts-differ-within.xml   | closed     | suite 'unit': it reports 2 tests, but lists 3
      bazel-passed.xml                   | open
      bazel-failed.xml                   | closed     | it ended with an error: exited with error code 1
      tap-xunit-passed.xml               | open
      tap-xunit-plan-first.xml           | open
      tap-xunit-failed.xml               | closed     | case '#1 adds': it failed
      tap-junit-passed.xml               | open
      node-passed.xml                    | open
      behave-passed.xml                  | open
      ginkgo-passed.xml                  | open
      pester-passed.xml                  | open
      nextest-passed.xml                 | open
      busted-passed.xml                  | open
      unittest-passed.xml                | open
      behave-undefined.xml               | closed     | case 'adds': its status is 'undefined'
      nunit3.xml                         | unreadable | <test-run> of NUnit 3
      nunit2.xml                         | unreadable | <test-results> of NUnit 2
      xunit-net.xml                      | unreadable | <assemblies> of xUnit.net
      mstest.trx                         | unreadable | <TestRun> of MSTest
      testng.xml                         | unreadable | <testng-results> of TestNG
      page.html                          | unreadable | DOCTYPE
      page-without-doctype.html          | unreadable | <html>
      results.json                       | unreadable | line 1
      results.tap                        | unreadable | line 1
      empty.xml                          | unreadable | it is empty
      blank.xml                          | unreadable | line
      declaration-only.xml               | unreadable | line 2
      utf-16.xml                         | open
      latin-1-unsaid.xml                 | unreadable | UTF-8
      error-beside-cases.xml             | closed     | it contains <error>
      failure-beside-cases.xml           | closed     | it contains <failure>
      error-beside-suites.xml            | closed     | it contains <error>
      all-skipped.xml                    | closed     | none of its tests ran
      all-skipped-by-status.xml          | closed     | none of its tests ran
      status-failed.xml                  | closed     | case 'a': its status is 'failed'
      status-of-suite.xml                | closed     | suite 's': its status is 'ERROR'
      result-timeout.xml                 | closed     | case 'a': its result is 'TIMEOUT'
      success-false.xml                  | closed     | its attribute success is 'False'
      capital-failure.xml                | closed     | it contains <Failure>
      failure-in-output.xml              | closed     | it contains <failure>
      failure-in-group.xml               | closed     | it contains <group>
      case-in-case.xml                   | closed     | case 'a': it contains <testcase>
      more-counted.xml                   | closed     | 2 of the tests that it reports are not listed
      more-listed.xml                    | closed     | suite 's': it reports 1 tests, but lists 2
      failure-counted-only.xml           | closed     | suite 's': it reports failures: 1
      error-counted-by-suites-only.xml   | closed     | it reports errors: 1
      skipped-counted-only.xml           | closed     | suite 's': it reports 1 skipped tests, but lists 0
      root-counts-more.xml               | closed     | 4 of the tests that it reports are not listed
      suites-differ-and-cancel.xml       | closed     | suite 't': it reports 0 tests, but lists 1
      suite-without-cases.xml            | closed     | 3 of the tests that it reports are not listed
      suite-that-says-nothing.xml        | closed     | suite 's': it contains no tests, and reports none
      summary.xml                        | open
      summary-half.xml                   | closed     | does not report failures and errors
      summary-skipped.xml                | closed     | none of its tests ran
      summary-with-failure.xml           | closed     | 1 of 3 tests failed
      """;

  static Stream<String> rows() {
    return TABLE.lines();
  }

  private static Path reports() {
    try {
      return Path.of(JUnitReportsTest.class.getResource("reports").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String gate(String file) {
    try {
      Verdict verdict = JUnitGate.read(reports().resolve(file));
      return verdict.passed() ? "open" : "closed: " + verdict;
    } catch (ProblemsException e) {
      return "unreadable: " + e.getMessage();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_report_opens_the_gate_or_says_why_not(String row) {
    String[] cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toArray(String[]::new);

    String gate = gate(cells[0]);

    assertThat(gate).startsWith(cells[1]);
    if (cells.length > 2) {
      assertThat(gate).contains(cells[2]);
    }
  }

  @Test
  void every_report_is_in_the_table() throws IOException {
    Set<String> files =
        rows().map(row -> row.substring(0, row.indexOf(' '))).collect(Collectors.toSet());

    try (Stream<Path> reports = Files.list(reports())) {
      assertThat(reports.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(files);
    }
  }

  @Test
  void the_parser_says_nothing_of_its_own() {
    PrintStream real = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      rows().map(row -> row.substring(0, row.indexOf(' '))).forEach(JUnitReportsTest::gate);
    } finally {
      System.setErr(real);
    }

    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
