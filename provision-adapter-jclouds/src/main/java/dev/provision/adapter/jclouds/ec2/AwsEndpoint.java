package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import java.util.Locale;
import java.util.Optional;

/// Where EC2 is: what the configuration says, else what Amazon's own tools would be told.
record AwsEndpoint(GivenOptions options, CredentialSources sources, AwsProfile profile) {
  /// The endpoint for a region.
  String of(String region) {
    return options
        .text(ProviderOption.ENDPOINT)
        .or(() -> isSet("ignore_configured_endpoint_urls") ? Optional.empty() : configured())
        .orElseGet(() -> usual(region));
  }

  private Optional<String> configured() {
    return sources
        .variable("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL")
        .or(profile::endpoint)
        .or(() -> profile.get("endpoint_url"));
  }

  private String usual(String region) {
    refuse("use_fips_endpoint", "ec2-fips." + region + ".amazonaws.com");
    refuse("use_dualstack_endpoint", "ec2." + region + ".api.aws");
    return "https://ec2." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
  }

  /// Calls must not go to another host than the one that was asked for.
  private void refuse(String setting, String host) {
    if (isSet(setting)) {
      throw options.invalid(
          "%s (or %s in the profile '%s') is not supported; set endpoint to https://%s, if that is the correct host"
              .formatted(variable(setting), setting, profile.name(), host));
    }
  }

  private boolean isSet(String setting) {
    return sources
        .variable(variable(setting))
        .or(() -> profile.get(setting))
        .filter("true"::equalsIgnoreCase)
        .isPresent();
  }

  private static String variable(String setting) {
    return "AWS_" + setting.toUpperCase(Locale.ROOT);
  }
}
