"""Which people, abbreviations and other terms the prose of a chapter names, and whether the first use has its gloss.

In: the Markdown of a chapter and the table `glossary`. Out: uses of terms with their sentences, and
what is missing, one sentence each. The main line comes first: a term that stands in a box or an exercise too has its
gloss in the main line. Headings, links, code and the other roles are passed over.
"""

import re
from dataclasses import dataclass

import pandas as pd
from nbformat import NotebookNode

from evidence import tables
from evidence.changes.sentences import END_OF_SENTENCE

GLOSS = re.compile(r"\{gloss\}`(?P<words>[^`<]*) <(?P<term>[a-z0-9-]+)>`")
# Two capitals or more in a word, with the letter behind a hyphen in "ISIL-K".
CAPITALS = re.compile(r"(?<![\w-])[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Z](?![A-Za-z]))?")
TITLED = re.compile(r"\b(?:General|President|Mullah|Ambassador)\s+[A-Z][a-z]+")
FULL_NAME = re.compile(r"(?:[A-Z][\w’'-]*\.? )+[A-Z][\w’'-]+")
NO_SURNAME = {"Assembly", "Analyst", "Ministry", "Monitor", "News", "Troika"}  # ends of names that are no person's
NAMES = {"statements": "speaker", "visits": "person", "forecasts": "author"}
EXERCISES = re.compile(r"^#+ Exercises", re.MULTILINE)
BOX = re.compile(r"^(`{3,}|:{3,})\{[a-z-]+\}.*?^\1\s*$", re.MULTILINE | re.DOTALL)
PASSED_OVER = [
    re.compile(r"^#.*$", re.MULTILINE),  # headings
    re.compile(r"^.*Tables as of.*$", re.MULTILINE),  # the line under the title, which quotes a heading of the article
    re.compile(r"^(?:`{3,}|:{3,}|:[a-z]+:).*$", re.MULTILINE),  # what opens, describes and closes a directive
    re.compile(r"\[[^\]]*\]\([^)]*\)"),
    re.compile(r"(?:\{[a-z:-]+\})?`[^`]*`"),
]
HIDDEN = "\0"
# Words of two capitals or more that stand in the prose without a gloss -> why.
UNGLOSSED = {
    "US": "well known: the A to Z of GOV.UK style names it among those that need no words",
    "PressTV": "the name of a broadcaster, written with a capital inside; no abbreviation",
    "YemenPress": "the name of an outlet, written with a capital inside; no abbreviation",
}


@dataclass(frozen=True)
class Use:
    """A term where it stands: in which Markdown cell, from 0, between which characters, and whether it is glossed."""

    cell: int
    start: int
    end: int
    term: str  # id of the term; '' for one that the glossary lacks
    words: str
    glossed: bool


def prose(notebook: NotebookNode) -> list[str]:
    """The source of every Markdown cell that the book shows; '' for one that it leaves out."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return ["" if "remove-cell" in cell.metadata.get("tags", []) else cell.source for cell in cells]


def forms(glossary: pd.DataFrame) -> dict[str, str]:
    """Every form in which the prose may write a term -> its id; ValueError for a form of two terms."""
    found: dict[str, str] = {}
    for row in glossary.itertuples():
        for form in [row.term, *(row.written.split(";") if isinstance(row.written, str) else [])]:
            if found.setdefault(form, row.term_id) != row.term_id:
                raise ValueError(f"{form!r} is written for two terms: {found[form]} and {row.term_id}")
    return found


def first_uses(cells: list[str]) -> list[Use]:
    """The first use of every term in the prose of a chapter: in its main line or, if it has none there, elsewhere."""
    written = forms(tables.load("glossary"))
    uses = [use for cell, source in enumerate(cells) for use in _uses(cell, source, written)]
    uses.sort(key=lambda use: _off_the_main_line(cells, use))  # each part keeps its order
    first: dict[str, Use] = {}
    for use in uses:
        first.setdefault(use.term or use.words, use)
    return list(first.values())


def missing(cells: list[str]) -> list[str]:
    """What a chapter names without saying it: people and abbreviations whose first use has no gloss."""
    glossary = tables.load("glossary")
    demanded = {term for form, term in forms(glossary).items() if CAPITALS.fullmatch(form)}
    demanded |= set(glossary.query("kind == 'person'")["term_id"])
    reasons = []
    for use in first_uses(cells):
        if use.glossed or use.words in UNGLOSSED:
            continue
        if not use.term:
            reasons.append(f"{use.words!r} is not in the glossary: {sentence(cells, use)}")
        elif use.term in demanded:
            reasons.append(f"{use.words!r} has no gloss at its first use: {sentence(cells, use)}")
    return reasons


def sentence(cells: list[str], use: Use) -> str:
    """The sentence in which a term stands, on one line."""
    source = cells[use.cell]
    ends = [0, *(match.end() for match in END_OF_SENTENCE.finditer(source)), len(source)]
    start = max(end for end in ends if end <= use.start)
    return " ".join(source[start : min(end for end in ends if end >= use.end)].split())


def _off_the_main_line(cells: list[str], use: Use) -> bool:
    """Whether a use stands in a box, or behind the heading of the exercises."""
    ends = [(cell, match.start()) for cell, source in enumerate(cells) for match in EXERCISES.finditer(source)]
    boxed = any(match.start() <= use.start < match.end() for match in BOX.finditer(cells[use.cell]))
    return boxed or any(end < (use.cell, use.start) for end in ends)


def _uses(cell: int, source: str, written: dict[str, str]) -> list[Use]:
    """All uses in one cell, in their order: those with a gloss, those without, and names that the glossary lacks."""
    glossed = [(m.start(), m.end(), m["term"], m["words"], True) for m in GLOSS.finditer(source)]
    text = source
    for pattern in PASSED_OVER:
        text = pattern.sub(lambda match: HIDDEN * len(match[0]), text)
    known = _known(written)
    bare = [(m.start(), m.end(), written[" ".join(m[0].split())], m[0], False) for m in known.finditer(text)]
    text = known.sub(lambda match: HIDDEN * len(match[0]), text)
    lacking = [(m.start(), m.end(), "", m[0], False) for m in _unknown(text)]
    return [Use(cell, *found) for found in sorted(glossed + bare + lacking)]


def _known(written: dict[str, str]) -> re.Pattern:
    longest_first = sorted(written, key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w|-[A-Z])")


def _unknown(text: str) -> list[re.Match]:
    """Abbreviations, people with a title, and surnames of people whom the tables of the record name."""
    named = rf"\b(?:{'|'.join(sorted(surnames()))})\b"
    found = [match for pattern in (CAPITALS.pattern, TITLED.pattern, named) for match in re.finditer(pattern, text)]
    return [match for match in found if match[0].split()[-1] not in NO_SURNAME]


def surnames() -> set[str]:
    """The last names of people who speak, travel or forecast in the tables of the record."""
    names = {name for table, column in NAMES.items() for name in tables.load(table)[column]}
    return {name.split()[-1] for name in names if FULL_NAME.fullmatch(name)} - NO_SURNAME
