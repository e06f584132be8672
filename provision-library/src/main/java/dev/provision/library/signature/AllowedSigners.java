package dev.provision.library.signature;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may sign: a file as `ssh-keygen -Y verify -f` reads it.
///
/// What it does not understand is an error with its line: a restriction that is ignored would let
/// more people sign than its author wanted.
///
/// Tested by `AllowedSignersTest`.
public final class AllowedSigners {
  private static final String NAMESPACES = "namespaces";
  private static final String AFTER = "valid-after";
  private static final String BEFORE = "valid-before";
  private static final Pattern TIME = Pattern.compile("[0-9]{8}([0-9]{4}([0-9]{2})?)?Z?");

  /// A word; what is in quotes may hold blanks.
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

  private static final Pattern OPTION = Pattern.compile("([A-Za-z-]+)(?:=\"([^\"]*)\")?(?:,|$)");

  private final Path file;
  private final List<Signer> signers;

  private AllowedSigners(Path file, List<Signer> signers) {
    this.file = file;
    this.signers = List.copyOf(signers);
  }

  /// A line of the file.
  private record Signer(String principals, Map<String, String> options, String key) {
    boolean allows(String namespace) {
      return Optional.ofNullable(options.get(NAMESPACES))
          .map(patterns -> matches(patterns, namespace))
          .orElse(true);
    }

    /// `valid-after` and `valid-before` are times themselves.
    boolean isValid(Instant now) {
      return Optional.ofNullable(options.get(AFTER)).map(at -> !now.isBefore(time(at))).orElse(true)
          && Optional.ofNullable(options.get(BEFORE))
              .map(at -> !now.isAfter(time(at)))
              .orElse(true);
    }
  }

  /// Reads the file.
  ///
  /// @throws ProblemsException with everything in it that is not understood
  public static AllowedSigners read(Path file) {
    List<String> lines;
    try {
      lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.at(file.toString(), IoMessages.of(e))
              .next("name a file with allowed signers, as ssh-keygen(1) describes it"));
    }
    List<Signer> signers = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      try {
        if (!line.isEmpty() && !line.startsWith("#")) {
          signers.add(signer(line));
        }
      } catch (IllegalArgumentException e) {
        problems.add(Problem.at(file + ":" + number, String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return new AllowedSigners(file, signers);
  }

  private static Signer signer(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group());
    }
    boolean options = words.size() > 2 && !isType(words.get(1));
    int type = options ? 2 : 1;
    if (words.size() < type + 2 || !isType(words.get(type))) {
      throw new IllegalArgumentException("this line is not PRINCIPALS [OPTIONS] KEY-TYPE BASE64");
    }
    if (!isKey(words.get(type), words.get(type + 1))) {
      throw new IllegalArgumentException(
          "the key of this line is damaged, or not of the type " + words.get(type));
    }
    return new Signer(
        words.getFirst().replace("\"", ""),
        options ? options(words.get(1)) : Map.of(),
        words.get(type + 1));
  }

  private static boolean isType(String word) {
    return word.matches("(ssh-|ecdsa-|sk-)[a-z0-9@.-]+");
  }

  private static boolean isKey(String type, String base64) {
    try {
      return new WireReader(Base64.getDecoder().decode(base64)).text().equals(type);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Map<String, String> options(String text) {
    Map<String, String> options = new HashMap<>();
    Matcher option = OPTION.matcher(text);
    int at = 0;
    while (at < text.length() && option.find(at) && option.start() == at) {
      String name = option.group(1).toLowerCase(Locale.ROOT);
      String value = Optional.ofNullable(option.group(2)).orElse("");
      switch (name) {
        case NAMESPACES -> {}
        case AFTER, BEFORE -> time(value);
        case "cert-authority" ->
            throw new IllegalArgumentException(
                "cert-authority is not supported; list the key of each signer");
        default -> throw new IllegalArgumentException("the option '" + name + "' is unknown");
      }
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException("the option '" + name + "' is given twice");
      }
      at = option.end();
    }
    if (at < text.length()) {
      throw new IllegalArgumentException("the options '" + text + "' cannot be read");
    }
    return options;
  }

  private static Instant time(String text) {
    if (!TIME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 20270131 or 202701311200Z");
    }
    boolean utc = text.endsWith("Z");
    String digits = utc ? text.substring(0, text.length() - 1) : text;
    String whole = digits + "000000".substring(digits.length() - 8);
    try {
      LocalDateTime time =
          LocalDateTime.parse(whole, DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT));
      return time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a time", e);
    }
  }

  /// Whether a name matches a list of patterns with `*` and `?`; one with `!` excludes.
  private static boolean matches(String patterns, String name) {
    List<String> all = Arrays.asList(patterns.split(",", -1));
    return all.stream()
            .filter(pattern -> pattern.startsWith("!"))
            .noneMatch(pattern -> matchesOne(pattern.substring(1), name))
        && all.stream().anyMatch(pattern -> matchesOne(pattern, name));
  }

  private static boolean matchesOne(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < pattern.length(); at++) {
      char one = pattern.charAt(at);
      regex.append(
          switch (one) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(one));
          });
    }
    return name.matches(regex.toString());
  }

  /// Who has signed.
  ///
  /// @param fileHash of the signed file
  /// @return the principals of the key
  /// @throws IllegalArgumentException saying why the signature does not count
  public String signedBy(SshSignature signature, String fileHash, String namespace, Instant now) {
    if (!signature.namespace().equals(namespace)) {
      throw new IllegalArgumentException(
          "it was made for the namespace '%s', not for '%s'"
              .formatted(signature.namespace(), namespace));
    }
    if (!signature.isFor(fileHash)) {
      throw new IllegalArgumentException("it is not the signature of this file");
    }
    List<Signer> known =
        signers.stream().filter(signer -> signer.key().equals(signature.key())).toList();
    String key = "its key " + signature.fingerprint();
    if (known.isEmpty()) {
      throw new IllegalArgumentException("%s is not in %s".formatted(key, file));
    }
    return known.stream()
        .filter(signer -> signer.allows(namespace) && signer.isValid(now))
        .findFirst()
        .map(Signer::principals)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is in %s, but not for the namespace '%s' at this time"
                        .formatted(key, file, namespace)));
  }
}
