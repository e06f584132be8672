package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.ForeignFile;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.ports.cloud.CloudException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of Amazon's, read line by line as Python's `configparser` does, by which Amazon's own
/// tools read it: keys in any case, `=` or `:` behind them, a line that is indented deeper than its
/// key goes on with the value, and nothing may be there twice.
final class AwsFile {
  private final Path file;
  private final GivenOptions options;
  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private @Nullable Map<String, String> section;
  private @Nullable String key;
  private int indent;
  private int number;

  private AwsFile(Path file, GivenOptions options) {
    this.file = file;
    this.options = options;
  }

  /// The sections in their order, by what is in their brackets; none if there is no such file.
  static Map<String, Map<String, String>> sections(Path file, GivenOptions options) {
    AwsFile read = new AwsFile(file, options);
    if (Files.exists(file)) {
      new ForeignFile(options).read(file).lines().forEach(read::line);
    }
    return read.sections;
  }

  private void line(String line) {
    number++;
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
      return;
    }
    int depth = line.length() - line.stripLeading().length();
    if (section != null && key != null && depth > indent) {
      section.merge(key, text, (before, more) -> before + "\n" + more);
      return;
    }
    indent = depth;
    int end = text.lastIndexOf(']');
    if (text.startsWith("[") && end > 1) {
      begin(text.substring(1, end));
    } else {
      put(text);
    }
  }

  private void begin(String name) {
    if (name.equals("DEFAULT")) {
      throw wrong("[DEFAULT], whose keys apply to all sections, is not supported");
    }
    section = new LinkedHashMap<>();
    key = null;
    if (sections.putIfAbsent(name, section) != null) {
      throw wrong("the section [" + name + "] appears twice");
    }
  }

  private void put(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ':') {
      at++;
    }
    if (section == null || at == 0 || at == text.length()) {
      throw options.invalid(
          "%s:%s is neither a section, such as [default], nor KEY = VALUE"
              .formatted(file, Integer.toString(number)));
    }
    key = text.substring(0, at).strip().toLowerCase(Locale.ROOT);
    if (section.putIfAbsent(key, text.substring(at + 1).strip()) != null) {
      throw wrong("the key " + key + " appears twice in its section");
    }
  }

  private CloudException wrong(String what) {
    return options.invalid("%s:%s: %s".formatted(file, Integer.toString(number), what));
  }
}
