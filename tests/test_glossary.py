"""People, places, words: what the table may say, and what its page shows of it."""

import re
from pathlib import Path

import nbformat
import pytest

from evidence import tables
from evidence.exhibits import glossary

PAGE = Path(__file__).resolve().parents[1] / "chapters" / "appendix" / "people.ipynb"
LONGEST_GLOSS, LONGEST_ENTRY, DOZEN = 25, 45, 12


def cells() -> dict:
    return {cell.id: cell for cell in nbformat.read(PAGE, as_version=4).cells}


def shown() -> str:
    outputs = [output for cell in cells().values() if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.data["text/html"] for output in outputs if "text/html" in output.get("data", {}))


def test_glosses_are_short_and_a_dozen_persons_have_more():
    rows = tables.load("glossary")
    assert rows["gloss"].str.split().str.len().max() <= LONGEST_GLOSS
    longer = rows.dropna(subset=["longer"])
    assert longer["longer"].str.split().str.len().max() <= LONGEST_ENTRY
    assert len(longer) == DOZEN and set(longer["kind"]) == {"person"}


def test_a_gloss_of_a_person_has_a_year_and_ends_as_a_sentence():
    rows = tables.load("glossary")
    assert rows["gloss"].str.endswith((".", "”.")).all()
    persons = rows.query("kind == 'person'")
    assert persons["gloss"].str.contains(r"\b(?:19|20)\d\d\b").all(), "the role is that of a time"


def test_further_sources_are_of_rows_that_there_are():
    further = tables.load("row_sources").query("table == 'glossary'")
    assert set(further["row_id"]) <= set(tables.load("glossary")["term_id"])


def test_every_term_is_on_the_page_once_with_its_source():
    html, sources = shown(), set(tables.load("sources")["source_id"])
    entries = re.findall(r'<(?:section|tr)\b[^>]* id="([^"]+)"', html)
    assert sorted(entries) == sorted(tables.load("glossary")["term_id"])
    assert len(re.findall(r"data-glossed=", html)) == len(entries)
    linked = re.findall(r'href="sources.html#([^"]+)"', html)
    assert set(linked) <= sources and set(tables.load("glossary")["source_id"]) <= set(linked)


def test_isil_k_has_about_a_hundred_words():
    text = cells()["isil-k-in-words"].source.split("\n\n")[1]
    words = re.sub(r"\{[a-z]+\}`([^`<]*) <[^`]*>`", r"\1", text).split()
    assert 90 <= len(words) <= 110, len(words)


@pytest.mark.parametrize("page", [glossary.people, glossary.glossary])
def test_cells_arrive_escaped(page, monkeypatch):
    load = tables.load

    def nasty(name):
        frame = load(name)
        for column in {"term", "gloss", "longer", "written"} & set(frame) if name == "glossary" else ():
            frame[column] = frame[column].where(frame[column].isna(), "<script>alert(1)</script>")
        return frame

    monkeypatch.setattr(tables, "load", nasty)
    assert "<script" not in page().html and "&lt;script&gt;" in page().html


def test_a_gloss_escapes_and_describes_itself():
    before, after = glossary.enclosing('He said "<b>"', "people.html#x", "says-x-1")
    assert "<b>" not in after and "&lt;b&gt;" in after
    assert 'aria-describedby="says-x-1-tip"' in before and 'id="says-x-1-tip"' in after
