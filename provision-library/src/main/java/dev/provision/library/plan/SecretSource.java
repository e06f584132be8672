package dev.provision.library.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.domain.plan.MadeContent;
import dev.provision.domain.plan.MadeContent.Recipe;
import dev.provision.domain.plan.SourceFiles;
import dev.provision.domain.variable.SecretReference;
import dev.provision.domain.variable.VariableValue;
import dev.provision.domain.variable.VariableValue.Hidden;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.configuration.secret.SecretReferences;
import dev.provision.ports.Content;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the secrets of a saved plan come from. Tested by `SavedPlanTest` and
/// `SavedPlanCommandsTest`.
sealed interface SecretSource {
  /// A path of this machine.
  String path(String written);

  /// What a text with references stands for.
  Hidden reference(String text);

  /// A variable that was given when the plan was saved.
  Hidden variable(String name);

  /// A content that is not in the plan.
  Made made(Recipe recipe, String source);

  /// A content.
  ///
  /// @param secrets the secrets in it
  record Made(Content content, long size, List<Hidden> secrets) {}

  /// Those of these values that are secret.
  static List<Hidden> hidden(Map<String, VariableValue> values) {
    return values.values().stream()
        .filter(Hidden.class::isInstance)
        .map(Hidden.class::cast)
        .toList();
  }

  /// None: for plans that are shown.
  record Nowhere() implements SecretSource {
    @Override
    public String path(String written) {
      return written;
    }

    @Override
    public Hidden reference(String text) {
      return new Hidden(unknown(text), Optional.of(new SecretReference.Text(text)));
    }

    @Override
    public Hidden variable(String name) {
      return new Hidden(unknown(name), Optional.of(new SecretReference.Variable(name)));
    }

    private static Secret unknown(String what) {
      return Secret.of(
          () -> {
            throw new IllegalStateException("%s is not looked up to show a plan".formatted(what));
          });
    }

    @Override
    public Made made(Recipe recipe, String source) {
      Content nothing = Content.of(new byte[0]);
      return new Made(new MadeContent(nothing, recipe), 0, hidden(recipe.variables()));
    }
  }

  /// This machine: for plans that are carried out. Everything that is missing is collected.
  final class Machine implements SecretSource {
    private final Environment environment;
    private final SecretReferences references;
    private final String origin;
    private final Map<String, Variable> given = new LinkedHashMap<>();
    private final Map<String, Hidden> known = new HashMap<>();
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();

    /// @param origin the saved plan, for messages
    /// @param given variables of the command line
    Machine(Environment environment, String origin, Collection<Variable> given) {
      this.environment = environment;
      this.references = new SecretReferences(environment);
      this.origin = origin;
      given.forEach(variable -> this.given.put(variable.name(), variable));
    }

    /// @throws ProblemsException with all that is missing, and all that nobody needs
    void check() {
      for (String name : given.keySet()) {
        if (!used.contains(name)) {
          problems.add(
              Problem.of("-t %s: the plan %s needs no value for it".formatted(name, origin))
                  .next("omit it, or save the plan again with another value"));
        }
      }
      if (!problems.isEmpty()) {
        throw new ProblemsException(new ArrayList<>(problems));
      }
    }

    @Override
    public String path(String written) {
      return environment.resolve(written, environment.workingDirectory()).toString();
    }

    @Override
    public Hidden reference(String text) {
      return known.computeIfAbsent(
          text,
          _ ->
              fetched(
                  new Hidden(
                      references.secret(text, "needs", origin),
                      Optional.of(new SecretReference.Text(text)))));
    }

    private Hidden fetched(Hidden hidden) {
      try {
        hidden.reveal();
        return hidden;
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
        return new Hidden(Secret.of(""), hidden.reference());
      }
    }

    @Override
    public Hidden variable(String name) {
      used.add(name);
      Variable variable = given.get(name);
      if (variable == null) {
        problems.add(
            Problem.at(origin, "the plan needs the value of the variable '%s'".formatted(name))
                .next("add -t %s=@FILE, or -t %s=-".formatted(name, name)));
      }
      String value = variable == null ? "" : variable.value().reveal();
      return new Hidden(Secret.of(value), Optional.of(new SecretReference.Variable(name)));
    }

    @Override
    public Made made(Recipe recipe, String source) {
      List<Hidden> hidden = hidden(recipe.variables());
      Content nothing = Content.of(new byte[0]);
      if (hidden.stream().anyMatch(secret -> secret.reveal().isEmpty())) {
        return new Made(nothing, 0, hidden); // a problem already
      }
      try {
        MadeContent made = recipe.made(sources(), source);
        return new Made(made, made.size(), hidden);
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      } catch (IOException e) {
        problems.add(Problem.at(source, String.valueOf(e.getMessage())));
      }
      return new Made(nothing, 0, hidden);
    }

    private SourceFiles sources() {
      return new SavedSources(this, new FileSources());
    }
  }
}
