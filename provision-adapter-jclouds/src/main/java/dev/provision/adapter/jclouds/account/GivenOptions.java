package dev.provision.adapter.jclouds.account;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The options an account has set.
///
/// @param provider for messages
/// @param values by name
public record GivenOptions(String provider, Map<String, String> values) {
  public GivenOptions {
    values = Map.copyOf(values);
  }

  public Optional<String> text(ProviderOption option) {
    return Optional.ofNullable(values.get(option.key()))
        .filter(text -> !text.isBlank())
        .map(String::strip)
        .or(() -> option.declared().defaultValue());
  }

  /// What somebody has set, not what is usual.
  public Optional<String> set(ProviderOption option) {
    return Optional.ofNullable(values.get(option.key()))
        .filter(text -> !text.isBlank())
        .map(String::strip);
  }

  public Optional<Integer> number(ProviderOption option) {
    return text(option)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,9}")) {
                throw invalid(option, "'" + text + "' is not a whole number");
              }
              return Integer.valueOf(text);
            });
  }

  public boolean flag(ProviderOption option) {
    String text = text(option).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw invalid(option, "'" + text + "' is not true or false");
    }
    return text.equals("true");
  }

  public List<String> list(ProviderOption option) {
    return text(option).stream()
        .flatMap(text -> Stream.of(text.split("[\n,]")))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /// The tags, in their order; those without `=` have an empty value.
  public Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : list(ProviderOption.TAGS)) {
      int equals = tag.indexOf('=');
      tags.put(
          equals < 0 ? tag : tag.substring(0, equals), equals < 0 ? "" : tag.substring(equals + 1));
    }
    return tags;
  }

  /// Whether nodes are reached by their private addresses.
  public boolean byPrivateAddress() {
    String address = text(ProviderOption.ADDRESS).orElse("public");
    if (!address.equals("public") && !address.equals("private")) {
      throw invalid(ProviderOption.ADDRESS, "'" + address + "' is not public or private");
    }
    return address.equals("private");
  }

  /// How nodes are recognized.
  public HostTrustMode trust() {
    String word = text(ProviderOption.HOST_TRUST).orElseThrow();
    return HostTrustMode.of(word)
        .orElseThrow(
            () ->
                invalid(
                    ProviderOption.HOST_TRUST,
                    "'" + word + "' is not one of " + HostTrustMode.words()));
  }

  /// What goes to jclouds as it is: whatever has a dot in its name.
  public Properties raw() {
    Properties raw = new Properties();
    values.forEach(
        (name, value) -> {
          if (name.contains(".")) {
            raw.setProperty(name, value);
          }
        });
    return raw;
  }

  /// An option that must be there.
  String required(ProviderOption option, String how) {
    return text(option).orElseThrow(() -> missing("the option " + option.key(), how));
  }

  private CloudException invalid(ProviderOption option, String reason) {
    return invalid("option " + option.key() + ": " + reason);
  }

  /// Something about the account is not acceptable.
  public CloudException invalid(String reason) {
    return new CloudException(
        new CloudFailure.InvalidRequest("opening the provider " + provider, reason));
  }

  /// Something is needed.
  ///
  /// @param how to give it
  public CloudException missing(String what, String how) {
    return invalid(what + " is missing: " + how);
  }
}
