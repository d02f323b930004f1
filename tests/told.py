"""What a page has to say where its source asks for a value: the value between the words that stand beside it."""

import re
from collections.abc import Callable, Iterator

BESIDE = 25  # characters, as far as no markup comes between
FIRST = 0xE000  # of the characters that Unicode leaves to anybody: each holds the place of a value
HELD = re.compile("[\ue000-\uf8ff]")
EMPHASIS = re.compile(r"\*+|(?<!\w)_|_(?!\w)")
BETWEEN = re.compile(
    r"\n\s*\n"  # the end of a paragraph
    r"|^\s*(?:[-+]|\d+\.|\d+ \|)\s|^#+\s|^:::.*$|^```.*$|^:[a-z-]+:.*$"  # what begins or is a line and is not shown
    r"|\{[a-z-]+\}`[^`]*`|`[^`]*`"  # other roles, code
    r"|\]\([^)]*\)|[][|<>{}]",  # links, columns of a table or a plan
    re.MULTILINE,
)
QUOTES = str.maketrans("‘’“”", "''\"\"")  # a page has its own


def squeezed(text: str) -> str:
    """A text as it is compared: one space between words, straight quotation marks."""
    return " ".join(text.translate(QUOTES).split())


def beside(source: str, role: re.Pattern, value: Callable[[re.Match], str]) -> Iterator[str]:
    """For each role in some Markdown what the page shows there, squeezed. value: the text that it has in the page."""
    values: list[str] = []

    def held(match: re.Match) -> str:
        values.append(value(match))
        return chr(FIRST + len(values) - 1)

    for piece in BETWEEN.split(EMPHASIS.sub("", role.sub(held, source))):
        line = " ".join(piece.split())
        for match in HELD.finditer(line):
            shown = line[max(0, match.start() - BESIDE) : match.end() + BESIDE]
            yield squeezed(HELD.sub(lambda one: values[ord(one[0]) - FIRST], shown))
