package dev.provision.testkit.memory;

import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Rules for the scripts of an [InMemoryShell]: the first matching rule applies. A script that
/// matches none succeeds without output, unless [#otherwise] is set.
public final class ScriptRules implements Function<Call, Answer> {
  private final List<Rule> rules;

  private ScriptRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// No rule.
  public static ScriptRules none() {
    return new ScriptRules(List.of());
  }

  /// These rules, and one more.
  public ScriptRules when(Predicate<Call> fits, Function<Call, Answer> does) {
    List<Rule> all = new ArrayList<>(rules);
    all.add(new Rule(fits, does));
    return new ScriptRules(all);
  }

  /// These rules, and one for scripts at this path on a node.
  public ScriptRules target(String path, Answer answer) {
    return when(call -> call.target().equals(path), _ -> answer);
  }

  /// These rules, and one for scripts that contain this string.
  public ScriptRules text(String part, Answer answer) {
    return when(call -> call.text().contains(part), _ -> answer);
  }

  /// These rules, and one for all scripts on this host, as the endpoint calls it.
  public ScriptRules host(String host, Answer answer) {
    return when(call -> call.host().equals(host), _ -> answer);
  }

  /// These rules, and what all other scripts do.
  public ScriptRules otherwise(Function<Call, Answer> does) {
    return when(_ -> true, does);
  }

  @Override
  public Answer apply(Call call) {
    for (Rule rule : rules) {
      if (rule.fits.test(call)) {
        return rule.does.apply(call);
      }
    }
    return Answer.ok();
  }

  private record Rule(Predicate<Call> fits, Function<Call, Answer> does) {}
}
