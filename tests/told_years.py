"""Years that are typed on a page, in prose and in what a figure says of itself, and what the tables have for them.

Nothing here knows a room of `evidence`. `told_years_pages.py` and `told_years_others.py` name for each typed year its
row, or count it anew; `test_told_years.py` sets that beside the pages.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from audit import MONTHS
from by_hand import table
from told import squeezed

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["index.ipynb", *sorted(f"chapters/{path.name}" for path in (ROOT / "chapters").glob("*.ipynb"))]
OTHERS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*/*.ipynb", "*.md", "*/*.md")
    for path in (ROOT / "chapters").glob(pattern)
)
LITERALS = ("title", "description", "measure", "cannot_show")  # what a figure or a table says of itself
FOLDED = (*LITERALS, "note", "claims")  # and what stands below it, and what a misleading picture claims
NUMBER = "§"  # stands for what a role, or an expression in a literal, puts in
TYPED = re.compile(rf"(?:(?:(\d\d?) )?({'|'.join(MONTHS)}) )?(?<![\d,.])((?:1[89]|20|۱[۸۹]|۲۰)\d\d)(?!\d)")
SHOWN = re.compile(r"\{(?:gloss|doc|term)\}`([^`<]*?)(?: ?<[^`>]*>)?`")
ROLE = re.compile(r"\{[a-z:-]+\}`[^`]*`")
CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
ADDRESS = re.compile(r"\]\([^)]*\)|<https?:[^>]*>")
FENCE = re.compile(r"^( *)```(?:\{code-block\} )?\w+\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)  # code, no directive
MARKUP = re.compile(r"[*\[\]]|^[#>]+ |^:::.*?(?=\w|$)|^[-+] ", re.MULTILINE)


class Name(NamedTuple):
    """A year that is only part of a name, or of what somebody asks or supposes: no row says it."""

    years: str
    why: str


def shown(source: str) -> str:
    """Markdown as its words are read: no markup, no addresses, a sign where a role puts a number in."""
    words = ADDRESS.sub("]", CODE.sub("", ROLE.sub(NUMBER, SHOWN.sub(r"\1", FENCE.sub("", source)))))
    return squeezed(MARKUP.sub("", words))


def literals(node: ast.expr) -> Iterator[str]:
    """The texts of an expression, each with a sign where something is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield squeezed(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield squeezed("".join(part.value if isinstance(part, ast.Constant) else NUMBER for part in node.values))
    elif isinstance(node, ast.BinOp):
        yield from [*literals(node.left), *literals(node.right)]
    elif isinstance(node, ast.IfExp):
        yield from [*literals(node.body), *literals(node.orelse)]


def said_of_figures(source: str, named: tuple[str, ...] = LITERALS) -> Iterator[str]:
    """What the code of a cell types of a figure or a table."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in named:
            yield from literals(node.value)


def sources_of(page: str, root: Path = ROOT) -> Iterator[tuple[bool, str]]:
    """Whether a cell is prose, and its source; a page of Markdown is one cell."""
    text = (root / page).read_text("utf-8")
    if page.endswith(".md"):
        yield True, text
    else:
        for cell in json.loads(text)["cells"]:
            yield cell["cell_type"] == "markdown", "".join(cell["source"])


def words_of(page: str, root: Path = ROOT, named: tuple[str, ...] = LITERALS) -> str:
    """All that is typed for the readers of a page, a line for each cell or literal; blocks of code aside."""
    lines: list[str] = []
    for prose, source in sources_of(page, root):
        lines += [shown(source)] if prose else said_of_figures(source, named)
    return "\n".join(lines)


def blocks_of(page: str, root: Path = ROOT) -> str:
    """The code that a page has its readers run, a line for each block."""
    prose = [source for own, source in sources_of(page, root) if own]
    return "\n".join(squeezed(block[2]) for source in prose for block in FENCE.finditer(source))


def everything_of(page: str, root: Path = ROOT) -> str:
    """All of a page that may hold a year: its words, its notes, its blocks of code."""
    return f"{words_of(page, root, FOLDED)}\n{blocks_of(page, root)}"


def typed(words: str) -> list[str]:
    """'In May 2017, and on 4 April 2018' -> ['2017-05', '2018-04-04']."""
    return [stamp(match) for match in TYPED.finditer(words)]


def stamp(match: re.Match) -> str:
    day, month, year = match.groups()
    parts = [str(int(year))]  # a page may have other digits
    parts += [f"{MONTHS.index(month) + 1:02}"] if month else []
    parts += [f"{int(day):02}"] if day else []
    return "-".join(parts)


def unregistered(text: str, registered: list[str]) -> list[str]:
    """Each typed year that stands in none of the registered words, with what stands around it."""
    covered = [range(at, at + len(words)) for words in registered if (at := text.find(words)) >= 0]
    return [
        text[max(0, match.start() - 40) : match.end() + 20]
        for match in TYPED.finditer(text)
        if not any(match.start(3) in span for span in covered)
    ]


def wrong(words: str, own: "list | Name") -> str:
    """What registered words say and the tables do not; '' is nothing."""
    years = own.years.split() if isinstance(own, Name) else [str(one) for one in own]
    told = typed(words)
    fits = len(told) == len(years) and all(year.startswith(one) for one, year in zip(told, years))
    return "" if told and fits else f"{words!r} says {told}, by the tables {years}"


# ------------------------------------------------------------------------------------------------- what the tables say
@cache
def keyed(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their first column."""
    return {next(iter(row.values())): row for row in table(name)}


def at(name: str, *ids: str, column: str = "date") -> list[str]:
    """The dates of some rows of a table, in this order."""
    return [keyed(name)[one][column] for one in ids]


def inside(name: str, key: str, column: str) -> list[str]:
    """The years that a text of a row names, in their order."""
    return typed(keyed(name)[key][column])
