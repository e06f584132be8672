package dev.provision.library.configuration.python;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.secret.ReferenceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The configuration so far, as `__init__.py` gets to see it: maps and lists that become JSON.
///
/// Tested by `PythonVariablesTest` and `PythonConfigurationTest`.
final class PythonRequest {
  private final Environment environment;
  private final ConfigurationDraft draft;

  PythonRequest(Environment environment, ConfigurationDraft draft) {
    this.environment = environment;
    this.draft = draft;
  }

  /// The request for one directory.
  Map<String, @Nullable Object> of(Path directory, Path file) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("shim", PythonProgram.shim());
    request.put("directory", directory.toString());
    request.put("file", file.toString());
    request.put("texts", texts());
    request.put("lists", lists());
    request.put("maps", maps());
    request.put("keys", draft.keys.stream().map(PublicKey::line).toList());
    request.put("providers", providers());
    request.put("bundles", draft.bundles.values().stream().map(PythonRequest::bundle).toList());
    request.put("directories", draft.directories);
    request.put("places", places());
    request.put("extras", draft.pythonVariables);
    request.put("quiet", quiet());
    return request;
  }

  /// A text as Python sees it: a reference to a secret stays one, for nothing is fetched for it.
  static String visible(TextSetting setting, String text) {
    return switch (setting) {
      case USERID, SECRET_KEY -> visibleReferences(text);
      case PROVIDER,
          IMAGE,
          LOCATION,
          SIZE,
          NAME_PREFIX,
          TARGET_DIRECTORY,
          DEFAULT_PUBLIC_KEY,
          SSH_KEY_PATH,
          SSH_CONFIG,
          SIGNED_PLANS,
          MAX_OUTPUT,
          MAX_NODES,
          TTL,
          USER_DATA,
          METADATA_CONTAINER ->
          text;
    };
  }

  /// The same, for a mapping.
  static String visible(MapSetting setting, String text) {
    return switch (setting) {
      case IMAGE_NAMES -> text;
      case VARIABLES -> visibleReferences(text);
    };
  }

  private static String visibleReferences(String text) {
    ReferenceText parsed = ReferenceText.parse(text);
    return parsed.hasReferences() ? text : parsed.literal();
  }

  private Map<String, @Nullable String> texts() {
    Map<String, @Nullable String> texts = new LinkedHashMap<>();
    for (TextSetting setting : TextSetting.values()) {
      String text = draft.text(setting).map(value -> visible(setting, value)).orElse(null);
      texts.put(setting.variable(), text);
    }
    return texts;
  }

  private Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (ListSetting setting : ListSetting.values()) {
      lists.put(setting.variable(), draft.list(setting));
    }
    return lists;
  }

  private Map<String, List<List<String>>> maps() {
    Map<String, List<List<String>>> maps = new LinkedHashMap<>();
    for (MapSetting setting : MapSetting.values()) {
      List<List<String>> pairs = new ArrayList<>();
      draft
          .plain(setting)
          .forEach((name, text) -> pairs.add(List.of(name, visible(setting, text))));
      maps.put(setting.variable(), pairs);
    }
    return maps;
  }

  private List<List<String>> providers() {
    List<List<String>> providers = new ArrayList<>();
    draft.accounts.forEach((name, account) -> providers.add(List.of(name, account.type())));
    return providers;
  }

  private static List<Object> bundle(Bundle bundle) {
    return List.of(bundle.name(), pairs(bundle.scripts()), pairs(bundle.files()));
  }

  private static List<List<String>> pairs(List<? extends BundleEntry> entries) {
    return entries.stream().map(entry -> List.of(entry.target(), entry.source())).toList();
  }

  private Map<String, @Nullable String> places() {
    String virtual = environment.variable("VIRTUAL_ENV");
    Map<String, @Nullable String> places = new LinkedHashMap<>();
    places.put("LOCAL_DEFAULTS", environment.provisionHome().resolve("secrets").toString());
    places.put("VIRTUAL_ENV", virtual.isEmpty() ? null : virtual);
    places.put(
        "VIRTUAL_DEFAULTS",
        virtual.isEmpty() ? "" : Path.of(virtual).resolve("provision_secrets").toString());
    return places;
  }

  /// The old program had no default provider, so that setting one overwrote nothing.
  private List<String> quiet() {
    boolean builtIn = Objects.requireNonNull(draft.texts.get(TextSetting.PROVIDER)).builtIn();
    return builtIn ? List.of(TextSetting.PROVIDER.variable()) : List.of();
  }
}
