"""Writes the recorded cases of the template languages, as CPython 3.11 decides them.

Run by hand when cases are added:  python3.11 record_template_cases.py DIRECTORY
It writes two files there: cases.txt and unicode-14.txt. RecordedTemplateCasesTest says how they read.
"""

import itertools
import pathlib
import random
import re
import sys
import unicodedata

import template_oracle

VARIABLES = {
    "x": "ab",
    "name": "node-7",
    "w": "9",
    "p": ".2",
    "s": "*^8",
    "e": "",
    "q": "it's",
    "d": 'say "hi"',
    "b": "both ' and \"",
    "u": "a\u00e9\u4e2d\U0001f600\u200b\u0378z",
    "c": "\t\n\r\\\x00\x1f\x7f\xa0\xad",
    "t": "${x} $x {x} {{",
    "foo bar": "blank",
    "-1": "minus",
    "ab": "chained",
    "\u00e9": "accent",
    "_A9": "under",
    "X": "capital",
}

# Tilde stands for a blank, percent sign for a line feed.
FIELDS = """
{x} {name} {foo~bar} {-1} {\u00e9} {X} {y} {~x} {x~} {~} {} {0} {1} {00} {9223372036854775807} {9223372036854775808}
{99999999999999999999x} {1x} {-2} {+1} {\u0663} {\U0001d7ce} {\u00b2} {x!r} {x!s} {x!a} {q!r} {d!r} {b!r} {u!r} {c!r}
{e!r} {u!a} {c!a} {q!a} {b!a} {u!s} {x!r:>8} {u!a:.4} {x!} {x!:} {x!:5} {x!!} {x!}} {x!rr} {x!r~} {x!r!s} {x!~r} {x!R}
{x!d} {x!\u00e9} {x!\U0001f600} {x!\0} {x!\0:5} {x!%} {x!{} {x!{w}} {x!r {x! {x {x: {x:{ {x:{w {x:{w} {x:5 {x[ {x[0
{x[0] {x. {{x {{x} {x}} {x}}} {{x}} {{{x}}} {{{{x}}}} {{{x} { {{ {{{ } }} }}} }{ {}} {{} }{{~x}y a{b {a{b} {a{b}}
{{a}b} {x[0]} {x[1]} {x[2]} {x[00]} {u[3]} {u[2]} {u[6]} {u[7]} {e[0]} {x[-1]} {x[+0]} {x[~0]} {x[0~]} {x[a]} {x['0']}
{x[]} {x[0][0]} {x[1][0][0]} {x[1][1]} {x[0]a} {x[0]!r} {x[0]]} {x[0]:>3} {x[\u0661]} {x[\U0001d7cf]} {x[\u00b9]}
{x[9223372036854775807]} {x[9223372036854775808]} {x[99999999999999999999a]} {x[{]} {x[}]} {x[:]} {x[!]} {x[[]} {x[.]}
{x.} {x..} {x.nope} {x.a.b} {x.[0]} {x[0].} {x[0].nope} {y.nope} {y[0]} {y!q} {y:q} {x!q:q} {x!q:{y}} {[0]} {.a} {x]}
{x].} {]} {x]0[} {x[0]x[0]} {x:{w}} {x:{w}.1} {x:{s}} {x:{p}} {x:{e}} {e:{e}} {x:>{w}} {x:{w}{w}} {x:{w!r}} {x:{w!s:}}
{x:{w:1}} {x:{w:{w}}} {x:{w:{w}} {x:{y:{w}}} {x:{w!q:{w}}} {x:{w[0]}} {x:{w[0][0]}} {x:{}} {x:{0}} {x:{y}} {x:{x}}
{x:{ab}} {x:{q}} {x:{{}}} {x:{{{w}}}} {x:{{^9}} {x:{{^9}}} {x:}}^9} {x:{{}}^9} {x:a{w}} {x:{w}s} {x:{w}d} {x:{w}{p}}
{x:{w}{p}s} {x:{name:.0}} {y:{y}} {x:{w}}} {x:{w}!r} {x:!r}
"""

SCRIPTS = [
    "#!/bin/sh\n# provision-template-type: format-string\necho {name}\nawk '{{print $1}}'\n",
    "#!/bin/sh\necho ${{HOME}} {x:>5}|{x:<5}|{x:^5}|\n",
    "a\r\n{x}\r\n{y}\r\n",
    "f() { echo hi; }\n",
    "if [ $rc -ne 0 ]; then { exit 1; } fi",
    "{x}\n{name}\n{w}\n}\n",
    "trap '{ rm -f \"$tmp\"; }' EXIT",
    "\ufeff{x}",
    "",
    "\n",
    "no fields at all",
]

DOLLARS = """
$x ${x} $$ $$x $$$x $$$$x $$$$$x $ $$$ $x$x ${x}${x} $xx $x1 $1 $1x ${1} $_A9 ${_A9} $_ $- $? $# $@ $* $! ${ ${} ${x
${x} } ${~x} ${x~} $X ${X} $name-1 $name.txt ${name}1 $foo ${foo} $foo$x ${foo${x}} ${x$x} $${x} $$${x} ${$x} $ab
${ab} $\u00e9 ${\u00e9} $x\u00e9 $\u017f $x\u017f $\u212a $x\u212a ${x\u212a} $x\u0301 ${x\u0301} $x\u0660
$x\U0001f600 $\U0001f600x $t ${t} $e$x x$ $x$ $x$$ $(x) $[x] $'x' "$x" '$x' \\$x ${x:-y} ${x-y} ${#x} ${!x} {x} {{x}}
$%x ${%x} ${x%} $x%$y% ${y} $y $x_ ${x}_ $\0 $x\0
"""


def words(text):
    return [word.replace("~", " ").replace("%", "\n") for word in text.split()]


KEY = "provision-template-type:"
BEFORE = [
    "# ", "#", "##", "", "#\t", "# a # ", "x # ", "#\n ", "# \n", "#\r", "#\r\n# ", "#\x0b", "#\u2028", "#\x85",
    "# " + KEY, "# " + KEY + " a ",
]
AFTER = [
    "", " ", "a", " a", "\n", "\nb", "\r\nb c", " -", " - ", "-", "--", "--a", "-a-", " a-b", " a b", " a_b", "\u00e9",
    " \u4e2d1", " a\u0301", " .-.", " .-.x", "\u00b2", " \u2160x", "\u0378", " \U0001d7ce", " \U00011f02x", " " + KEY,
    f" {KEY} z", f" q # {KEY}", f"\n# {KEY} z", " format-string", " 'format-string'", "*template-string*",
]

SOUP = "{}{}{}[]!:.<>=^+- #0,_z159sxwra\u00e9\u0663\U0001d7cf\n\"'\\$$"


ALIGNS = ["", "<", ">", "^", "=", "*<", "0>", "{^", "^^", "\u00e9>", "\U0001f600^", "==", "a", "ab<"]
SIGNS = ["", "+", "-", " ", "z", "#", "+z", "z#", "#z"]
WIDTHS = ["", "0", "05", "5", "\u0665", "1\U0001d7ce"]
GROUPINGS = ["", ",", "_", ",_", ",,"]
PRECISIONS = ["", ".", ".0", ".1", ".1."]
TYPES = "sbcdoxXneEfFgGs%rz \0\n\u00e9\U0001f600~\x80"
ODD_SPECS = [
    "ss", "5ss", "s5", ".5s5", "5.", "5..5", ":", "::", "9223372036854775808", ".9223372036854775807",
    ".9223372036854775808", "99999999999999999999x", "+", "-", " ", "  ", "=", "==", "===", "<<<", "<5<", "5<", "z",
    "zz", "#", "##", "0", "00", "000", "0000005", "+05", "#05", "_,", ",_,", "__",
]


def specs():
    """Format specs: each part with each neighbour it can have, and what may not be there."""
    for parts in itertools.product(ALIGNS, SIGNS, ["6", "06"]):
        yield "".join(parts)
    for parts in itertools.product(WIDTHS, GROUPINGS, PRECISIONS, ["", "s", "d"]):
        yield "".join(parts)
    for parts in itertools.product(["", ",", "_"], TYPES):
        yield "".join(parts)
    yield from ODD_SPECS


def random_cases(rng, count):
    pieces = words(FIELDS) + ["{x}", "{name:>9}", "text", "\n", "{{", "}}"]
    for _ in range(count):
        text = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 3)))
        for _ in range(rng.randint(0, 2)):
            at = rng.randint(0, len(text))
            text = text[:at] + rng.choice(["", rng.choice(SOUP)]) + text[at + rng.randint(0, 1):]
        yield "f", text
    for _ in range(count // 2):
        yield "f", "{x:" + "".join(rng.choice("<>=^+- #0,_z.159s{}w*") for _ in range(rng.randint(1, 5))) + "}"
    for _ in range(count // 2):
        yield "f", "".join(rng.choice(SOUP) for _ in range(rng.randint(1, 9)))
    for _ in range(count // 2):
        yield "t", "".join(rng.choice("$$$$${}{}xXe_y1 -\n\u017f") for _ in range(rng.randint(1, 9)))


def valid_cases(rng, count):
    """Texts that render, of fields with all that a field can have."""
    for _ in range(count):
        text = ""
        for _ in range(rng.randint(1, 3)):
            name = rng.choice([*VARIABLES, "x[0]", "x[1]", "u[4][0]"])
            conversion = rng.choice(["", "", "!s", "!r", "!a"])
            align = rng.choice(["", "<", ">", "^", "*^", "0<", "\U0001f600>", ">>"])
            width = rng.choice(["", "3", "09", "12", "\u0665", "{w}", "1{w}"])
            precision = rng.choice(["", "", ".0", ".1", ".4", "{p}"])
            spec = align + width + precision + rng.choice(["", "s"])
            text += "{" + name + conversion + (":" + spec if spec else "") + "}"
            text += rng.choice(["", " ", "{{", "}}", "\n", "${{x}}", "\u00e9"])
        yield "f", text


def cases():
    yield from (("f", text) for text in words(FIELDS) + SCRIPTS)
    for spec in specs():
        yield "f", "{x:" + spec + "}"
    for spec in ["9", ">9", "\U0001f600^9", ".4", ".5", "8.3", "7", "6", "0", "08"]:
        yield "f", "{u:" + spec + "}"
    yield from (("t", text) for text in words(DOLLARS) + words(FIELDS)[:60] + SCRIPTS)
    yield from (("m", before + KEY + after) for before, after in itertools.product(BEFORE, AFTER))
    yield from random_cases(random.Random(2011), 1600)
    yield from valid_cases(random.Random(2012), 1500)


def escape(text):
    units = text.encode("utf-16-be", "surrogatepass").hex()
    codes = [int(units[at:at + 4], 16) for at in range(0, len(units), 4)]
    escaped = "".join(chr(c) if 0x20 <= c < 0x7f and c != 0x5c else "\\%04x" % c for c in codes)
    # Editors cut blanks at the end of a line.
    return escaped[:-1] + "\\0020" if escaped.endswith(" ") else escaped


def repeatable(outcome):
    """Not the address of a method, which an attribute such as x.upper shows; not a matter of memory."""
    return not (outcome[0] == "=" and re.search("0x[0-9a-f]{8}|<class", outcome[1])) and outcome[1] != "MemoryError"


def write_cases(path):
    lines = [f"v\t{escape(name)}\t{escape(value)}" for name, value in VARIABLES.items()]
    seen = set()
    for language, text in cases():
        outcome = template_oracle.run(language, text, VARIABLES)
        if (language, text) not in seen and repeatable(outcome):
            seen.add((language, text))
            result = "=" + outcome[1] if outcome[0] == "=" else f"!{outcome[1]} {outcome[2]}"
            lines.append(f"{language}\t{escape(text)}\t{escape(result)}")
    path.write_text("\n".join(lines) + "\n", "ascii")


def ranges(holds):
    result = []
    for c in range(0x110000):
        if holds(chr(c)):
            if result and result[-1][1] == c - 1:
                result[-1][1] = c
            else:
                result.append([c, c])
    return " ".join("%x-%x" % (first, last) for first, last in result)


def write_unicode(path):
    word = re.compile(r"\w")
    lines = ["printable " + ranges(str.isprintable), "word " + ranges(word.match)]
    for digit in range(10):
        lines.append(f"{digit} " + ranges(lambda c: unicodedata.decimal(c, -1) == digit))
    path.write_text("\n".join(lines) + "\n", "ascii")


if __name__ == "__main__":
    if sys.version_info[:2] != (3, 11):
        sys.exit("the cases are recorded with Python 3.11")
    write_cases(pathlib.Path(sys.argv[1], "cases.txt"))
    write_unicode(pathlib.Path(sys.argv[1], "unicode-14.txt"))
