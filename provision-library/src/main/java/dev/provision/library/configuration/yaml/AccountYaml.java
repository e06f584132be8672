package dev.provision.library.configuration.yaml;

import dev.provision.library.configuration.draft.AccountKeys;
import dev.provision.library.configuration.draft.ConfigurationDraft.NamedAccount;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a named account of `providers:`.
///
/// Which options there are only the provider knows; it is asked when the account is opened. Here
/// they become texts: lists are joined by line feeds, `options: {a: b}` and `properties: {a: b}`
/// are the option `a`.
public final class AccountYaml {
  public static final String OPTIONS = "options";
  public static final String PROPERTIES = "properties";

  private final YamlReader reader;
  private final Environment environment;
  private final Path directory;
  private final YamlTexts texts;

  AccountYaml(YamlReader reader, Environment environment, Path directory) {
    this.reader = reader;
    this.environment = environment;
    this.directory = directory;
    this.texts = new YamlTexts(environment, directory, reader);
  }

  /// The account; empty if it has no type, which has been noted.
  Optional<NamedAccount> read(Entry item) {
    String what = "provider '" + item.key() + "'";
    Optional<String> type = Optional.empty();
    Optional<String> userid = Optional.empty();
    Optional<String> secretKey = Optional.empty();
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    List<Entry> entries = reader.entries(item.value(), what);
    for (Entry entry : entries) {
      String key = what + ": " + entry.key();
      if (entry.key().equals(AccountKeys.USERID) || entry.key().equals(AccountKeys.SECRET_KEY)) {
        places.put(entry.key(), reader.where(entry.keyNode()));
      }
      switch (entry.key()) {
        case AccountKeys.TYPE ->
            type = reader.text(entry.value(), key).filter(text -> !text.isBlank());
        case AccountKeys.USERID -> userid = texts.reference(entry.value(), key);
        case AccountKeys.SECRET_KEY -> secretKey = texts.reference(entry.value(), key);
        case OPTIONS, PROPERTIES -> {
          for (Entry more : reader.entries(entry.value(), key)) {
            put(more, key + ": " + more.key(), options, places);
          }
        }
        default -> put(entry, key, options, places);
      }
    }
    if (type.isEmpty()) {
      if (item.value() instanceof MappingNode) {
        reader.problem(
            item.keyNode(),
            what + " has no 'type'",
            "set it to one that 'provision providers' lists");
      }
      return Optional.empty();
    }
    return Optional.of(
        new NamedAccount(
            type.get(),
            userid,
            secretKey,
            options,
            places,
            directory.toString(),
            reader.where(item.keyNode())));
  }

  private void put(
      Entry entry, String what, Map<String, String> options, Map<String, String> places) {
    if (places.putIfAbsent(entry.key(), reader.where(entry.keyNode())) != null) {
      reader.problem(entry.keyNode(), what + " appears twice", "keep one of them");
    }
    option(entry.value(), what).ifPresent(value -> options.put(entry.key(), value));
  }

  private Optional<String> option(Node node, String what) {
    if (node instanceof SequenceNode list) {
      return Optional.of(
          list.getValue().stream()
              .flatMap(item -> single(item, what).stream())
              .collect(Collectors.joining("\n")));
    }
    return single(node, what);
  }

  private Optional<String> single(Node node, String what) {
    return texts.reference(node, what).map(this::withoutDots);
  }

  /// A path that says so by its first characters starts at the configuration directory.
  private String withoutDots(String value) {
    boolean path = value.startsWith("./") || value.startsWith("../") || value.startsWith("~/");
    return path ? environment.resolve(value, directory).normalize().toString() : value;
  }

  /// Whether an option's name says that its value should not be seen.
  public static boolean namesSecret(String option) {
    return option.matches("(?i).*(password|passphrase|secret|token).*");
  }
}
