package dev.provision.adapter.sshd.config;

import dev.provision.adapter.sshd.config.ConfigMatch.Applies;
import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.adapter.sshd.text.TextEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads the files for one host, as OpenSSH does: line by line, the first value counts.
///
/// Tested by `SshConfigTest` and `SshConfigOracleTest`.
final class SshConfigReader {
  private static final int DEEPEST = 16;
  private static final Path SYSTEM_DIRECTORY = Path.of("/etc/ssh");

  private final ConfigMatch.Subject subject;
  private final HostQuery query;
  private final ConfigValues values;
  private final Path userHome;
  private boolean finalAsked;
  private Optional<String> ignoredUnknown = Optional.empty();

  /// @param subject what is known before the first line
  /// @param query what was asked
  /// @param values receives what applies
  SshConfigReader(
      ConfigMatch.Subject subject, HostQuery query, ConfigValues values, Path userHome) {
    this.subject = subject;
    this.query = query;
    this.values = values;
    this.userHome = userHome;
  }

  /// Whether a line wants the files to be read again at the end.
  boolean finalAsked() {
    return finalAsked;
  }

  /// Reads a file; one that does not exist says nothing.
  void read(Path file) throws SshConfigException {
    read(file, Applies.YES, file.startsWith(SYSTEM_DIRECTORY), 0);
  }

  private void read(Path file, Applies outer, boolean system, int depth) throws SshConfigException {
    String text;
    try {
      checkWriters(file);
      byte[] bytes = OrdinaryFile.read(file);
      checkEncoding(bytes, file);
      text = new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new SshConfigException(
          "cannot read " + file + ": " + reason(e) + "; make it a file that you can read");
    }
    Applies applies = outer;
    int number = 0;
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      number++;
      int first = start;
      while (first < end && isBlank(text.charAt(first))) {
        first++;
      }
      if (first < end && text.charAt(first) != '#') {
        ConfigPlace place = new ConfigPlace(file, number);
        applies =
            line(new ConfigWords(text.substring(first, end)), place, outer, applies, system, depth);
      }
      start = end + 1;
    }
  }

  /// OpenSSH refuses such files, for their first word is none that it knows.
  private static void checkEncoding(byte[] bytes, Path file) throws SshConfigException {
    Optional<TextEncoding.Fault> fault = TextEncoding.fault(bytes);
    if (fault.isPresent()) {
      throw SshConfigException.at(
          new ConfigPlace(file, fault.get().line()),
          fault.get().what() + "; save it as UTF-8 without a byte order mark");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException of when of.getReason() != null -> of.getReason();
      default -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }

  /// What others may write could send us to a host of theirs.
  private void checkWriters(Path file) throws IOException, SshConfigException {
    if (!file.startsWith(userHome.resolve(".ssh"))) {
      return;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new SshConfigException(
          file + " is writable by other users, so it is ignored; run: chmod go-w '" + file + "'");
    }
  }

  /// Reads a line.
  ///
  /// @param outer whether the file as a whole applies
  /// @param applies whether the line applies
  /// @return whether the next line applies
  private Applies line(
      ConfigWords words,
      ConfigPlace place,
      Applies outer,
      Applies applies,
      boolean system,
      int depth)
      throws SshConfigException {
    String word = Objects.requireNonNullElse(words.next(), "");
    Optional<String> fault = ConfigVocabulary.fault(word, words, ignoredUnknown);
    if (fault.isPresent()) {
      throw SshConfigException.at(place, fault.get());
    }
    ConfigKeyword keyword = ConfigKeyword.of(word);
    switch (keyword) {
      case OTHER -> {}
      case IGNORE_UNKNOWN -> {
        if (ignoredUnknown.isEmpty() && applies instanceof Applies.Yes) {
          ignoredUnknown = Optional.of(arguments(words, word, place).getFirst());
        }
      }
      case HOST -> {
        return ConfigMatch.and(
            outer, ConfigMatch.host(arguments(words, word, place), subject.host()));
      }
      case MATCH -> {
        return ConfigMatch.and(outer, match(words, place));
      }
      case INCLUDE ->
          // Also if it does not apply: its lines may ask for another reading.
          include(arguments(words, word, place), place, applies, system, depth);
      default -> value(keyword, word, words, place, applies);
    }
    return applies;
  }

  private Applies match(ConfigWords words, ConfigPlace place) throws SshConfigException {
    ConfigMatch match = new ConfigMatch(place, soFar());
    Applies applies = match.match(words);
    finalAsked |= match.finalAsked();
    return applies;
  }

  /// What is known about the host by now.
  private ConfigMatch.Subject soFar() throws SshConfigException {
    String host =
        subject.finalPass()
            ? subject.host()
            : ConfigTokens.hostName(values, subject.originalHost());
    return new ConfigMatch.Subject(
        host, subject.originalHost(), query.user(values), subject.localUser(), subject.finalPass());
  }

  private void value(
      ConfigKeyword keyword, String word, ConfigWords words, ConfigPlace place, Applies applies)
      throws SshConfigException {
    switch (applies) {
      case Applies.No _ -> {}
      case Applies.Yes _ -> values.put(keyword, given(keyword, word, words, place), place);
      case Applies.Open(String criterion, ConfigPlace where) -> {
        List<String> given = given(keyword, word, words, place);
        if (keyword.decides() && values.takes(keyword, given.getFirst())) {
          throw SshConfigException.at(
              place,
              word
                  + " depends on 'Match "
                  + criterion
                  + "' (line "
                  + where.line()
                  + "), which Provision does not evaluate; set it in a Host block before that line,"
                  + " or choose another file with ssh-config: in provision.yaml");
        }
      }
    }
  }

  private static List<String> given(
      ConfigKeyword keyword, String word, ConfigWords words, ConfigPlace place)
      throws SshConfigException {
    if (keyword.takesRestOfLine()) {
      if (words.rest().isEmpty()) {
        throw SshConfigException.at(place, word + " has no value");
      }
      return List.of(words.rest());
    }
    List<String> given = arguments(words, word, place);
    if (given.size() > 1 && !keyword.takesSeveral()) {
      throw SshConfigException.at(place, word + " takes one value; quote it if it contains spaces");
    }
    return given;
  }

  /// At least one.
  private static List<String> arguments(ConfigWords words, String word, ConfigPlace place)
      throws SshConfigException {
    List<String> all = words.remaining();
    if (all == null) {
      throw SshConfigException.at(place, "a quotation mark is missing after " + word);
    }
    if (all.isEmpty() || all.contains("")) {
      throw SshConfigException.at(place, word + " has no value");
    }
    return all;
  }

  private void include(
      List<String> patterns, ConfigPlace place, Applies applies, boolean system, int depth)
      throws SshConfigException {
    if (depth >= DEEPEST) {
      throw SshConfigException.at(
          place,
          "files include each other more than " + DEEPEST + " levels deep; remove the cycle");
    }
    Path directory = system ? SYSTEM_DIRECTORY : userHome.resolve(".ssh");
    for (String pattern : patterns) {
      String path = pattern.startsWith("~/") ? userHome + pattern.substring(1) : pattern;
      for (Path file : FileGlob.expand(directory.resolve(path))) {
        read(file, applies, system, depth + 1);
      }
    }
  }
}
