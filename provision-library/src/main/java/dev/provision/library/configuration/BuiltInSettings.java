package dev.provision.library.configuration;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.ConfigurationDraft.Given;
import dev.provision.library.configuration.draft.ListSetting;
import dev.provision.library.configuration.draft.MapSetting;
import dev.provision.library.configuration.draft.TextSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The defaults that Provision brings along.
///
/// Tested by `BuiltInBundlesTest` and `ConfigurationLoaderTest`.
final class BuiltInSettings {
  private static final String TARGET_DIRECTORY = "/root/deploy";
  private static final String NAME_PREFIX = "deploy-test-";

  /// Short names and what providers call the images. The last four are those of the first
  /// Provision.
  private static final List<String> IMAGE_NAMES =
      List.of(
          "resolute=Ubuntu 26.04 LTS (Resolute Raccoon)",
          "noble=Ubuntu 24.04 LTS (Noble Numbat)",
          "jammy=Ubuntu 22.04 LTS (Jammy Jellyfish)",
          "focal=Ubuntu 20.04 LTS (Focal Fossa)",
          "trixie=Debian 13 (Trixie)",
          "bookworm=Debian 12 (Bookworm)",
          "bullseye=Debian 11 (Bullseye)",
          "rocky10=Rocky Linux 10",
          "rocky9=Rocky Linux 9",
          "alma10=AlmaLinux 10",
          "alma9=AlmaLinux 9",
          "amazon2023=Amazon Linux 2023",
          "fedora44=Fedora Linux 44",
          "fedora43=Fedora Linux 43",
          "natty=Ubuntu 11.04 (Natty)",
          "maverick=Ubuntu 10.10 (maverick)",
          "lucid=Ubuntu 10.04 LTS (lucid)",
          "karmic=Ubuntu 9.10 (karmic)");

  private static final List<Bundle> BUNDLES =
      List.of(
          bundle("hello", "/root/hello.txt"),
          bundle("tz"),
          bundle("dev", "/root/.tmux.conf", "/root/.vimrc"),
          bundle("security", "/etc/ssh/sshd_config.d/10-provision.conf"),
          bundle("swap"),
          bundle("nginx"),
          bundle("proxy"),
          bundle("mta"),
          bundle("snmpd"),
          bundle("docker"),
          bundle("bootstrap-python"),
          bundle("pyenv"));

  private BuiltInSettings() {}

  /// A draft that holds the defaults.
  static ConfigurationDraft draft(Optional<PublicKey> userKey) {
    EnumMap<TextSetting, Given<String>> texts = new EnumMap<>(TextSetting.class);
    texts.put(TextSetting.PROVIDER, given("local"));
    texts.put(TextSetting.IMAGE, given("noble"));
    texts.put(TextSetting.LOCATION, given("0"));
    texts.put(TextSetting.SIZE, given("0"));
    texts.put(TextSetting.NAME_PREFIX, given(NAME_PREFIX));
    texts.put(TextSetting.TARGET_DIRECTORY, given(TARGET_DIRECTORY));
    ConfigurationDraft draft = new ConfigurationDraft(texts);
    userKey.ifPresent(
        key -> {
          draft.texts.put(TextSetting.DEFAULT_PUBLIC_KEY, given(key.line()));
          draft.userKeyFile = key.origin();
        });
    draft.lists.put(
        ListSetting.DESTROYABLE_PREFIXES,
        new Given<>(List.of(NAME_PREFIX), ConfigurationDraft.BUILT_IN));
    Map<String, Given<String>> images = draft.map(MapSetting.IMAGE_NAMES);
    for (String image : IMAGE_NAMES) {
      int equals = image.indexOf('=');
      images.put(image.substring(0, equals), given(image.substring(equals + 1)));
    }
    BUNDLES.forEach(bundle -> draft.bundles.put(bundle.name(), bundle));
    return draft;
  }

  private static Given<String> given(String text) {
    return new Given<>(text, ConfigurationDraft.BUILT_IN);
  }

  /// A bundle of one script, called like it, and files.
  private static Bundle bundle(String name, String... files) {
    String folder = "builtin:" + name + "/";
    return new Bundle(
        name,
        List.of(new ScriptEntry(TARGET_DIRECTORY + "/" + name + ".sh", folder + name + ".sh")),
        List.of(files).stream()
            .map(target -> new FileEntry(target, folder + plainName(target)))
            .toList(),
        ConfigurationDraft.BUILT_IN);
  }

  /// The name a file has among Provision's own: without the dot that would hide it.
  private static String plainName(String target) {
    String name = target.substring(target.lastIndexOf('/') + 1);
    return name.startsWith(".") ? name.substring(1) : name;
  }
}
