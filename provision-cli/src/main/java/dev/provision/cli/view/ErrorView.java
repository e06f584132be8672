package dev.provision.cli.view;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.ReportedErrors.Reported;
import dev.provision.library.text.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A failed call in JSON, for which there is no other result.
///
/// @param status what the program ends with
/// @param errors what the user was told
public record ErrorView(CommandStatus status, List<Reported> errors) {
  /// Copies the list.
  public ErrorView {
    errors = List.copyOf(errors);
  }

  /// The object, with its line feed.
  public String json() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("kind", status.word());
    error.put("status", status.number());
    error.putAll(
        fields(
            errors.isEmpty()
                ? new Reported(status.meaning(), Optional.empty())
                : errors.getFirst()));
    if (errors.size() > 1) {
      error.put("all", errors.stream().map(ErrorView::fields).toList());
    }
    return JsonText.write(Map.of("error", error)) + "\n";
  }

  /// What is said of one failure.
  static Map<String, Object> fields(Reported reported) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("message", reported.message());
    fields.put("advice", reported.advice());
    return fields;
  }
}
