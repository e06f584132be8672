package dev.provision.domain.template;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes templates that are mostly well-formed, with tricky parts, and then damages many of them.
///
/// Half a surrogate pair is always the second half: two halves that meet are one character for Java
/// and stay two for Python.
final class TemplateGenerator {
  private static final String[] NAMES = {
    "x", "name", "w", "spec", "node_name", "foo bar", "-1", "é", "_A9", "X", "a-b", "\u017f"
  };
  private static final String[] VALUES = {
    "",
    "a",
    "ab",
    "7",
    "10",
    ">8",
    "*^9.2",
    "it's",
    "\"",
    "'\"",
    "\\",
    "\t\r\n",
    "\0\u001f\u007f\u009f",
    "é中😀",
    "\u200b\u0378\u00a0",
    "\udfff",
    "{x}",
    "}}",
    "${x}$",
    "\u2028\ufeff\ue000",
    "٣",
    "𝟙",
    "\u0301",
    "abcdefghijklmnopqrstuvwxyz"
  };
  private static final String[] SOUP = {
    "{", "{", "{", "}", "}", "}", "[", "]", "!", ":", ":", ".", "<", ">", "=", "^", "+", "-", " ",
    "#", "0", ",", "_", "z", "1", "5", "s", "x", "w", "r", "a", "é", "٣", "𝟙", "😀", "\n", "\r",
        "\"",
    "'", "\\", "$", "\0", "\udc80"
  };
  private static final String[] SPEC = {
    "<", ">", "^", "=", "*<", "0>", "😀^", "{{<", "é=", "+", "-", " ", "z", "#", "0", "3", "12",
    "٣", "𝟙", ",", "_", ".", ".2", ".0", "s", "s", "d", "x", "c", "!", ":"
  };
  private static final String[] DOLLARS = {
    "$", "$", "$", "$$", "{", "}", "${", "x", "name", "_A9", "X", "foo", "é", "\u017f", "\u212a",
    "\u0131", "1", "-", " ", "\n", "\u0301", "٣", "😀", "$x", "${x}", "${name}", "a-b", "("
  };
  private static final String[] MARKERS = {
    "#",
    "#",
    "# ",
    "##",
    "\n",
    "\n",
    "\r",
    "\r\n",
    "\u000b",
    "\u0085",
    "\u2028",
    " ",
    "-",
    "--",
    ".",
    "_",
    "a",
    "9",
    "é",
    "٣",
    "²",
    "ⅷ",
    "\u0301",
    "\u0378",
    "𝟙",
    "😀",
    "\udc80",
    "\ud801\udc00",
    "format-string",
    "template-string",
    "provision",
    "provision-template-type",
    "provision-template-type:",
    "provision-template-type:",
    "provision-template-type: ",
    "# provision-template-type:",
    "# provision-template-type: "
  };

  private final RandomGenerator random;

  TemplateGenerator(RandomGenerator random) {
    this.random = random;
  }

  /// The next case, of any language.
  TemplateCase next() {
    int kind = random.nextInt(10);
    if (kind == 0) {
      return new TemplateCase('m', some(MARKERS, 9), Map.of());
    }
    if (kind <= 2) {
      return new TemplateCase('t', some(DOLLARS, 9), variables());
    }
    return new TemplateCase('f', formatString(), variables());
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(6) > 0) {
        variables.put(name, pick(VALUES));
      }
    }
    return variables;
  }

  private String formatString() {
    if (random.nextInt(8) == 0) {
      return some(SOUP, 12);
    }
    StringBuilder text = new StringBuilder();
    for (int pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> "{{";
            case 1 -> "}}";
            case 2 -> pick(VALUES).replaceAll("[{}]", "");
            default -> field(2);
          });
    }
    for (int damages = Math.max(0, random.nextInt(5) - 2); damages > 0; damages--) {
      int length = text.codePointCount(0, text.length());
      int start = random.nextInt(length + 1);
      int end = Math.min(length, start + random.nextInt(2));
      text.replace(
          text.offsetByCodePoints(0, start),
          text.offsetByCodePoints(0, end),
          random.nextInt(3) == 0 ? "" : pick(SOUP));
    }
    return text.toString();
  }

  private String field(int depth) {
    StringBuilder field =
        new StringBuilder("{").append(random.nextInt(12) > 0 ? pick(NAMES) : some(SOUP, 2));
    if (random.nextInt(5) == 0) {
      field.append(path());
    }
    if (random.nextInt(4) == 0) {
      field.append('!').append(random.nextInt(8) > 0 ? pick("r", "s", "a") : pick(SOUP));
    }
    if (random.nextInt(2) == 0) {
      field.append(':').append(spec(depth));
    }
    return field.append('}').toString();
  }

  private String path() {
    return switch (random.nextInt(6)) {
      case 0 ->
          pick(".nope", ".", "[]", "[a]", "[-1]", "[{]", "[}]", "[:]", "[!]", "[0", "[0]x", "].");
      case 1 -> "[0][0]";
      case 2 -> "[" + pick(VALUES).replaceAll("[{}]", "") + "]";
      default -> "[" + random.nextInt(4) + "]";
    };
  }

  private String spec(int depth) {
    StringBuilder spec = new StringBuilder();
    if (random.nextInt(3) > 0) {
      // In the order in which a spec has them, so that most are valid.
      spec.append(pick("", "", "<", ">", "^", "=", "*^", "0<", "😀>"));
      spec.append(pick("", "", "", "", "", "+", " ", "z", "#"));
      spec.append(pick("", "", "0", "4", "09", "17", "٣", "12345"));
      spec.append(pick("", "", "", "", "", "", ",", "_"));
      spec.append(pick("", "", ".0", ".1", ".3", ".", ".𝟙"));
      spec.append(pick("", "", "", "s", "s", "d"));
    } else {
      spec.append(some(SPEC, 4));
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      int at = random.nextInt(spec.codePointCount(0, spec.length()) + 1);
      spec.insert(spec.offsetByCodePoints(0, at), field(random.nextInt(4) == 0 ? depth - 1 : 0));
    }
    return spec.toString();
  }

  private String some(String[] pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(most + 1); count > 0; count--) {
      text.append(pick(pieces));
    }
    return text.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
