"""How figures and tables are counted, which a build and the prose of notebooks have to agree on. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from evidence.pages import held_back

LETTERED = {"chapters/appendix/": "A", "chapters/teach/": "T"}  # folders whose pages count on from one to the next
KINDS = {"fig": ("figure", "Figure"), "tab": ("table", "Table")}
WORDS = dict(KINDS.values())
PUBLISHED = re.compile(r' data-(figure|table)="([a-z][a-z0-9-]*)"(?: data-rows="([a-z0-9_ ]*)")?')


def chapter_number(docname: str) -> str:
    """'chapters/02-kabul-moscow-ties' -> '2'; pages without a number have none."""
    match = re.match(r"0*(\d+)-", docname.rsplit("/", 1)[-1])
    return match[1] if match else ""


def shown(markup: str) -> list[tuple[str, str]]:
    """Kind and name of what one output shows, in order: [('figure', 'un-votes')]; its state of 2017 counts once."""
    return [(kind, name) for kind, name, _ in PUBLISHED.findall(held_back.take_then(markup, []))]


def counted(pages: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Iterator[tuple[str, str, str, str]]:
    """Document, kind, name and number of every figure and table: ('chapters/02-…', 'figure', 'un-votes', '2.1').

    pages: documents in the order of the book, each with the kind and name of what it shows. A chapter counts from 1;
    the appendix counts on from page to page ('A.7'), and so does the part for teachers ('T.2').
    """
    counts: Counter[tuple[str, str]] = Counter()
    for docname, items in pages:
        chapter = LETTERED.get(f"{docname.rpartition('/')[0]}/") or chapter_number(docname)
        for kind, name in items:
            counts[chapter or docname, kind] += 1
            yield docname, kind, name, ".".join(filter(None, (chapter, str(counts[chapter or docname, kind]))))
