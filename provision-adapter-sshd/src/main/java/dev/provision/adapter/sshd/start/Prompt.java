package dev.provision.adapter.sshd.start;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The question that a password is the answer to. What asks in another form gets none: whoever it
/// is, it is not known to be the program that lets one become root.
sealed interface Prompt {
  /// Nothing is asked.
  record None() implements Prompt {
    @Override
    public boolean isIn(CharSequence said) {
      return false;
    }

    @Override
    public Optional<String> whose(String said) {
      return Optional.empty();
    }
  }

  /// A token that `sudo` was told to ask with, followed by the name of the user whose password it
  /// wants, and a colon.
  record Token(String token) implements Prompt {
    @Override
    public boolean isIn(CharSequence said) {
      int at = said.toString().indexOf(token);
      return at >= 0 && said.toString().indexOf(':', at) >= 0;
    }

    /// A `sudo` that does not know that it is to name somebody repeats the percent sign.
    @Override
    public Optional<String> whose(String said) {
      int at = said.indexOf(token) + token.length();
      String name = said.substring(at, said.indexOf(':', at));
      return name.isEmpty() || name.contains("%") ? Optional.empty() : Optional.of(name);
    }

    @Override
    public String without(String said) {
      return said.replaceAll(Pattern.quote(token) + "[^:]*:", "");
    }
  }

  /// A line, without an end, of a known form.
  record Line(Form form) implements Prompt {
    @Override
    public boolean isIn(CharSequence said) {
      return form.is(unended(said));
    }

    @Override
    public Optional<String> whose(String said) {
      return Optional.empty();
    }
  }

  /// What programs ask that cannot be told how.
  enum Form {
    /// `su`, where it asks in English.
    SU("password:"),
    /// `doas`, by itself or by PAM.
    DOAS("(doas \\(\\S+@\\S+\\) )?password:");

    private final Pattern pattern;

    Form(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    private boolean is(String line) {
      return pattern.matcher(line.toLowerCase(Locale.ROOT)).matches();
    }
  }

  /// Whether this is asked at the end of what was said.
  boolean isIn(CharSequence said);

  /// Whose password is asked for, if that is said.
  ///
  /// @param said which it is in
  Optional<String> whose(String said);

  /// What was said, without the questions that nobody but us has to see.
  default String without(String said) {
    return said;
  }

  /// The last line that has no end yet, without white space around it.
  static String unended(CharSequence said) {
    String text = said.toString();
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
