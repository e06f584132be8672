package dev.provision.library.gate;

import dev.provision.library.gate.JUnitGate.Verdict;
import dev.provision.library.gate.JUnitXml.Case;
import dev.provision.library.gate.JUnitXml.Node;
import dev.provision.library.gate.JUnitXml.Suite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for a reason why a report does not show that all tests ran and passed. What is not known
/// to be good is such a reason.
final class JUnitAudit {
  /// Names of attributes for the state of a case.
  private static final List<String> STATES = List.of("status", "result", "outcome", "state");

  private static final Set<String> GOOD =
      Set.of("run", "completed", "passed", "pass", "ok", "success", "successful", "succeeded");

  private static final Set<String> NOT_RUN =
      Set.of("notrun", "disabled", "suppressed", "skipped", "skip", "ignored", "pending", "todo");

  /// Attributes that are a yes or a no, and which of them is good.
  private static final Map<String, Boolean> ANSWERS =
      Map.of("success", true, "passed", true, "executed", true, "failed", false);

  /// Numbers of a suite that may be other than 0: what is looked at elsewhere, and what says
  /// nothing of how tests ended. Any other number may be a count of what did not pass.
  private static final Set<String> KNOWN_NUMBERS =
      Set.of(
          "tests",
          "failures",
          "errors",
          "skipped",
          "skips",
          "disabled",
          "ignored",
          "flakes",
          "assertions",
          "id",
          "name",
          "package",
          "version",
          "time",
          "timestamp",
          "duration",
          "port",
          "line",
          "random_seed",
          "seed",
          "total",
          "passed",
          "successful",
          "success");

  /// Counts of what did not pass that only some tools write, whatever their value is.
  private static final List<String> BAD_COUNTS =
      List.of(
          "failed",
          "failure",
          "error",
          "warnings",
          "aborted",
          "crashed",
          "timeouts",
          "broken",
          "inconclusive",
          "interrupted",
          "unknown");

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
      reasons.add("it holds no test at all");
    } else if (tally.unlisted() > 0) {
      reasons.add("%s of the tests that it counts are not listed".formatted(tally.unlisted()));
    } else if (tally.idle() >= tally.tests()) {
      reasons.add("none of its tests ran: all were skipped");
    }
    if (root.attribute("name").filter("AllTests"::equals).isPresent()
        && root.count("failures").isEmpty()) {
      reasons.add("it is a list of GoogleTest's tests (--gtest_list_tests), which did not run");
    }
  }

  private Tally suite(Suite suite, String place) {
    known(suite, place);
    suite
        .numbers()
        .forEach(
            (name, number) -> {
              if (number > 0 && !KNOWN_NUMBERS.contains(name.toLowerCase(Locale.ROOT))) {
                reason(place, "it counts %s: %s".formatted(name, number));
              }
            });
    BAD_COUNTS.stream()
        .filter(name -> !Set.of("0", "false").contains(suite.attribute(name).orElse("0")))
        .forEach(
            name ->
                reason(
                    place, "it counts %s: %s".formatted(name, suite.attribute(name).orElse(""))));
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
      reason(place, "it counts failures: " + failures);
    }
    if (errors > listed.errors()) {
      reason(place, "it counts errors: " + errors);
    }
    if (suite.empty()) {
      return alone(suite, place, tests.orElse(0L), failures, errors);
    }
    long hidden = hidden(suite, listed, place);
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
    long skipped = suite.count("skipped").or(() -> suite.count("disabled")).orElse(0L);
    if (suite.count("tests").isEmpty()) {
      reason(place, "it holds no test, and does not count any");
    } else if (tests > 0 && summary) {
      if (suite.count("failures").isEmpty() || suite.count("errors").isEmpty()) {
        reason(place, "it lists no test, and does not count failures and errors");
      }
      return new Tally(tests, failures, errors, skipped, skipped, 0, false);
    }
    return new Tally(0, failures, errors, 0, 0, tests, false);
  }

  /// How many skipped tests a suite counts without listing them, as mocha-junit-reporter does.
  private long hidden(Suite suite, Tally listed, String place) {
    Optional<Long> skipped = suite.count("skipped").or(() -> suite.count("skips"));
    if (skipped.isEmpty() || skipped.get() == listed.skipped()) {
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
          "it counts %s skipped tests, and lists %s".formatted(skipped.get(), listed.skipped()));
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
          "it counts %s tests, and lists %s"
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
      reason(place, "it was run again, and failed again");
    }
    boolean skipped = !one.skips.isEmpty();
    if (skipped && one.attribute("result").isEmpty() && state(one, "status").equals("notrun")) {
      notSkippedOnPurpose(one, place);
    }
    boolean idle =
        skipped || STATES.stream().map(name -> state(one, name)).anyMatch(NOT_RUN::contains);
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

  /// What holds for suites and cases: states and elements that are known.
  private void known(Node node, String place) {
    for (String name : STATES) {
      String state = state(node, name);
      if (!state.isEmpty() && !GOOD.contains(state) && !NOT_RUN.contains(state)) {
        reason(place, "its %s is '%s'".formatted(name, node.attribute(name).orElse("")));
      }
    }
    ANSWERS.forEach(
        (name, good) -> {
          String answer = state(node, name);
          if (Set.of("true", "false").contains(answer) && good != Boolean.parseBoolean(answer)) {
            reason(place, "its attribute %s is '%s'".formatted(name, answer));
          }
        });
    node.unknown()
        .forEach(
            element ->
                reason(place, "it holds %s, which is not known to be good".formatted(element)));
  }

  private static String state(Node node, String name) {
    return node.attribute(name).orElse("").toLowerCase(Locale.ROOT);
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
