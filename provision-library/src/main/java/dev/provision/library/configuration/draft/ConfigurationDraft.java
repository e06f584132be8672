package dev.provision.library.configuration.draft;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.configuration.Account;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.KeySet;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.key.KeyText;
import dev.provision.library.configuration.secret.ReferenceText;
import dev.provision.library.configuration.secret.SecretReferences;
import dev.provision.ports.Secret;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A configuration in the making: what the steps so far have said. Belongs to one load, one thread.
///
/// Tested by `ConfigurationConverterTest`, `ProvisionYamlTest` and `PythonVariablesTest`.
public final class ConfigurationDraft {
  /// Where values come from that nobody has set.
  public static final String BUILT_IN = "the built-in configuration";

  private static final String PUBKEYS_DIRECTORY = "PUBKEYSDIR";

  public final EnumMap<TextSetting, Given<String>> texts = new EnumMap<>(TextSetting.class);
  public final EnumMap<ListSetting, Given<List<String>>> lists = new EnumMap<>(ListSetting.class);
  public final EnumMap<MapSetting, Map<String, Given<String>>> maps =
      new EnumMap<>(MapSetting.class);
  public final Map<String, Bundle> bundles = new LinkedHashMap<>();
  public final Map<String, NamedAccount> accounts = new LinkedHashMap<>();
  public final List<PublicKey> keys = new ArrayList<>();

  /// The names of the directories for scripts, files and public keys, by the variables of
  /// `__init__.py` that can change them.
  public final Map<String, String> directories =
      new LinkedHashMap<>(
          Map.of("SCRIPTSDIR", "scripts", "FILESDIR", "files", PUBKEYS_DIRECTORY, "pubkeys"));

  /// Variables that `__init__.py` made up itself, as JSON, for the next one to read.
  public final Map<String, Object> pythonVariables = new LinkedHashMap<>();

  /// The file of the user's own key, which is the built-in default.
  public String userKeyFile = BUILT_IN;

  private final Map<TextSetting, Given<String>> defaults;

  /// @param defaults the built-in texts
  public ConfigurationDraft(Map<TextSetting, Given<String>> defaults) {
    this.defaults = Map.copyOf(defaults);
    texts.putAll(defaults);
    for (ListSetting setting : ListSetting.values()) {
      lists.put(setting, new Given<>(List.of(), BUILT_IN));
    }
    for (MapSetting setting : MapSetting.values()) {
      maps.put(setting, new LinkedHashMap<>());
    }
  }

  /// A value and the place that gave it.
  public record Given<T>(T value, String origin) {
    public boolean builtIn() {
      return origin.equals(BUILT_IN);
    }
  }

  /// A named account whose texts may hold references to secrets.
  public record NamedAccount(
      String type,
      Optional<String> userid,
      Optional<String> secretKey,
      Map<String, String> options,
      Map<String, String> places,
      String directory,
      String origin) {
    public NamedAccount {
      options = Map.copyOf(options);
      places = Map.copyOf(places);
    }

    NamedAccount withoutOrigin() {
      return new NamedAccount(type, userid, secretKey, options, Map.of(), "", "");
    }

    public boolean saysTheSameAs(NamedAccount other) {
      return withoutOrigin().equals(other.withoutOrigin());
    }
  }

  public ConfigurationDraft copy() {
    ConfigurationDraft copy = new ConfigurationDraft(defaults);
    copy.texts.clear();
    copy.texts.putAll(texts);
    copy.lists.putAll(lists);
    maps.forEach((setting, map) -> copy.map(setting).putAll(map));
    copy.bundles.putAll(bundles);
    copy.accounts.putAll(accounts);
    copy.keys.addAll(keys);
    copy.userKeyFile = userKeyFile;
    copy.directories.putAll(directories);
    copy.pythonVariables.putAll(pythonVariables);
    return copy;
  }

  /// Whether a deployment would not see a difference; where things come from does not count.
  public boolean saysTheSameAs(ConfigurationDraft other) {
    return values(texts).equals(values(other.texts))
        && values(lists).equals(values(other.lists))
        && plain(MapSetting.IMAGE_NAMES).equals(other.plain(MapSetting.IMAGE_NAMES))
        && plain(MapSetting.VARIABLES).equals(other.plain(MapSetting.VARIABLES))
        && without(bundles, Bundle::withoutOrigin)
            .equals(without(other.bundles, Bundle::withoutOrigin))
        && without(accounts, NamedAccount::withoutOrigin)
            .equals(without(other.accounts, NamedAccount::withoutOrigin))
        && keys.stream()
            .map(PublicKey::line)
            .toList()
            .equals(other.keys.stream().map(PublicKey::line).toList());
  }

  private static <K, T> Map<K, T> values(Map<K, Given<T>> given) {
    return without(given, Given::value);
  }

  private static <K, T, R> Map<K, R> without(Map<K, T> map, Function<T, R> part) {
    Map<K, R> parts = new LinkedHashMap<>();
    map.forEach((key, value) -> parts.put(key, part.apply(value)));
    return parts;
  }

  public Optional<String> text(TextSetting setting) {
    return Optional.ofNullable(texts.get(setting)).map(Given::value);
  }

  /// The value of a setting that always has one.
  public String required(TextSetting setting) {
    return text(setting).orElseThrow(() -> new IllegalStateException(setting.key()));
  }

  public List<String> list(ListSetting setting) {
    Given<List<String>> given = lists.get(setting);
    return given == null ? List.of() : given.value();
  }

  /// The name of the directory of public keys.
  public String keyDirectory() {
    return directories.getOrDefault(PUBKEYS_DIRECTORY, "pubkeys");
  }

  /// Where a text comes from; empty where nobody gave it.
  public String origin(TextSetting setting) {
    return Optional.ofNullable(texts.get(setting)).map(Given::origin).orElse("");
  }

  /// Where a list comes from.
  public String origin(ListSetting setting) {
    Given<List<String>> given = lists.get(setting);
    return given == null ? BUILT_IN : given.origin();
  }

  /// Takes a value away; where there must be one, the built-in one is back.
  public void unset(TextSetting setting) {
    Given<String> builtIn = defaults.get(setting);
    if (setting.required() && builtIn != null) {
      texts.put(setting, builtIn);
    } else {
      texts.remove(setting);
    }
  }

  public Map<String, Given<String>> map(MapSetting setting) {
    return maps.computeIfAbsent(setting, _ -> new LinkedHashMap<>());
  }

  /// The same as plain texts, in order.
  public Map<String, String> plain(MapSetting setting) {
    Map<String, String> plain = new LinkedHashMap<>();
    map(setting).forEach((name, given) -> plain.put(name, given.value()));
    return plain;
  }

  /// Every text of a user id, a secret or an account's option that holds a reference.
  public Set<String> references() {
    List<String> all = new ArrayList<>();
    text(TextSetting.USERID).ifPresent(all::add);
    text(TextSetting.SECRET_KEY).ifPresent(all::add);
    for (NamedAccount account : accounts.values()) {
      account.userid().ifPresent(all::add);
      account.secretKey().ifPresent(all::add);
      all.addAll(account.options().values());
    }
    all.addAll(plain(MapSetting.VARIABLES).values());
    return all.stream()
        .filter(text -> ReferenceText.parse(text).hasReferences())
        .collect(Collectors.toSet());
  }

  public Configuration build(SecretReferences references) {
    List<PublicKey> defaults =
        Optional.ofNullable(texts.get(TextSetting.DEFAULT_PUBLIC_KEY))
            .map(
                given ->
                    KeyText.keys(given.value(), given.builtIn() ? userKeyFile : given.origin()))
            .orElse(List.of());
    // The old program took the whole text of a file as the default key: more than one may be in it.
    KeySet further = new KeySet(defaults.stream().skip(1).toList()).plus(keys);
    Map<String, Account> named = new LinkedHashMap<>();
    accounts.forEach((name, account) -> named.put(name, built(account, references)));
    return new Configuration(
        required(TextSetting.PROVIDER),
        text(TextSetting.USERID),
        Optional.ofNullable(texts.get(TextSetting.SECRET_KEY))
            .map(given -> references.secret(given.value(), "secret-key", given.origin())),
        required(TextSetting.IMAGE),
        required(TextSetting.LOCATION),
        required(TextSetting.SIZE),
        plain(MapSetting.IMAGE_NAMES),
        list(ListSetting.BOOTSTRAPPED_IMAGES),
        required(TextSetting.NAME_PREFIX),
        list(ListSetting.DESTROYABLE_PREFIXES),
        required(TextSetting.TARGET_DIRECTORY),
        defaults.stream().findFirst(),
        further,
        variables(references),
        bundles,
        list(ListSetting.DEFAULT_BUNDLES),
        list(ListSetting.DEFAULT_BOOTSTRAP_BUNDLES),
        text(TextSetting.SSH_KEY_PATH),
        text(TextSetting.USER_DATA),
        text(TextSetting.METADATA_CONTAINER),
        named);
  }

  private Map<String, VariableValue> variables(SecretReferences references) {
    Map<String, VariableValue> variables = new LinkedHashMap<>();
    map(MapSetting.VARIABLES)
        .forEach(
            (name, given) ->
                variables.put(
                    name,
                    references.value(given.value(), "variables: '" + name + "'", given.origin())));
    return variables;
  }

  private static Account built(NamedAccount account, SecretReferences references) {
    return new Account(
        account.type(),
        account.userid(),
        account.secretKey().map(text -> secret(account, text, references)),
        account.options(),
        account.places(),
        account.directory(),
        account.origin());
  }

  private static Secret secret(NamedAccount account, String text, SecretReferences references) {
    String key = AccountKeys.SECRET_KEY;
    return references.secret(text, key, account.places().getOrDefault(key, account.origin()));
  }
}
