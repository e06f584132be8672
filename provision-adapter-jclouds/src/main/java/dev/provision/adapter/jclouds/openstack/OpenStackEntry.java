package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.openstack.CloudsYaml.Said;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What an entry of `clouds.yaml`, or the `OS_…` variables, may say here. What would change who
/// logs in, or where, and is not supported, is an error that names it: another account would be
/// used.
///
/// Tested by `AccountAccessTest`.
final class OpenStackEntry {
  /// What is read, or says nothing about who logs in where.
  private static final Pattern TAKEN =
      Pattern.compile(
          "auth_url|username|password|project_(name|id)|tenant_(name|id)|user_domain_name"
              + "|project_domain_(name|id)|domain_name|region_name|identity_api_version"
              + "|.*_api_version|.*_default_microversion|description|message|networks"
              + "|external_network|internal_network|floating_ip_source|secgroup_source"
              + "|nat_(source|destination)|image_format|image_api_use_tasks|disable_vendor_agent"
              + "|force_ipv4|requires_floating_ip|cache|metrics|statsd|status|regions"
              + "|volume_.*|object_store_.*|dns_.*|database_.*|api_timeout|app_(name|version)");

  /// Values with which a key says no more than what is done anyway.
  private static final Map<String, Set<String>> USUAL =
      Map.of(
          "auth_type", Set.of("password", "v3password", "v2password"),
          "user_domain_id", Set.of("default"),
          "default_domain", Set.of("default"),
          "default_domain_id", Set.of("default"),
          "default_domain_name", Set.of("default"),
          "interface", Set.of("public", "publicurl"),
          "endpoint_type", Set.of("public", "publicurl"),
          "verify", Set.of("true", "yes", "on"),
          "insecure", Set.of("false", "no", "off"));

  private static final Map<String, String> INSTEAD =
      Map.of(
          "auth_type", "use an entry with a user name and password",
          "user_id", "set username and user_domain_name",
          "user_domain_id", "set user_domain_name",
          "cacert", "add the certificate to those that Java trusts: keytool -importcert -cacerts",
          "verify", "add the certificate to those that Java trusts: keytool -importcert -cacerts",
          "insecure", "add the certificate to those that Java trusts: keytool -importcert -cacerts",
          "profile", "copy the profile's settings to the entry",
          "cloud", "copy the profile's settings to the entry");

  /// Variables of OpenStack's own tools whose names are not those of keys.
  private static final List<String> VARIABLES =
      List.of(
          "auth_type",
          "token",
          "user_id",
          "user_domain_id",
          "default_domain",
          "default_domain_id",
          "application_credential_id",
          "application_credential_name",
          "application_credential_secret",
          "cacert",
          "cert",
          "key",
          "insecure",
          "system_scope",
          "trust_id",
          "passcode",
          "interface",
          "endpoint_type");

  private OpenStackEntry() {}

  /// Refuses an entry that cannot be followed.
  static void check(Map<String, Said> entry, GivenOptions options) {
    new TreeMap<>(entry)
        .forEach((key, said) -> check(key, said.value(), said.place() + ": " + key, options));
  }

  /// Refuses variables that cannot be followed.
  static void check(CredentialSources sources, GivenOptions options) {
    for (String key : VARIABLES) {
      String variable = "OS_" + key.toUpperCase(Locale.ROOT);
      sources.variable(variable).ifPresent(value -> check(key, value, variable, options));
    }
  }

  private static void check(String key, String value, String shown, GivenOptions options) {
    boolean usual = USUAL.getOrDefault(key, Set.of()).contains(value.toLowerCase(Locale.ROOT));
    if (usual || TAKEN.matcher(key).matches()) {
      return;
    }
    String told =
        USUAL.containsKey(key) && !value.isEmpty() ? "%s '%s'".formatted(shown, value) : shown;
    throw options.invalid(
        "%s is not supported; %s"
            .formatted(
                told,
                Optional.ofNullable(INSTEAD.get(key))
                    .orElse("remove it, or choose another entry with cloud or OS_CLOUD")));
  }
}
