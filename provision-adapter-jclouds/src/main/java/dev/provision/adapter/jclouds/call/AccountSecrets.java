package dev.provision.adapter.jclouds.call;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.ports.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jclouds.http.HttpRequest;

/// What an account must not show, in the forms in which its API may repeat it: an error may quote
/// the request. It is masked where words of an API come in, before anything is cut off.
///
/// Tested by `EchoTest`.
public final class AccountSecrets {
  /// Anything shorter is found in any text by chance, and where it was masked would tell it.
  private static final int SHORTEST = 4;

  /// A line of a key in user data, which other lines are not.
  private static final String KEY_LINE = "[A-Za-z0-9+/=_-]{40,}";

  private static final int MOST_CAUSES = 50;

  private static final Set<String> HEADERS =
      Set.of("authorization", "x-auth-token", "x-auth-key", "x-amz-security-token");

  private final Set<String> forms = ConcurrentHashMap.newKeySet();
  private final List<Secret> own;

  private AccountSecrets(List<Secret> own) {
    this.own = own;
  }

  /// Those of an account that has none yet.
  public AccountSecrets() {
    this(List.of());
  }

  /// Those of an account.
  public static AccountSecrets of(AccountAccess access) {
    return new AccountSecrets(
        Stream.concat(Stream.of(access.credential()), access.sessionToken().stream()).toList());
  }

  /// What authorizes a request, such as a token that the account was given.
  public void learn(HttpRequest request) {
    request
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                add(value.substring(value.indexOf(' ') + 1));
              }
            });
  }

  /// What a node is given, and the keys in it.
  public void learnWithKeys(String text) {
    add(text);
    text.lines().map(String::strip).filter(line -> line.matches(KEY_LINE)).forEach(this::add);
  }

  private void add(String secret) {
    String plain = secret.strip();
    if (plain.length() < SHORTEST || forms.contains(plain)) {
      return;
    }
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    forms.add(Base64.getEncoder().encodeToString(bytes));
    forms.add(URLEncoder.encode(plain, StandardCharsets.UTF_8));
    forms.add(URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20"));
    String json = plain.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.add(json.replace("\n", "\\n"));
    forms.add(json.replace("/", "\\/").replace("\n", "\\n"));
    forms.add(
        plain
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
    forms.add(plain.replaceAll("\\s+", " "));
    forms.add(plain);
  }

  /// The text with `******` in the place of each secret.
  public String masked(String text) {
    // What nobody has looked up was not sent.
    own.stream().filter(Secret::isKnown).forEach(secret -> learnWithKeys(secret.reveal()));
    List<String> longestFirst =
        forms.stream()
            .filter(text::contains)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    String masked = text;
    for (String form : longestFirst) {
      masked = masked.replace(form, "******");
    }
    return masked;
  }

  /// Whether it may be shown, with all that caused it, as a stack trace does.
  boolean areNotIn(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, each -> each != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .map(Throwable::toString)
        .allMatch(text -> masked(text).equals(text));
  }
}
