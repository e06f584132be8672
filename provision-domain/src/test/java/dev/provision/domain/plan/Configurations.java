package dev.provision.domain.plan;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.KeySet;
import dev.provision.domain.key.PublicKey;
import dev.provision.domain.variable.VariableValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Configurations for tests.
public final class Configurations {
  private Configurations() {}

  /// Nothing but bundles, with one image name.
  public static Configuration withBundles(Bundle... bundles) {
    return with(Map.of(), List.of(), List.of(), List.of(), Optional.empty(), bundles);
  }

  static Configuration with(
      Map<String, String> variables,
      List<String> bootstrapped,
      List<String> defaults,
      List<String> bootstrapDefaults,
      Optional<String> sshKey,
      Bundle... bundles) {
    return with(
        variables,
        bootstrapped,
        defaults,
        bootstrapDefaults,
        sshKey,
        Optional.empty(),
        KeySet.empty(),
        bundles);
  }

  /// Nothing but keys and bundles.
  static Configuration withKeys(PublicKey usual, PublicKey more, Bundle... bundles) {
    return with(
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(usual),
        new KeySet(List.of(more)),
        bundles);
  }

  private static Configuration with(
      Map<String, String> variables,
      List<String> bootstrapped,
      List<String> defaults,
      List<String> bootstrapDefaults,
      Optional<String> sshKey,
      Optional<PublicKey> usual,
      KeySet more,
      Bundle... bundles) {
    Map<String, Bundle> byName = new HashMap<>();
    Arrays.stream(bundles).forEach(bundle -> byName.put(bundle.name(), bundle));
    return new Configuration(
        "local",
        Optional.empty(),
        Optional.empty(),
        "noble",
        "0",
        "0",
        Map.of("noble", "Ubuntu 24.04 LTS (Noble Numbat)"),
        bootstrapped,
        "deploy-test-",
        List.of("deploy-test-"),
        "/root/deploy",
        usual,
        more,
        VariableValue.of(variables),
        byName,
        defaults,
        bootstrapDefaults,
        sshKey,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /// A bundle of one script.
  public static Bundle script(String name, String target, String source) {
    return new Bundle(name, List.of(new ScriptEntry(target, source)), List.of(), "test");
  }

  /// A bundle of one file.
  public static Bundle file(String name, String target, String source) {
    return new Bundle(name, List.of(), List.of(new FileEntry(target, source)), "test");
  }
}
