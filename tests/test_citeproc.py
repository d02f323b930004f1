"""The records in CSL-JSON, rendered by a citation processor in a style that ships with it."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from evidence.pages import citations
from evidence.pages.citations import DATA_SET, Author, Work

GROUP = "The contributors of Rain: an evidence book"
BOOK = Work((Author(GROUP),), "Rain: an evidence book", "1.0", date(2030, 2, 3), url="https://example.org/book/")


def rendered(work: Work) -> str:
    """The one entry of a list of references in the style Harvard (Cite them right)."""
    records = json.loads(citations.csl(work))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(records), formatter.plain)
    bibliography.register(Citation([CitationItem(record["id"]) for record in records]))
    [entry] = map(str, bibliography.bibliography())
    return entry


@pytest.fixture
def chapter() -> Work:
    return citations.part(BOOK, "Did it rain?", "chapters/01-rain", "https://example.org/book/chapters/01-rain.html")


def test_a_chapter_stands_in_its_book_under_the_whole_name_of_the_group(chapter):
    entry = rendered(chapter)
    assert entry.startswith(f"{GROUP} (2030) “Did it rain?”")
    assert BOOK.title in entry.partition("Did it rain?")[2] and chapter.url in entry


def test_a_figure_and_a_claim_are_parts_of_the_book_as_well(chapter):
    for genre, label in (("figure", "Figure 1.2"), ("claim", "Claim C01")):
        entry = rendered(citations.exhibit(chapter, genre, label, "It fell by 50%", "fig-fall"))
        assert f"“{label}. It fell by 50%”" in entry and BOOK.title in entry.partition(label)[2]
        assert f"{chapter.url}#fig-fall" in entry


def test_the_book_and_its_data_package_stand_by_themselves():
    for work in (BOOK, replace(BOOK, title="Rain: data", genre=DATA_SET)):
        entry = rendered(work)
        assert entry.startswith(f"{GROUP} (2030) ") and work.title in entry and work.url in entry


def test_a_person_is_inverted_and_a_group_is_not():
    work = replace(BOOK, authors=(Author("Ibn Sina", "Ada Maria"), Author(GROUP)))
    assert re.match(rf"Ibn Sina, A\.\s?M\. and {GROUP} \(2030\)", rendered(work))
