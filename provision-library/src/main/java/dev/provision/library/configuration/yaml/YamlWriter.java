package dev.provision.library.configuration.yaml;

import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.draft.AccountKeys;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ConfigurationDraft.Given;
import dev.provision.library.configuration.draft.ConfigurationDraft.NamedAccount;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Writes the difference between two drafts as a `provision.yaml`.
///
/// Tested by `ConfigurationConverterTest`.
public final class YamlWriter {
  private final Path directory;
  private final ConfigurationDraft before;
  private final ConfigurationDraft after;
  private final Set<String> assigned;

  /// @param directory the configuration directory, at which paths may start
  /// @param assigned variables that are written even if they did not change
  public YamlWriter(
      Path directory, ConfigurationDraft before, ConfigurationDraft after, Set<String> assigned) {
    this.directory = directory;
    this.before = before;
    this.after = after;
    this.assigned = Set.copyOf(assigned);
  }

  public String write() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    for (TextSetting setting : TextSetting.values()) {
      text(setting, document);
    }
    for (ListSetting setting : ListSetting.values()) {
      list(setting, document);
    }
    for (MapSetting setting : MapSetting.values()) {
      named(
          setting.key(),
          before.map(setting),
          after.map(setting),
          assigned(setting.variable()),
          Given::value,
          document);
    }
    keys(document);
    named(
        ProvisionYaml.BUNDLES,
        before.bundles,
        after.bundles,
        assigned("BUNDLEMAP"),
        bundles()::written,
        document);
    named(
        ProvisionYaml.PROVIDERS,
        before.accounts,
        after.accounts,
        assigned("PROVIDERS"),
        YamlWriter::account,
        document);
    String header = "# Converted from __init__.py by 'provision convert-config'.\n";
    return document.isEmpty() ? header : header + dumped(document);
  }

  private BundleWriter bundles() {
    return new BundleWriter(directory, after.required(TextSetting.TARGET_DIRECTORY));
  }

  private static String dumped(Map<String, @Nullable Object> document) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(4096)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings).dumpToString(document);
  }

  private boolean assigned(String variable) {
    return assigned.contains(variable);
  }

  private void text(TextSetting setting, Map<String, @Nullable Object> document) {
    Given<String> old = before.texts.get(setting);
    Given<String> now = after.texts.get(setting);
    if (Objects.equals(old, now) && !assigned(setting.variable())) {
      return;
    }
    if (now == null || (now.builtIn() && setting.required())) {
      document.put(setting.key(), null);
    } else {
      document.put(setting.key(), written(setting, now.value()));
    }
  }

  private String written(TextSetting setting, String text) {
    boolean path =
        setting == TextSetting.SSH_KEY_PATH
            || setting == TextSetting.SSH_CONFIG
            || setting == TextSetting.SIGNED_PLANS;
    return path && text.startsWith(directory + "/")
        ? text.substring(directory.toString().length() + 1)
        : text;
  }

  private void list(ListSetting setting, Map<String, @Nullable Object> document) {
    change(
        before.list(setting),
        after.list(setting),
        assigned(setting.variable()),
        setting.key(),
        document,
        false);
  }

  private void keys(Map<String, @Nullable Object> document) {
    List<String> old = before.keys.stream().map(PublicKey::line).toList();
    List<String> now = after.keys.stream().map(PublicKey::line).toList();
    change(old, now, assigned("PUBKEYS"), ProvisionYaml.PUBLIC_KEYS, document, true);
  }

  /// A list that grew is added to; one that was assigned, or lost something, is replaced.
  private static void change(
      List<String> old,
      List<String> now,
      boolean assigned,
      String key,
      Map<String, @Nullable Object> document,
      boolean addsByItself) {
    if (old.equals(now) && !assigned) {
      return;
    }
    boolean grown = !assigned && now.size() > old.size() && now.subList(0, old.size()).equals(old);
    List<String> values = grown ? now.subList(old.size(), now.size()) : now;
    if (grown == addsByItself) {
      document.put(key, values);
    } else {
      document.put(key, Map.of(grown ? "add" : "replace", values));
    }
  }

  private static <T> void named(
      String key,
      Map<String, T> old,
      Map<String, T> now,
      boolean assigned,
      Function<T, Object> written,
      Map<String, @Nullable Object> document) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    old.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> changes.put(name, null));
    now.forEach(
        (name, value) -> {
          if (assigned || !value.equals(old.get(name))) {
            changes.put(name, written.apply(value));
          }
        });
    if (!changes.isEmpty()) {
      document.put(key, changes);
    }
  }

  private static Map<String, Object> account(NamedAccount account) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put(AccountKeys.TYPE, account.type());
    account.userid().ifPresent(userid -> written.put(AccountKeys.USERID, userid));
    account.secretKey().ifPresent(secret -> written.put(AccountKeys.SECRET_KEY, secret));
    account.options().forEach(written::put);
    return written;
  }
}
