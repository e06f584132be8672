package dev.provision.adapter.jclouds.account;

import dev.provision.adapter.jclouds.account.ProviderProfile.Trait;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Looks at an account before it is used. What fits into no request is an error that names the
/// setting; the libraries below would fail later, and quote the secret.
///
/// @param profile of the provider whose account it is
/// @param account as it was given
/// @param sources where the rest of it comes from
/// @param access what came of both
public record AccountCheck(
    ProviderProfile profile,
    CloudAccount account,
    CredentialSources sources,
    AccountAccess access) {
  private static final String USERID = "userid";
  private static final String SECRET_KEY = "secret-key";
  private static final String ENDPOINT = "option endpoint";

  /// What can be a part of an address.
  private static final List<ProviderOption> PARTS =
      List.of(
          ProviderOption.PROJECT,
          ProviderOption.SUBSCRIPTION,
          ProviderOption.TENANT,
          ProviderOption.REGION);

  private static final List<String> ADDRESSES = List.of("oauth.endpoint", "jclouds.endpoint");

  /// Refuses what no request can carry.
  ///
  /// @throws CloudException naming the option or variable that cannot be used, and no secret
  public void check() {
    if (!profile.secretIs(Credential.Form.FILE)) {
      oneLine(USERID, account.userid(), access.identity());
      if (!profile.secretIs(Credential.Form.PEM) || isToken()) {
        oneLine(SECRET_KEY, account.secretKey().map(Secret::reveal), access.credential().reveal());
      }
      access.sessionToken().ifPresent(token -> oneLine("", Optional.empty(), token.reveal()));
    }
    Optional<String> endpoint = access.options().set(ProviderOption.ENDPOINT);
    boolean onSocket = profile.has(Trait.ON_SOCKET); // then the form of its address was looked at
    endpoint.filter(_ -> !onSocket).ifPresent(text -> address(ENDPOINT, text));
    Properties raw = access.options().raw();
    for (String key : ADDRESSES) {
      Optional.ofNullable(raw.getProperty(key)).ifPresent(text -> address("option " + key, text));
    }
    Stream.concat(
            access.endpoint().stream(),
            Optional.ofNullable(access.properties().getProperty("oauth.endpoint")).stream())
        .filter(text -> !text.startsWith("unix:"))
        .forEach(text -> address(onSocket && endpoint.isPresent() ? ENDPOINT : part(text), text));
  }

  private boolean isToken() {
    return "bearerTokenCredentials"
        .equals(access.properties().getProperty("jclouds.oauth.credential-type"));
  }

  private void oneLine(String key, Optional<String> given, String used) {
    if (isOneLine(used)) {
      return;
    }
    String source =
        given.isPresent()
            ? "option " + key
            : sources.environment().entrySet().stream()
                .filter(entry -> used.contains(entry.getValue().strip()))
                .filter(entry -> !isOneLine(entry.getValue().strip()))
                .map(entry -> "the variable " + entry.getKey())
                .sorted()
                .findFirst()
                .orElse(key.equals(USERID) ? "the user" : "the secret");
    throw access.options().invalid(source + ": it must be one line, without control characters");
  }

  /// Whether a header of a request can hold it.
  public static boolean isOneLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private void address(String source, String text) {
    WebAddress address = new WebAddress(text);
    address
        .flaw()
        .ifPresent(
            flaw -> {
              throw access
                  .options()
                  .invalid("%s: '%s' is not a URL: %s".formatted(source, address.shown(), flaw));
            });
  }

  /// What an address that was put together has its flaw from.
  private String part(String address) {
    Optional<String> option =
        PARTS.stream()
            .filter(
                part ->
                    access
                        .options()
                        .set(part)
                        .filter(text -> !text.matches("[A-Za-z0-9._:~-]+"))
                        .filter(address::contains)
                        .isPresent())
            .map(part -> "option " + part.key())
            .findFirst();
    return option
        .or(
            () ->
                sources.environment().entrySet().stream()
                    .filter(
                        entry -> entry.getKey().matches("[A-Z0-9_]*(URL|ENDPOINT|HOST)[A-Z0-9_]*"))
                    .filter(entry -> !entry.getValue().isBlank())
                    .filter(entry -> address.startsWith(plain(entry.getValue())))
                    .map(entry -> "the variable " + entry.getKey())
                    .sorted()
                    .findFirst())
        .orElse("the API's URL");
  }

  private static String plain(String address) {
    return address.strip().replaceFirst("/+$", "");
  }
}
