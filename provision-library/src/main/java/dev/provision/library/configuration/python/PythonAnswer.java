package dev.provision.library.configuration.python;

import dev.provision.domain.Problem;
import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.draft.AccountKeys;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ConfigurationDraft.Given;
import dev.provision.library.configuration.draft.ConfigurationDraft.NamedAccount;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.key.KeyText;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.UnusablePath;
import dev.provision.library.configuration.secret.ReferenceText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Brings into the draft what `__init__.py` made of the configuration.
///
/// Tested by `PythonVariablesTest`, `PythonProblemsTest` and `ConfigurationConverterTest`.
final class PythonAnswer {
  private final Environment environment;
  private final ConfigurationDraft draft;
  private final Consumer<Problem> problems;
  private final Consumer<String> warnings;
  private final String shown;
  private final String directory;

  PythonAnswer(
      Environment environment,
      ConfigurationDraft draft,
      Consumer<Problem> problems,
      Consumer<String> warnings,
      Path file) {
    this.environment = environment;
    this.draft = draft;
    this.problems = problems;
    this.warnings = warnings;
    this.shown = environment.shown(file);
    this.directory = file.toAbsolutePath().resolveSibling("").toString();
  }

  PythonOutcome apply(JsonNode answer) {
    if (answer.has("failure")) {
      problems.accept(failure(answer.path("failure")).problem());
      return PythonOutcome.NONE;
    }
    for (JsonNode warning : answer.path("warnings")) {
      warnings.accept(
          PythonPlace.of(environment, warning.path("place"))
              + ": "
              + warning.path("text").asString());
    }
    for (JsonNode problem : answer.path("problems")) {
      problems.accept(
          Problem.at(
              PythonPlace.of(environment, problem.path("place")),
              "config.%s: expected %s"
                  .formatted(
                      problem.path("variable").asString(), problem.path("expected").asString())));
    }
    if (answer.path("problems").isEmpty()) {
      try {
        values(answer);
      } catch (InvalidPathException e) {
        problems.accept(UnusablePath.at(shown, e));
      }
    }
    Set<String> assigned = new HashSet<>();
    answer.path("assigned").forEach(name -> assigned.add(name.asString()));
    return new PythonOutcome(assigned);
  }

  private void values(JsonNode answer) {
    for (TextSetting setting : TextSetting.values()) {
      text(setting, answer.path("texts").path(setting.variable()));
    }
    for (ListSetting setting : ListSetting.values()) {
      list(setting, answer.path("lists").path(setting.variable()));
    }
    for (MapSetting setting : MapSetting.values()) {
      map(setting, answer.path("maps").path(setting.variable()));
    }
    answer
        .path("directories")
        .forEachEntry((name, value) -> draft.directories.put(name, value.asString()));
    keys(answer.path("keys"));
    accounts(answer.path("providers"));
    Map<String, Bundle> later =
        new PythonBundles(
                environment,
                problems,
                Path.of(directory),
                shown,
                draft.required(TextSetting.TARGET_DIRECTORY))
            .read(answer.path("bundles"), draft.bundles);
    draft.bundles.clear();
    draft.bundles.putAll(later);
    draft.pythonVariables.clear();
    answer.path("extras").forEachEntry(draft.pythonVariables::put);
  }

  private void text(TextSetting setting, JsonNode value) {
    Optional<String> earlier =
        draft.text(setting).map(text -> PythonRequest.visible(setting, text));
    if (value.isNull() || (value.asString().isEmpty() && setting != TextSetting.NAME_PREFIX)) {
      if (earlier.isPresent()) {
        draft.unset(setting);
      }
      return;
    }
    String text = value.asString();
    if (earlier.isPresent() && earlier.get().equals(text)) {
      return;
    }
    if (setting == TextSetting.DEFAULT_PUBLIC_KEY && !isKeys(text)) {
      return;
    }
    Optional<String> refusal = setting.refusal(text);
    if (refusal.isPresent()) {
      problems.accept(Problem.at(shown, "config." + setting.variable() + ": " + refusal.get()));
      return;
    }
    String kept =
        switch (setting) {
          case USERID, SECRET_KEY -> ReferenceText.escape(text);
          case SSH_KEY_PATH, SIGNED_PLANS ->
              environment.resolve(text, environment.workingDirectory()).toString();
          case SSH_CONFIG -> environment.resolveUnlessNone(text, environment.workingDirectory());
          case PROVIDER,
              IMAGE,
              LOCATION,
              SIZE,
              NAME_PREFIX,
              TARGET_DIRECTORY,
              DEFAULT_PUBLIC_KEY,
              MAX_OUTPUT,
              MAX_NODES,
              TTL,
              USER_DATA,
              METADATA_CONTAINER ->
              text;
        };
    draft.texts.put(setting, new Given<>(kept, shown));
  }

  private boolean isKeys(String text) {
    List<Problem> wrong = new ArrayList<>();
    KeyText.parse(text, shown, wrong::add);
    wrong.forEach(
        problem -> problems.accept(Problem.at(shown, "config.DEFAULT_PUBKEY: " + problem.what())));
    return wrong.isEmpty();
  }

  private void list(ListSetting setting, JsonNode value) {
    List<String> texts = new ArrayList<>();
    value.forEach(item -> texts.add(item.asString()));
    if (!texts.equals(draft.list(setting))) {
      draft.lists.put(setting, new Given<>(List.copyOf(texts), shown));
    }
  }

  private void map(MapSetting setting, JsonNode value) {
    Map<String, Given<String>> earlier = draft.map(setting);
    Map<String, Given<String>> later = new LinkedHashMap<>();
    for (JsonNode pair : value) {
      String name = pair.path(0).asString();
      String text = pair.path(1).asString();
      Given<String> old = earlier.get(name);
      if (old != null && PythonRequest.visible(setting, old.value()).equals(text)) {
        later.put(name, old);
        continue;
      }
      String kept = setting == MapSetting.VARIABLES ? ReferenceText.escape(text) : text;
      later.put(name, new Given<>(kept, shown));
      if (old != null && !old.builtIn()) {
        warnings.accept(
            "%s: config.%s: '%s' replaces the value from %s"
                .formatted(shown, setting.variable(), name, old.origin()));
      }
    }
    draft.maps.put(setting, later);
  }

  private void keys(JsonNode value) {
    Map<String, PublicKey> earlier =
        draft.keys.stream()
            .collect(Collectors.toMap(PublicKey::line, Function.identity(), (a, _) -> a));
    List<PublicKey> later = new ArrayList<>();
    for (JsonNode text : value) {
      PublicKey known = earlier.get(text.asString().strip());
      if (known != null) {
        later.add(known);
      } else {
        List<Problem> wrong = new ArrayList<>();
        later.addAll(KeyText.parse(text.asString(), shown, wrong::add));
        wrong.forEach(
            problem -> problems.accept(Problem.at(shown, "config.PUBKEYS: " + problem.what())));
      }
    }
    draft.keys.clear();
    draft.keys.addAll(later);
  }

  private void accounts(JsonNode value) {
    Map<String, NamedAccount> later = new LinkedHashMap<>();
    for (JsonNode pair : value) {
      String name = pair.path(0).asString();
      NamedAccount earlier = draft.accounts.get(name);
      JsonNode told = pair.path(1);
      if (told.isArray()) {
        account(name, told).ifPresent(account -> later.put(name, account));
      } else if (earlier != null && earlier.type().equals(told.asString())) {
        later.put(name, earlier);
      } else if (!told.asString().equals(name)) {
        later.put(
            name,
            new NamedAccount(
                told.asString(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                directory,
                shown));
      }
    }
    draft.accounts.clear();
    draft.accounts.putAll(later);
  }

  private Optional<NamedAccount> account(String name, JsonNode pairs) {
    Map<String, String> options = new LinkedHashMap<>();
    for (JsonNode pair : pairs) {
      List<String> texts = new ArrayList<>();
      if (pair.path(1).isArray()) {
        pair.path(1).forEach(item -> texts.add(item.asString()));
      } else {
        texts.add(pair.path(1).asString());
      }
      options.put(pair.path(0).asString(), ReferenceText.escape(String.join("\n", texts)));
    }
    String type = options.remove(AccountKeys.TYPE);
    if (type == null) {
      problems.accept(Problem.at(shown, "config.PROVIDERS: '" + name + "' has no 'type'"));
      return Optional.empty();
    }
    Optional<String> userid = Optional.ofNullable(options.remove(AccountKeys.USERID));
    Optional<String> secretKey = Optional.ofNullable(options.remove(AccountKeys.SECRET_KEY));
    return Optional.of(
        new NamedAccount(type, userid, secretKey, options, Map.of(), directory, shown));
  }

  private PythonFailure failure(JsonNode node) {
    List<PythonFailure.Frame> frames = new ArrayList<>();
    for (JsonNode frame : node.path("frames")) {
      frames.add(
          new PythonFailure.Frame(
              PythonPlace.of(environment, frame),
              frame.path(2).asString(),
              frame.path(3).asString()));
    }
    return new PythonFailure(
        node.path("type").asString(),
        node.path("message").asString(),
        PythonPlace.of(environment, node.path("place")),
        node.path("source").asString(""),
        node.path("module").asString(""),
        frames);
  }
}
