package dev.provision.library.gate;

import dev.provision.library.gate.JUnitGate.Verdict;
import dev.provision.library.gate.JUnitXml.Case;
import dev.provision.library.gate.JUnitXml.Node;
import dev.provision.library.gate.JUnitXml.Suite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for a reason why a report does not show that all tests ran and passed. What is not known
/// to be good is such a reason.
///
/// Tested by `JUnitGateTest` and `JUnitReportsTest`.
final class JUnitAudit {
  /// Counts of the cases that hold `<skipped>`.
  private static final List<String> SKIPPED = List.of("skipped", "skips", "skip");

  private final Set<String> reasons = new LinkedHashSet<>();
  private final boolean summary;

  private JUnitAudit(boolean summary) {
    this.summary = summary;
  }

  /// What was found in a suite.
  ///
  /// @param tests the cases, counted or listed
  /// @param idle those of them that did not run
  /// @param unlisted those that a suite counts, and does not list
  /// @param flaky whether any passed only when it was run again
  private record Tally(
      long tests,
      long failures,
      long errors,
      long skipped,
      long idle,
      long unlisted,
      boolean flaky) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, false);

    Tally plus(Tally other) {
      return new Tally(
          tests + other.tests,
          failures + other.failures,
          errors + other.errors,
          skipped + other.skipped,
          idle + other.idle,
          unlisted + other.unlisted,
          flaky || other.flaky);
    }
  }

  /// Judges a report by its outermost suite.
  static Verdict verdict(Suite root) {
    JUnitAudit audit = new JUnitAudit(listsNothing(root));
    Tally tally = audit.suite(root, root.attribute("name").isEmpty() ? "" : root.title());
    audit.whole(root, tally);
    return new Verdict(
        tally.tests() + tally.unlisted(),
        tally.failures(),
        tally.errors(),
        List.copyOf(audit.reasons));
  }

  private static boolean listsNothing(Suite suite) {
    return suite.cases.isEmpty() && suite.suites.stream().allMatch(JUnitAudit::listsNothing);
  }

  private void whole(Suite root, Tally tally) {
    if (tally.tests() + tally.unlisted() == 0) {
      reasons.add("it contains no tests");
    } else if (tally.unlisted() > 0) {
      reasons.add("%s of the tests that it reports are not listed".formatted(tally.unlisted()));
    } else if (tally.idle() >= tally.tests()) {
      reasons.add("none of its tests ran; all were skipped");
    }
    if (root.attribute("name").filter("AllTests"::equals).isPresent()
        && root.count("failures").isEmpty()) {
      reasons.add("it is a list of GoogleTest's tests (--gtest_list_tests), which did not run");
    }
  }

  private Tally suite(Suite suite, String place) {
    known(suite, place);
    Tally listed = Tally.NONE;
    for (Suite part : suite.suites) {
      listed = listed.plus(suite(part, join(place, part)));
    }
    for (Case one : suite.cases) {
      listed = listed.plus(single(one, join(place, one)));
    }
    return counted(suite, listed, place);
  }

  /// Compares what a suite counts with what it lists.
  private Tally counted(Suite suite, Tally listed, String place) {
    Optional<Long> tests = suite.count("tests");
    long failures = Math.max(listed.failures(), suite.count("failures").orElse(0L));
    long errors = Math.max(listed.errors(), suite.count("errors").orElse(0L));
    if (failures > listed.failures()) {
      reason(place, "it reports failures: " + failures);
    }
    if (errors > listed.errors()) {
      reason(place, "it reports errors: " + errors);
    }
    if (suite.empty()) {
      return alone(suite, place, tests.orElse(0L), failures, errors);
    }
    long hidden = hidden(suite, listed, place);
    idle(suite, listed.plus(new Tally(hidden, 0, 0, hidden, hidden, 0, false)), place);
    long unlisted = listed.unlisted();
    if (tests.isPresent() && !countsAssertions(suite)) {
      unlisted = unlisted(place, tests.get(), listed, hidden);
    }
    return new Tally(
        listed.tests() + hidden,
        failures,
        errors,
        listed.skipped() + hidden,
        listed.idle() + hidden,
        unlisted,
        listed.flaky());
  }

  /// A suite that lists nothing: it has no tests, or the whole report is a summary.
  private Tally alone(Suite suite, String place, long tests, long failures, long errors) {
    long skipped = JUnitAttributes.isIdle(suite) ? tests : idle(suite);
    if (suite.count("tests").isEmpty()) {
      reason(place, "it contains no tests, and reports none");
    } else if (tests > 0 && summary) {
      if (suite.count("failures").isEmpty() || suite.count("errors").isEmpty()) {
        reason(place, "it lists no tests, and does not report failures and errors");
      }
      return new Tally(tests, failures, errors, skipped, skipped, 0, false);
    }
    return new Tally(0, failures, errors, 0, 0, tests, false);
  }

  /// How many tests a suite counts that did not run, under whatever names.
  private static long idle(Suite suite) {
    return JUnitAttributes.IDLE_COUNTS.stream()
        .mapToLong(name -> suite.count(name).orElse(0L))
        .sum();
  }

  /// Whatever else a suite says of tests that did not run must be what it lists.
  private void idle(Suite suite, Tally listed, String place) {
    if (JUnitAttributes.isIdle(suite) && listed.idle() < listed.tests()) {
      reason(place, "its status says that it did not run, but it lists tests that ran");
    }
    for (String name : JUnitAttributes.IDLE_COUNTS) {
      long count = suite.count(name).orElse(0L);
      if (!SKIPPED.contains(name) && count > listed.idle()) {
        reason(place, "it reports %s: %s, but lists %s".formatted(name, count, listed.idle()));
      }
    }
  }

  /// How many skipped tests a suite counts without listing them, as mocha-junit-reporter does.
  private long hidden(Suite suite, Tally listed, String place) {
    Optional<Long> skipped =
        SKIPPED.stream().map(suite::count).flatMap(Optional::stream).findFirst();
    // Ginkgo counts pending tests as disabled, and lists them as skipped.
    if (skipped.isEmpty() || skipped.get() == listed.skipped() || idle(suite) == listed.skipped()) {
      return 0;
    }
    long hidden = skipped.get() - listed.skipped();
    if (hidden > 0
        && suite.count("tests").filter(tests -> tests == listed.tests() + hidden).isPresent()) {
      return hidden;
    }
    if (!listed.flaky()) {
      reason(
          place,
          "it reports %s skipped tests, but lists %s".formatted(skipped.get(), listed.skipped()));
    }
    return 0;
  }

  /// How many tests are still missing. Surefire counts the last run only of tests that it ran
  /// again, and lists all.
  private long unlisted(String place, long tests, Tally listed, long hidden) {
    long missing = tests - listed.tests() - hidden;
    boolean lost = missing == 0 && hidden == 0 && listed.unlisted() > 0;
    if (lost || (missing < 0 && !listed.flaky())) {
      reason(
          place,
          "it reports %s tests, but lists %s"
              .formatted(tests, listed.tests() + (lost ? listed.unlisted() : 0)));
    }
    return Math.max(0, missing);
  }

  /// Catch2 counts assertions instead of tests. It is known by its host's name, which is "tbd".
  private static boolean countsAssertions(Suite suite) {
    return suite.attribute("hostname").filter("tbd"::equals).isPresent();
  }

  private Tally single(Case one, String place) {
    known(one, place);
    one.failures.forEach(failure -> reason(place, said("it failed", failure.message())));
    one.errors.forEach(error -> reason(place, said("it ended with an error", error.message())));
    if (!one.failed() && !(one.rerunFailures.isEmpty() && one.rerunErrors.isEmpty())) {
      reason(place, "it was rerun and failed again");
    }
    boolean skipped = !one.skips.isEmpty();
    if (skipped
        && one.attribute("result").isEmpty()
        && one.attribute("status").filter("notrun"::equalsIgnoreCase).isPresent()) {
      notSkippedOnPurpose(one, place);
    }
    boolean idle = skipped || JUnitAttributes.isIdle(one);
    return new Tally(
        1,
        one.failures.isEmpty() ? 0 : 1,
        one.errors.isEmpty() ? 0 : 1,
        skipped ? 1 : 0,
        idle ? 1 : 0,
        0,
        one.flaky());
  }

  /// CTest writes tests that it could not start as skipped, too.
  private void notSkippedOnPurpose(Case one, String place) {
    one.skips.stream()
        .map(JUnitXml.Outcome::message)
        .filter(message -> !message.startsWith("SKIP_"))
        .forEach(message -> reason(place, said("it could not be run", message)));
  }

  /// What holds for suites and cases: attributes and elements that are known.
  private void known(Node node, String place) {
    JUnitAttributes.objections(node).forEach(objection -> reason(place, objection));
    node.unknown()
        .forEach(
            element ->
                reason(
                    place,
                    "it contains %s, which is not known to mean success".formatted(element)));
  }

  private static String said(String what, String message) {
    return message.isEmpty() ? what : what + ": " + message;
  }

  private static String join(String place, Node part) {
    return place.isEmpty() ? part.title() : place + ", " + part.title();
  }

  private void reason(String place, String what) {
    List<String> words = new ArrayList<>();
    if (!place.isEmpty()) {
      words.add(place);
    }
    words.add(what);
    reasons.add(String.join(": ", words));
  }
}
