package dev.provision.library.configuration.python;

import dev.provision.domain.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What went wrong in an `__init__.py`.
///
/// Tested by `PythonProblemsTest`.
///
/// @param type Python's name of the exception
/// @param message its message
/// @param where the place in the user's file
/// @param source the line that Python could not read; empty if it could
/// @param module the module that could not be imported; empty if that was not it
/// @param frames how the program got there, through the user's own files only
record PythonFailure(
    String type, String message, String where, String source, String module, List<Frame> frames) {
  private static final int SHOWN = 5;

  /// Names that Python 2 had and Python 3 has not, with what to write instead.
  private static final Map<String, String> OLD_NAMES =
      Map.ofEntries(
          Map.entry("unicode", "str"),
          Map.entry("basestring", "str"),
          Map.entry("unichr", "chr"),
          Map.entry("long", "int"),
          Map.entry("xrange", "range"),
          Map.entry("raw_input", "input"),
          Map.entry("execfile", "exec(open(FILE).read())"),
          Map.entry("file", "open"),
          Map.entry("reduce", "functools.reduce"),
          Map.entry("iteritems", "items"),
          Map.entry("itervalues", "values"),
          Map.entry("iterkeys", "keys"),
          Map.entry("has_key", "in"),
          Map.entry("ConfigParser", "configparser"),
          Map.entry("StringIO", "io"),
          Map.entry("cStringIO", "io"),
          Map.entry("cPickle", "pickle"),
          Map.entry("commands", "subprocess"),
          Map.entry("urllib2", "urllib.request"),
          Map.entry("urlparse", "urllib.parse"),
          Map.entry("httplib", "http.client"),
          Map.entry("Queue", "queue"));

  private static final Pattern QUOTED = Pattern.compile("'([A-Za-z_0-9]+)'");

  /// A line of the way there.
  ///
  /// @param where file and line
  /// @param function the function that was running
  /// @param source that line
  record Frame(String where, String function, String source) {}

  PythonFailure {
    frames = List.copyOf(frames);
  }

  /// The same as something the user can put right.
  Problem problem() {
    Problem problem = Problem.at(where, what());
    return hint().map(problem::next).orElse(problem);
  }

  private String what() {
    if (type.equals("SystemExit")) {
      return "it ended the program (sys.exit(" + message + "))" + trace();
    }
    String said = message.isEmpty() ? type : type + ": " + message;
    if (!source.isEmpty()) {
      return "Python cannot parse this: %s\n    %s\n".formatted(said, source).stripTrailing();
    }
    return said + trace();
  }

  private String trace() {
    if (frames.isEmpty()) {
      return "";
    }
    return frames.stream()
        .skip(Math.max(0, frames.size() - SHOWN))
        .map(
            frame ->
                "\n  %s, in %s\n    %s".formatted(frame.where(), frame.function(), frame.source()))
        .collect(Collectors.joining());
  }

  private Optional<String> hint() {
    return switch (type) {
      case "SyntaxError", "IndentationError", "TabError" -> Optional.of(syntaxHint());
      case "ModuleNotFoundError", "ImportError" -> Optional.of(importHint());
      case "NameError", "AttributeError" ->
          oldName().map(name -> "this is Python 2; in Python 3 use " + name + " instead");
      default -> Optional.empty();
    };
  }

  private String syntaxHint() {
    if (message.contains("print") || source.matches("print\\s+[^(].*")) {
      return "this is Python 2; write print(…) with parentheses";
    }
    if (Stream.of("exec ", "except ", "raise ").anyMatch(source::startsWith)
        || message.contains("multiple exception types")
        || message.contains("leading zeros")
        || message.contains("backquote")) {
      return "this looks like Python 2; convert it to Python 3";
    }
    if (message.contains("never closed") || message.contains("EOF")) {
      return "close the bracket";
    }
    return "check the previous line, too: a bracket may be left open there";
  }

  private String importHint() {
    String replacement = OLD_NAMES.get(module);
    return replacement != null
        ? "this is Python 2; in Python 3 use " + replacement + " instead"
        : "install it for the python3 in use, or choose another python3 with PROVISION_PYTHON";
  }

  private Optional<String> oldName() {
    return QUOTED
        .matcher(message)
        .results()
        .map(quoted -> replacement(quoted.group(1)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> replacement(String name) {
    @Nullable String replacement = OLD_NAMES.get(name);
    return Optional.ofNullable(replacement);
  }
}
