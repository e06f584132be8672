package dev.provision.library.configuration.yaml;

import dev.provision.domain.Problem;
import dev.provision.domain.bundle.Bundle;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ConfigurationDraft.Given;
import dev.provision.library.configuration.draft.ConfigurationDraft.NamedAccount;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.key.KeyText;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TextFile;
import dev.provision.library.configuration.machine.UnusablePath;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/// A `provision.yaml`: what each key does to the configuration in the making.
///
/// A text replaces what earlier directories said, and so does a list, unless it is `{add: […]}`;
/// mappings are merged by name. A written `null` takes away what earlier directories said.
public final class ProvisionYaml {
  public static final String FILE_NAME = "provision.yaml";
  static final String BUNDLES = "bundles";
  static final String PROVIDERS = "providers";
  static final String PUBLIC_KEYS = "public-keys";

  /// Keys of the user's own, which hold anchors that others use.
  private static final String IGNORED_PREFIX = "x-";

  private final Environment environment;
  private final Path directory;
  private final ConfigurationDraft draft;
  private final YamlReader reader;
  private final Consumer<Problem> problems;
  private final Consumer<String> warnings;

  /// @param directory the configuration directory
  public ProvisionYaml(
      Environment environment,
      Path directory,
      ConfigurationDraft draft,
      Consumer<Problem> problems,
      Consumer<String> warnings) {
    this.environment = environment;
    this.directory = directory;
    this.draft = draft;
    this.problems = problems;
    this.warnings = warnings;
    this.reader = new YamlReader(environment.shown(directory.resolve(FILE_NAME)), problems);
  }

  /// All keys, in the order of the reference.
  public static Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (TextSetting setting : TextSetting.values()) {
      keys.add(setting.key());
    }
    for (ListSetting setting : ListSetting.values()) {
      keys.add(setting.key());
    }
    for (MapSetting setting : MapSetting.values()) {
      keys.add(setting.key());
    }
    keys.addAll(List.of(PUBLIC_KEYS, BUNDLES, PROVIDERS));
    return keys;
  }

  /// Reads the file and does what it says.
  ///
  /// @return whether there was something to do
  public boolean read() {
    Path file = directory.resolve(FILE_NAME);
    String text;
    try {
      text = TextFile.read(file);
    } catch (IOException e) {
      problems.accept(Problem.at(environment.shown(file), String.valueOf(e.getMessage())));
      return false;
    }
    return apply(text);
  }

  /// Does what a text says, as if the file held it.
  ///
  /// @return whether there was something to do
  public boolean apply(String text) {
    Optional<Node> root = reader.parse(text);
    if (root.isEmpty()) {
      return false;
    }
    List<Entry> entries =
        new ArrayList<>(reader.entries(root.get(), FILE_NAME, keys(), IGNORED_PREFIX));
    // Bundles want to know the target directory, wherever in the file it is.
    entries.sort(
        Comparator.comparing(entry -> !entry.key().equals(TextSetting.TARGET_DIRECTORY.key())));
    entries.forEach(this::apply);
    return true;
  }

  private void apply(Entry entry) {
    try {
      applyKey(entry);
    } catch (InvalidPathException e) {
      problems.accept(UnusablePath.at(reader.where(entry.keyNode()), e));
    }
  }

  private void applyKey(Entry entry) {
    switch (entry.key()) {
      case BUNDLES -> named(entry, draft.bundles, this::bundle);
      case PROVIDERS -> named(entry, draft.accounts, this::account);
      case PUBLIC_KEYS -> publicKeys(entry);
      default -> applySetting(entry);
    }
  }

  private void applySetting(Entry entry) {
    for (TextSetting setting : TextSetting.values()) {
      if (setting.key().equals(entry.key())) {
        text(setting, entry);
      }
    }
    for (ListSetting setting : ListSetting.values()) {
      if (setting.key().equals(entry.key())) {
        list(setting, entry);
      }
    }
    for (MapSetting setting : MapSetting.values()) {
      if (setting.key().equals(entry.key())) {
        named(entry, draft.map(setting), (item, map) -> mapItem(setting, item, map));
      }
    }
  }

  private void text(TextSetting setting, Entry entry) {
    if (YamlReader.isWrittenNull(entry.value())) {
      draft.unset(setting);
      return;
    }
    new YamlTexts(environment, directory, reader)
        .read(setting, entry.value())
        .ifPresent(
            text -> {
              Given<String> given = new Given<>(text, reader.where(entry.value()));
              Given<String> earlier = draft.texts.put(setting, given);
              if (earlier != null && !earlier.builtIn() && !earlier.value().equals(text)) {
                replaced(entry, "'" + entry.key() + "'", earlier.origin());
              }
            });
  }

  private void replaced(Entry entry, String what, String earlier) {
    warnings.accept(
        "%s: %s replaces the value from %s"
            .formatted(reader.where(entry.keyNode()), what, earlier));
  }

  private void list(ListSetting setting, Entry entry) {
    ListChange change = ListChange.read(reader, entry, ListChange.Kind.REPLACE);
    if (change == null) {
      return;
    }
    Given<List<String>> earlier = new Given<>(draft.list(setting), draft.origin(setting));
    List<String> values = new ArrayList<>();
    if (change.kind() == ListChange.Kind.ADD) {
      values.addAll(earlier.value());
    } else if (!earlier.builtIn()
        && !earlier.value().isEmpty()
        && !earlier.value().equals(change.texts())) {
      replaced(entry, "'" + entry.key() + "'", earlier.origin());
    }
    values.addAll(change.texts());
    draft.lists.put(setting, new Given<>(List.copyOf(values), reader.where(entry.value())));
  }

  private void publicKeys(Entry entry) {
    ListChange change = ListChange.read(reader, entry, ListChange.Kind.ADD);
    if (change == null) {
      return;
    }
    if (change.kind() == ListChange.Kind.REPLACE) {
      draft.keys.clear();
    }
    change
        .values()
        .forEach(value -> draft.keys.addAll(KeyText.parse(value.text(), value.where(), problems)));
  }

  /// Applies each entry of a mapping; one that is `null` is taken out of what there is so far.
  private <T> void named(
      Entry entry, Map<String, T> soFar, BiConsumer<Entry, Map<String, T>> apply) {
    for (Entry item : reader.entries(entry.value(), entry.key())) {
      if (YamlReader.isWrittenNull(item.value())) {
        soFar.remove(item.key());
      } else {
        apply.accept(item, soFar);
      }
    }
  }

  private void mapItem(MapSetting setting, Entry item, Map<String, Given<String>> soFar) {
    String what = setting.key() + ": '" + item.key() + "'";
    Optional<String> text =
        switch (setting) {
          case IMAGE_NAMES -> reader.text(item.value(), what);
          case VARIABLES ->
              new YamlTexts(environment, directory, reader).referenceOrNothing(item.value(), what);
        };
    text.ifPresent(
        value -> {
          Given<String> earlier =
              soFar.put(item.key(), new Given<>(value, reader.where(item.value())));
          if (earlier != null && !earlier.builtIn() && !earlier.value().equals(value)) {
            replaced(item, what, earlier.origin());
          }
        });
  }

  private void bundle(Entry item, Map<String, Bundle> soFar) {
    Bundle bundle =
        new BundleYaml(reader, environment, directory, draft.required(TextSetting.TARGET_DIRECTORY))
            .read(item);
    Bundle earlier = soFar.put(item.key(), bundle);
    if (earlier != null && !earlier.saysTheSameAs(bundle)) {
      warnings.accept(
          "%s: bundle '%s' replaces the one from %s"
              .formatted(bundle.origin(), item.key(), earlier.origin()));
    }
  }

  private void account(Entry item, Map<String, NamedAccount> soFar) {
    new AccountYaml(reader, environment, directory)
        .read(item)
        .ifPresent(
            account -> {
              NamedAccount earlier = soFar.put(item.key(), account);
              if (earlier != null && !earlier.saysTheSameAs(account)) {
                replaced(item, "provider '" + item.key() + "'", earlier.origin());
              }
            });
  }
}
