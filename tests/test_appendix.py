"""The generated pages: nothing of the package is missing, everything is anchored, every cell arrives escaped."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from evidence import tables
from evidence.exhibits import appendix, registers
from evidence.exhibits.verdicts import SIGNS, badge, strip, verdict_mark

PAGES = Path(__file__).resolve().parents[1] / "chapters" / "appendix"


def shown(name: str) -> str:
    """All HTML that a committed page shows."""
    cells = nbformat.read(PAGES / f"{name}.ipynb", as_version=4).cells
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.data["text/html"] for output in outputs if "text/html" in output.get("data", {}))


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ("claims", lambda: list(tables.load("claims")["claim_id"])),
        ("data", lambda: ["table-" + name.replace("_", "-") for name in [*tables.names(), *tables.geo_names()]]),
        ("sources", lambda: list(tables.load("sources")["source_id"])),
    ],
)
def test_everything_is_on_its_page_once(page, ids):
    anchors = re.findall(r'<(?:section|li)\b[^>]* id="([^"]+)"', shown(page))
    assert sorted(anchors) == sorted(ids())


def test_every_piece_of_evidence_is_shown_and_leads_to_a_source_on_its_page():
    claims, sources = shown("claims"), shown("sources")
    linked = re.findall(r'href="sources.html#([^"]+)"', claims)
    assert len(linked) == len(tables.load("claim_evidence"))
    assert set(linked) <= set(re.findall(r'<li id="([^"]+)"', sources))


def test_the_register_offers_each_file():
    files = re.findall(r'href="\.\./\.\./data/([^"]+)"', shown("data"))
    assert files == [tables.resource(name)["path"] for name in [*tables.names(), *tables.geo_names()]]


def test_the_register_says_why_a_table_stays_that_no_notebook_reads():
    entries = BeautifulSoup(shown("data"), "html.parser").select("section.ev-entry")
    told = {one["data-chapters-of"]: one.find("dt", string="Why no chapter reads it") for one in entries}
    why = {name: term.find_next_sibling("dd").get_text() for name, term in told.items() if term}
    kept = {one["name"]: one["kept_because"] for one in tables.package()["resources"] if "kept_because" in one}
    assert kept and why == kept


@pytest.mark.parametrize(("make", "unknown"), [(appendix.claims, "Preface"), (appendix.bibliography, "rumour")])
def test_an_unknown_section_or_kind_is_an_error(make, unknown):
    with pytest.raises(KeyError, match=unknown):
        make(unknown)


def test_cells_arrive_escaped(monkeypatch):
    load = tables.load

    def nasty(name):
        frame = load(name)
        for column in {"paraphrase", "reason", "what_it_shows", "citation_full", "note"} & set(frame):
            frame[column] = "<script>alert(1)</script>"
        return frame

    monkeypatch.setattr(tables, "load", nasty)
    for page in (appendix.claims("Intro"), appendix.bibliography("dataset")):
        assert "<script" not in page.html and "&lt;script&gt;" in page.html


def test_a_verdict_never_speaks_by_colour_alone():
    marks = {verdict_mark(verdict) for verdict in SIGNS}
    assert len(marks) == len(SIGNS) and all(re.search(r">.&nbsp;[a-z ]+<", mark) for mark in marks)
    with pytest.raises(KeyError):
        verdict_mark("true")


def test_a_badge_escapes_and_describes_itself():
    made = badge("C01", 'He said "<b>"', "open", "borne out", "claims.html#C01", "cites-C01-1")
    assert "<b>" not in made
    assert 'aria-describedby="cites-C01-1-tip"' in made and 'id="cites-C01-1-tip"' in made
    assert "In August 2017: open. Today: borne out." in made


def test_two_verdicts_stand_in_two_boxes_and_what_was_open_is_said_in_words():
    made = BeautifulSoup(badge("C01", "He came", "open", "borne out", "claims.html#C01", "cites-C01-1"), "html.parser")
    for unseen in made.select(".ev-hidden"):
        unseen.extract()
    assert [pill.get_text() for pill in made.select("a > .ev-pill")] == ["2017:\xa0open", "●\xa0borne out\xa0(C01)"]
    one = {"claim_id": "C01", "paraphrase": "He came", "verdict_2017": "open", "verdict_today": "borne out"}
    listed = BeautifulSoup(strip(pd.DataFrame([one]), "claims.html"), "html.parser")
    assert "2017:\xa0open\xa0→ ●\xa0borne out" in listed.get_text()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("It was", "<q>It was</q>"),
        ('"It was"', "<q>It was</q>"),
        ("“It was”", "<q>It was</q>"),
        ('"It" or "was"', "<q>&quot;It&quot; or &quot;was&quot;</q>"),
    ],
)
def test_a_quotation_has_one_pair_of_marks(words, shown):
    assert registers._quotation(words) == shown


APART = {  # why a figure of ISIL's strength stands apart -> how the note of that table says it
    "all groups": "all groups together",
    "retrospective": "an earlier time",
    "earlier level": "an earlier time",
    "when he said it is not known": "no known one",
    "tertiary": "only repeat",
    "second-hand": "only repeat",
    "repeats": "only repeat",
    "two other readings": "family members",
    "one province": "one region",
    "two provinces": "one region",
    "east only": "one region",
    "north only": "one region",
    "adherents": "supporters",
    "sympathisers": "supporters",
    "flow": "an inflow",
    "families": "family members",
}


def test_the_note_of_the_figures_apart_tells_every_reason_that_the_rows_have():
    (told,) = re.findall(r'id="tab-isil-strength-apart".*?<p class="ev-cannot">(.*?)</p>', shown("data"), re.DOTALL)
    rows = tables.load("isil_strength").query("not comparable")
    reasons = {next((key for key in APART if why.startswith(key)), why) for why in rows["why_not_comparable"]}
    assert reasons == set(APART) and [words for words in APART.values() if words not in told] == []
