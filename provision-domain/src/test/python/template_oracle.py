"""Says what CPython makes of templates.

Reads one case a line from standard input: the language (f, t or m), the template, then the names and
values of the variables in turn, all separated by blanks. Every text is written as the hexadecimal of
its UTF-16 units, big-endian, and starts with an 'x' so that an empty one is visible.
Writes the Python version, then one line a case: '= TEXT' or '! TYPE MESSAGE'.

For m, the marker's pattern is searched; the outcome is the type and where it starts, or a KeyError.
"""

import re
import resource
import string
import sys

MARKER = re.compile(r"#.+provision-template-type:\W*([\w-]+)")
MEMORY = 600_000_000


def run(language, template, variables):
    """The outcome of one case: ('=', text) or ('!', exception type, message)."""
    try:
        if language == "f":
            return ("=", template.format(**variables))
        if language == "t":
            return ("=", string.Template(template).safe_substitute(variables))
        match = MARKER.search(template)
        if match is None:
            raise KeyError("no marker")
        return ("=", f"{match.start(1)} {match.group(1)}")
    except Exception as error:
        return ("!", type(error).__name__, str(error))


def decode(text):
    return bytes.fromhex(text[1:]).decode("utf-16-be", "surrogatepass")


def encode(text):
    return "x" + text.encode("utf-16-be", "surrogatepass").hex()


def main():
    # A huge width is a MemoryError at once, not a machine brought to its knees.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print(sys.version_info.major, sys.version_info.minor)
    for line in sys.stdin:
        language, template, *rest = line.split()
        texts = [decode(text) for text in rest]
        outcome = run(language, decode(template), dict(zip(texts[::2], texts[1::2])))
        try:
            print(*outcome[:-1], encode(outcome[-1]))
        except MemoryError:
            print("! MemoryError x")


if __name__ == "__main__":
    main()
