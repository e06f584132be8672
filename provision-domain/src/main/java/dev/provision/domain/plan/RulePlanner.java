package dev.provision.domain.plan;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.bundle.MergedBundles.Part;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import java.util.List;

/// Finds out which changes a rule is about. Tested by `OrderedStepsTest`.
///
/// @param problems where what is wrong goes
record RulePlanner(List<Problem> problems) {
  /// A rule with the targets whose change counts.
  ///
  /// @param part what has the rule
  /// @param before what comes before it
  RunRule of(Part part, RunRule rule, List<Part> before) {
    if (!(rule instanceof RunRule.IfChanged(List<String> named))) {
      return rule;
    }
    if (!named.isEmpty()) {
      named.forEach(target -> checkNamed(part, target, before));
      return new RunRule.IfChanged(named.stream().map(MergedBundles::place).toList());
    }
    List<String> own =
        before.stream()
            .filter(other -> other.bundle().equals(part.bundle()))
            .map(Part::entry)
            .filter(RulePlanner::canChange)
            .map(entry -> MergedBundles.place(entry.target()))
            .distinct()
            .toList();
    if (own.isEmpty()) {
      throw new ProblemsException(
          problem(
                  part,
                  "%s if something has changed, but nothing in bundle '%s' comes before it that can change"
                      .formatted(does(part), part.bundle()))
              .next("put files before it, or name targets: run: {if-changed: [/etc/…]}"));
    }
    return new RunRule.IfChanged(own);
  }

  private void checkNamed(Part part, String target, List<Part> before) {
    List<String> targets =
        before.stream()
            .map(Part::entry)
            .filter(RulePlanner::canChange)
            .map(BundleEntry::target)
            .toList();
    if (targets.stream().map(MergedBundles::place).noneMatch(MergedBundles.place(target)::equals)) {
      problems.add(
          problem(
                  part,
                  "%s if %s has changed, but nothing before it puts that"
                      .formatted(does(part), target))
              .next(NearNames.advice(target, targets)));
    }
  }

  private static Problem problem(Part part, String what) {
    return part.entry() instanceof RebootEntry
        ? Problem.of("bundle '" + part.bundle() + "': " + what)
        : Problem.at(part.entry().source(), what);
  }

  private static String does(Part part) {
    return part.entry() instanceof RebootEntry ? "it restarts the node" : "it runs";
  }

  /// A script that always runs is no change, and neither is a restart.
  private static boolean canChange(BundleEntry entry) {
    return !(entry instanceof RebootEntry)
        && !(entry instanceof ScriptEntry script && script.run() instanceof RunRule.Always);
  }
}
