package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.library.text.JsonText;
import dev.provision.library.validation.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was checked and found in order.
public record ValidationView(Validation validation) {
  /// The answer in this format, with its line feed.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE, PLAIN -> text() + "\n";
      case JSON -> JsonText.write(json()) + "\n";
    };
  }

  private String text() {
    List<String> directories = validation.directories();
    String what =
        directories.isEmpty()
            ? "the built-in configuration"
            : VisibleText.line(String.join(", ", directories));
    return "%s %s valid: %s, %s, %s"
        .formatted(
            what,
            directories.size() > 1 ? "are" : "is",
            count(directories, "director", "y", "ies"),
            count(validation.bundles(), "bundle", "", "s"),
            count(validation.accounts(), "account", "", "s"));
  }

  private static String count(List<String> things, String word, String one, String several) {
    return things.size() + " " + word + (things.size() == 1 ? one : several);
  }

  private Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("valid", true);
    fields.put("directories", validation.directories());
    fields.put("bundles", validation.bundles());
    fields.put("accounts", validation.accounts());
    fields.put("warnings", validation.warnings());
    return fields;
  }
}
