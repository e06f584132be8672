package dev.provision.library.configuration.yaml;

import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.key.KeyText;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.machine.TextFile;
import dev.provision.library.configuration.secret.ReferenceText;
import dev.provision.library.configuration.secret.SecretReferences;
import dev.provision.library.configuration.yaml.YamlReader.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the settings of `provision.yaml` that are one text.
///
/// Tested by `ProvisionYamlProblemsTest` and `ProvisionYamlTest`.
final class YamlTexts {
  private final Environment environment;
  private final Path directory;
  private final YamlReader reader;

  YamlTexts(Environment environment, Path directory, YamlReader reader) {
    this.environment = environment;
    this.directory = directory;
    this.reader = reader;
  }

  /// The text of a setting; empty if it is not in order, which has been noted.
  Optional<String> read(TextSetting setting, Node node) {
    String key = setting.key();
    return switch (setting) {
      case PROVIDER, IMAGE -> notEmpty(reader.text(node, key), node, key);
      case NAME_PREFIX -> reader.text(node, key);
      case LOCATION, SIZE, METADATA_CONTAINER -> notEmpty(reader.scalar(node, key), node, key);
      case USERID, SECRET_KEY -> reference(node, key);
      case TARGET_DIRECTORY -> reader.text(node, key).filter(path -> isAbsolute(path, node, key));
      case SSH_KEY_PATH, SIGNED_PLANS ->
          notEmpty(reader.text(node, key), node, key)
              .map(path -> environment.resolve(path, directory).toString());
      case SSH_CONFIG ->
          notEmpty(reader.text(node, key), node, key)
              .map(path -> environment.resolveUnlessNone(path, directory));
      case DEFAULT_PUBLIC_KEY -> textOrFile(node, key).filter(text -> isKeys(text, node));
      case MAX_OUTPUT, MAX_NODES, TTL ->
          reader.scalar(node, key).filter(text -> isValue(setting, text, node));
      case USER_DATA -> textOrFile(node, key);
    };
  }

  /// A text that may hold references to secrets; paths in them are made absolute.
  Optional<String> reference(Node node, String what) {
    return reference(notEmpty(reader.scalar(node, what), node, what), node, what);
  }

  /// The same; it may be empty.
  Optional<String> referenceOrNothing(Node node, String what) {
    return reference(reader.scalar(node, what), node, what);
  }

  /// What a text that may hold references stands for; it may be empty.
  Optional<VariableValue> value(Node node, String what) {
    return referenceOrNothing(node, what)
        .map(text -> new SecretReferences(environment).value(text, what, reader.where(node)));
  }

  private Optional<String> reference(Optional<String> text, Node node, String what) {
    try {
      return text.map(
          written ->
              ReferenceText.parse(written)
                  .written(path -> environment.resolve(path, directory).toString()));
    } catch (IllegalArgumentException e) {
      reader.problem(node, what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> notEmpty(Optional<String> text, Node node, String what) {
    if (text.isPresent() && text.get().isBlank()) {
      reader.problem(node, what + ": expected a string, found an empty one", "omit the key");
      return Optional.empty();
    }
    return text;
  }

  private boolean isAbsolute(String path, Node node, String what) {
    if (path.startsWith("/")) {
      return true;
    }
    reader.problem(
        node,
        "%s: '%s' is not an absolute path on the node".formatted(what, path),
        "start it with /, such as /root/deploy");
    return false;
  }

  private boolean isValue(TextSetting setting, String text, Node node) {
    Optional<String> refusal = setting.refusal(text);
    refusal.ifPresent(why -> reader.problem(node, setting.key() + ": " + why));
    return refusal.isEmpty();
  }

  private boolean isKeys(String text, Node node) {
    List<String> wrong = new ArrayList<>();
    KeyText.parse(text, reader.where(node), problem -> wrong.add(problem.what()));
    wrong.forEach(what -> reader.problem(node, what));
    return wrong.isEmpty();
  }

  /// A text, or `{file: PATH}` for that of a file.
  private Optional<String> textOrFile(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      return reader.text(node, what);
    }
    List<Entry> entries = reader.entries(node, what, List.of("file"));
    if (entries.isEmpty()) {
      if (mapping.getValue().isEmpty()) {
        reader.problem(node, what + ": expected a string or {file: PATH}");
      }
      return Optional.empty();
    }
    Node pathNode = entries.getFirst().value();
    return reader.text(pathNode, what + ": file").flatMap(path -> content(path, pathNode, what));
  }

  private Optional<String> content(String path, Node node, String what) {
    try {
      return Optional.of(TextFile.read(environment.resolve(path, directory)));
    } catch (IOException e) {
      reader.problem(node, "%s: file '%s' %s".formatted(what, path, e.getMessage()));
      return Optional.empty();
    }
  }
}
