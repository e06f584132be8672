package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.LineEnds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a node's kernel would take a script for what its author means. Where it would not, most
/// shells run it all the same, in part or with other rules, and often end with 0.
///
/// See [ADR 88](../../../../../../../../../docs/adr/0088-what-a-script-is.md). Tested by
/// `ScriptFormTest`.
final class ScriptForm {
  /// Kernels before Linux 5.1 cut a `#!` line here, without a word.
  private static final int OLD_LIMIT = 127;

  /// Later ones refuse a longer one.
  private static final int LIMIT = 255;

  private static final String MARK = "\u00EF\u00BB\u00BF";

  /// Some programs write a mark before the one that is there, and a second carriage return
  /// likewise.
  private static final Pattern MARKS = Pattern.compile("^(" + MARK + ")+");

  private static final Pattern CARRIAGE_RETURNS = Pattern.compile("\r+\n");

  /// What follows such a line is no program text: an archive, or data.
  private static final Pattern END_OF_TEXT =
      Pattern.compile("(?m)^[ \\t]*(exit\\b.*|__[A-Z][A-Z_]*__:?)\r?$");

  private static final Pattern INTERPRETER = Pattern.compile("^#![ \\t]*([^ \\t\\r]*)[ \\t]*(.*)$");

  private static final Pattern SHELL =
      Pattern.compile("(^|.*[/ ])(sh|ash|bash|dash|ksh|mksh|yash|zsh|csh|tcsh|fish|busybox)( .*)?");

  /// What neither the kernel nor most people see, or what is quoted.
  private static final Pattern UNSEEN = Pattern.compile("[^!-~]|[\"'\\\\]");

  /// A `#!` line but for what is unseen, for the order of its signs, or for one of them.
  private static final Pattern ALMOST =
      Pattern.compile(
          "(#+!+|!+#+)[#!]*/.*"
              + "|#?/(usr/(local/)?)?bin/(env)?"
              + "(sh|ash|bash|dash|ksh|mksh|zsh|fish|python[0-9.]*|perl|ruby|node)(-.*)?");

  private final String source;

  /// A character for each byte.
  private final String text;

  private ScriptForm(String source, String text) {
    this.source = source;
    this.text = text;
  }

  /// A script as it is sent: checked, and mended where its entry asks for that.
  ///
  /// @throws ProblemsException with `FILE:LINE` and the cure if it would not be run as it is meant
  static byte[] ready(byte[] bytes, String source, LineEnds lineEnds, List<String> warnings) {
    String text =
        new String(
            lineEnds == LineEnds.UNIX ? unixLineEnds(bytes) : bytes, StandardCharsets.ISO_8859_1);
    ScriptForm form = new ScriptForm(source, text);
    Optional<Problem> problem =
        form.encoding()
            .or(form::binary)
            .or(form::firstLine)
            .or(() -> lineEnds == LineEnds.KEEP ? Optional.empty() : form.lineEnds());
    if (problem.isPresent()) {
      throw new ProblemsException(problem.get());
    }
    if (form.line(0).length() > OLD_LIMIT && text.startsWith("#!")) {
      warnings.add(
          "%s:1: its #! line has %s bytes; Linux before 5.1 truncates it after %s"
              .formatted(source, form.line(0).length(), OLD_LIMIT));
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A text without byte order marks and Windows line ends.
  static byte[] unixLineEnds(byte[] bytes) {
    String text = MARKS.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).replaceFirst("");
    return CARRIAGE_RETURNS.matcher(text).replaceAll("\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private Optional<Problem> problem(int line, String what, String next) {
    return Optional.of(Problem.at(source + ":" + line, what).next(next));
  }

  private Optional<Problem> encoding() {
    if (text.startsWith("\u00FF\u00FE\0\0") || text.startsWith("\0\0\u00FE\u00FF")) {
      return problem(
          1,
          "it is in UTF-32, which interpreters cannot read",
          "save it as UTF-8, or run: iconv -f UTF-32 -t UTF-8");
    }
    if (text.startsWith("\u00FF\u00FE")
        || text.startsWith("\u00FE\u00FF")
        || text.startsWith("#\0!\0")
        || text.startsWith("\0#\0!")) {
      return problem(
          1,
          "it is in UTF-16, which interpreters cannot read",
          "save it as UTF-8, or run: iconv -f UTF-16 -t UTF-8");
    }
    if (text.startsWith(MARK)) {
      return problem(
          1,
          "it begins with a byte order mark, so its first line is not read correctly",
          "save it as UTF-8 without one (sed -i '1s/^\\xEF\\xBB\\xBF//'), or set 'line-ends:"
              + " unix'");
    }
    return Optional.empty();
  }

  private Optional<Problem> binary() {
    if (text.startsWith("\u007FELF") || text.startsWith("MZ\u0090\0")) {
      return problem(
          1,
          "it is a compiled program, not a script",
          "list it in the bundle's 'files', and run it from a script");
    }
    int nul = text.indexOf('\0');
    if (nul < 0 || END_OF_TEXT.matcher(text.substring(0, nul)).find()) {
      return Optional.empty();
    }
    return problem(
        lineOf(nul),
        "it contains a NUL byte, so it is not a script",
        "list data in the bundle's 'files', or move it after a line with 'exit'");
  }

  private Optional<Problem> firstLine() {
    return text.startsWith("#!") ? interpreter() : hidden().or(this::almost);
  }

  private Optional<Problem> interpreter() {
    String line = line(0);
    if (line.stripTrailing().indexOf('\r') >= 0) {
      return problem(
          1,
          "its #! line contains a carriage return, which becomes part of the interpreter's name or"
              + " argument",
          "convert it to Unix line endings (mac2unix, if each line ends in a carriage return)");
    }
    if (line.indexOf('\r') >= 0) {
      return problem(
          1,
          "its #! line ends in a carriage return, which becomes part of the interpreter's name",
          "convert it to Unix line endings (dos2unix), or set 'line-ends: unix'");
    }
    if (line.length() > LIMIT) {
      return problem(
          1,
          "its #! line has %s bytes; Linux accepts at most %s".formatted(line.length(), LIMIT),
          "shorten it, or call the interpreter from a script of two lines");
    }
    Matcher parts = INTERPRETER.matcher(line);
    String name = parts.matches() ? parts.group(1) : "";
    if (!name.startsWith("/")) {
      return problem(
          1,
          name.isEmpty()
              ? "its #! line names no interpreter"
              : "its #! line names '%s', which is not an absolute path".formatted(shown(name)),
          "write it as #!/bin/sh or #!/usr/bin/env python3");
    }
    if (name.chars().anyMatch(c -> c > '~')) {
      return problem(
          1,
          "its #! line names '%s', which contains a character that is not ASCII, perhaps one that looks"
                  .formatted(shown(name))
              + " like a space",
          "type the line again, such as #!/bin/sh -e");
    }
    String argument = parts.group(2).strip();
    if (name.endsWith("/env") && argument.matches("[^-=\\s]+\\s.*")) {
      return problem(
          1,
          "its #! line passes '%s' to env as the name of one program".formatted(shown(argument)),
          "write #!%s -S %s".formatted(name, shown(argument)));
    }
    return Optional.empty();
  }

  /// A `#!` that only blank lines and comments precede is meant, but not seen.
  private Optional<Problem> hidden() {
    for (int start = 0, number = 1; start < text.length(); number++) {
      String line = line(start);
      String words = line.strip();
      if (words.startsWith("#!") && words.contains("/")) {
        return words.equals("#!/bin/sh") ? Optional.empty() : hidden(number);
      }
      if (!words.isEmpty() && !words.startsWith("#")) {
        return Optional.empty();
      }
      start += line.length() + 1;
    }
    return Optional.empty();
  }

  private Optional<Problem> almost() {
    String line = line(0);
    if (line.strip().startsWith("#!")
        || !ALMOST.matcher(UNSEEN.matcher(line).replaceAll("")).matches()) {
      return Optional.empty();
    }
    return problem(
        1,
        "its first line resembles a #! line but is not one, so /bin/sh would run it",
        "start it with #! and the interpreter's path, such as #!/bin/sh -e, without anything before"
            + " it, such as an invisible character");
  }

  private Optional<Problem> hidden(int line) {
    return problem(
        line,
        line == 1
            ? "its #! line begins with a space, so /bin/sh would run it"
            : "its #! line is not the first line, so /bin/sh would run it",
        "make it the first line, starting with #!");
  }

  private Optional<Problem> lineEnds() {
    Matcher end = END_OF_TEXT.matcher(text);
    int nul = text.indexOf('\0');
    int last = nul < 0 ? text.length() : end.find() ? end.end() : nul;
    int found = text.substring(0, last).indexOf("\r\n");
    boolean shell = !text.startsWith("#!") || SHELL.matcher(line(0)).matches();
    if (found < 0 || !shell) {
      return Optional.empty();
    }
    return problem(
        lineOf(found),
        "this line ends in a carriage return, which a shell reads as part of its last word",
        "convert it to Unix line endings (dos2unix), or set 'line-ends: unix', or 'line-ends: keep'"
            + " if it is intended");
  }

  private String line(int start) {
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private int lineOf(int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static String shown(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
