"""The book as PDF files: where its headings stand, what is on the sheets and what is not, tags, links, addresses."""

import contextlib
import io
import os
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from private import named
from pypdf import PdfReader

from conftest import ROOT
from evidence.build import chromium, made, paper, pdf
from evidence.pages import citations, citing

WHEN = datetime(2026, 11, 22, tzinfo=UTC)
CHAPTER, SMALL = "chapters/03-russia-and-the-taliban", "chapters/summaries/dari"
JOINED = re.compile("[\u0600-\u06ff]")  # letters that pypdf reads by their shapes, in the order of the paper
BETWEEN_MARGINS = 657  # px: an A4 sheet less 18 mm on both sides
CODE = ("from evidence import", "import pandas", "say(", "figure(")


class Printed(NamedTuple):
    """A PDF, what it was made from, the text of its sheets, and the same without white space."""

    name: str
    reader: PdfReader
    leaves: list[paper.Leaf]
    texts: list[str]
    sheets: list[str]
    content: bytes


def squeezed(text: str) -> str:
    """Without white space and joiners, which a sheet may break or leave out, and with letters for their shapes."""
    return re.sub(r"[\s\u200b-\u200f\u00ad]+", "", unicodedata.normalize("NFKC", text))


def print_it(book: Path, browser, folder: Path, *asked: str) -> Printed:
    name, work, chosen = next(pdf.documents(book, list(asked)))
    target = folder / f"{name}.pdf"
    pdf.write(book, target, work, chosen, browser, WHEN)
    assert [path.name for path in folder.iterdir()] == [target.name], "nothing else is left there"
    content = target.read_bytes()
    reader = PdfReader(io.BytesIO(content))
    texts = [page.extract_text() for page in reader.pages]
    return Printed(name, reader, paper.leaves(book, chosen), texts, [*map(squeezed, texts)], content)


@pytest.fixture(scope="module", params=[CHAPTER, pytest.param("", marks=pytest.mark.prove)], ids=["chapter", "book"])
def printed(request, built_book: Path, browser, tmp_path_factory) -> Printed:
    return print_it(built_book, browser, tmp_path_factory.mktemp("pdf"), *filter(None, [request.param]))


def contents(printed: Printed) -> list[tuple[str, int]]:
    """The lines of the contents: words without white space, number of the page."""
    first = min(page for _, page in outline(printed)[1:])
    text = "\n".join(printed.texts[1 : first - 1])
    return [(squeezed(words), int(number)) for words, number in re.findall(r"^(.+) (\d+)$", text, re.MULTILINE)]


def outline(printed: Printed) -> list[tuple[str, int]]:
    """The bookmarks, whatever their level: words without white space, number of the page."""

    def flat(part: list) -> list:
        return [one for item in part for one in (flat(item) if isinstance(item, list) else [item])]

    at = printed.reader.get_destination_page_number
    return [(squeezed(one.title), at(one) + 1) for one in flat(printed.reader.outline)]


def tags(printed: Printed) -> list[dict]:
    """The elements of the structure of a PDF, in their order."""
    found, waiting = [], [printed.reader.root_object["/StructTreeRoot"]["/K"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, dict):
            found.append(one)
        parts = one if isinstance(one, list) else [one["/K"]] if isinstance(one, dict) and "/K" in one else []
        waiting += [part for part in reversed(parts) if not isinstance(part, (int, float))]
    return found


def links(printed: Printed) -> list[dict]:
    pages = printed.reader.pages
    return [one for page in pages for one in (note.get_object() for note in page.get("/Annots", [])) if "/A" in one
            or "/Dest" in one]  # fmt: skip


def headings(printed: Printed) -> list[str]:
    return [squeezed(one.words) for leaf in printed.leaves for one in leaf.headings]


# ------------------------------------------------------------------------------------------ a chapter, and the book
def test_the_contents_give_the_pages_on_which_the_headings_stand(printed: Printed):
    listed = contents(printed)
    titles = {squeezed(one.words) for leaf in printed.leaves for one in leaf.headings if one.level == 1}
    assert len(listed) >= 15 and {words for words, _ in listed} >= {one for one in titles if not JOINED.search(one)}
    for words, page in listed:
        assert words in printed.sheets[page - 1] or JOINED.search(words), f"{words} is not on page {page}"
    assert not [one for one in listed if one not in outline(printed)], "bookmarks say otherwise"


def test_every_sheet_has_its_number_and_the_title_of_its_page(printed: Printed):
    first = min(page for _, page in outline(printed)[1:])
    running = []
    for number, text in enumerate(printed.texts, start=1):
        lines = text.splitlines()
        assert (str(number) in lines) == (number > 1), f"the sheet {number} of {len(printed.sheets)}"
        running += [squeezed(lines[0])] if number >= first else []
    assert [title for title, _ in groupby(running)] == [squeezed(leaf.listed.title) for leaf in printed.leaves]


def test_what_belongs_to_a_screen_is_not_on_paper(printed: Printed):
    text = "".join(printed.sheets)
    assert not [words for words in CODE if squeezed(words) in text and not printed.name.startswith("russia")]
    for words in ("Show the code", "Description, data, how to cite", "as known in August 2017 today", "Link to this"):
        assert squeezed(words) not in text
    for leaf in printed.leaves:
        for fold in BeautifulSoup(leaf.markup, "lxml").select("details.ev-box, details.ev-solution"):
            for drawer in fold.select(".ev-drawer, svg, noscript"):
                drawer.decompose()  # a figure in a box has its own, which stay on the screen
            longest = max(map(str, fold.find_all(string=True)), key=len)  # words of links are read apart from theirs
            words = (fold.summary.get_text(), longest)
            assert all(squeezed(part)[:40] in text or JOINED.search(part) for part in words), words


def longest_of_chart(figure) -> str:
    """The longest words that its picture for wide pages has."""
    return max((text.get_text() for text in figure.select_one(".ev-chart svg").select("text")), key=len)


def test_no_title_is_torn_from_its_table_and_no_figure_is_cut(printed: Printed):
    looked_at = 0
    for leaf in printed.leaves:
        for one in BeautifulSoup(leaf.markup, "lxml").select("figure.ev-figure, .ev-table:has(> .ev-title)"):
            title = squeezed(one.select_one(".ev-title").get_text())
            part = longest_of_chart(one) if one.name == "figure" else one.select_one("tbody tr :is(th, td)").get_text()
            at = [number for number, sheet in enumerate(printed.sheets) if title in sheet]
            assert any(squeezed(part) in printed.sheets[number] for number in at), title
            if one.name == "figure":  # notes may go on to the next sheet, so that no sheet ends half empty
                cannot = squeezed(one.select_one(".ev-cannot").get_text())
                assert any(cannot in "".join(printed.sheets[number : number + 2]) for number in at), title
            looked_at += 1
    assert looked_at >= 8


def test_nothing_is_wider_than_a_sheet_and_no_register_holds_back(printed: Printed, built_book, browser, tmp_path):
    """What is wider makes Chromium shrink every sheet."""
    work, styles = citing.of_book(), paper.styles_of(built_book).as_uri()
    path = tmp_path / "all.html"
    path.write_text(paper.document(work, printed.leaves, styles, {}), "utf-8")
    with browser.new_context(java_script_enabled=False, viewport={"width": BETWEEN_MARGINS, "height": 900}) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= BETWEEN_MARGINS
        assert page.locator("[data-entry]").count() == 0 and page.locator("article").count() == len(printed.leaves)


def test_it_is_tagged_for_screen_readers(printed: Printed):
    root, elements = printed.reader.root_object, tags(printed)
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en" and "Russia in Afghanistan: an evidence book" in printed.reader.metadata.title
    kinds = [str(one.get("/S")) for one in elements]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link"} <= set(kinds)
    drawn = [BeautifulSoup(leaf.markup, "lxml").select(".ev-chart svg[role=img]") for leaf in printed.leaves]
    pictures = [one for one in elements if one.get("/S") == "/Figure"]
    assert len(pictures) >= sum(map(len, drawn)) > 0
    assert all(str(one.get("/Alt", "")).strip() for one in pictures)
    assert {words for words, _ in outline(printed)} >= set(headings(printed))


def test_links_lead_into_the_document_or_outside_and_say_where(printed: Printed):
    inside = set(printed.reader.named_destinations)
    outside = {one["/A"]["/URI"] for one in links(printed) if "/A" in one and "/URI" in one["/A"]}
    named = {str(one["/Dest"]).removeprefix("/") for one in links(printed) if "/Dest" in one}
    assert len(named) >= 20 and named <= {name.removeprefix("/") for name in inside}
    assert len(outside) >= 20 and not [one for one in outside if not one.startswith(("http://", "https://", "mailto:"))]
    shown = {one.get_text() for leaf in printed.leaves for one in BeautifulSoup(leaf.markup, "lxml").select(
        ".ev-address, .ev-addresses a, .ev-sources a")}  # fmt: skip
    whole = "".join(printed.sheets)
    latin = [address for text in shown for address in re.findall(r"https?://[!-;=?-~]+$", text.strip(" <>"))]
    assert len(latin) >= 20
    assert not [address for address in latin if address not in whole and not split_over_sheets(address, printed.sheets)]


def split_over_sheets(address: str, sheets: list[str]) -> bool:
    """Whether an address begins on a sheet and ends on the next."""
    return any(
        address[:cut] in sheet and address[cut:] in following
        for sheet, following in pairwise(sheets)
        for cut in range(1, len(address))
    )


def test_an_address_is_on_two_sheets_only_if_both_its_parts_are():
    address = "https://web.archive.org/web/20170801000000/https://example.org/one"
    assert split_over_sheets(address, ["See" + address[:40], address[40:] + "."])
    assert not split_over_sheets(address, ["Seehttps://web.archive.org/web/20170801", "Another."])
    assert not split_over_sheets(address, [address[40:], address[:40]])


# ------------------------------------------------------------------------------------------ a page from right to left
def test_a_page_from_right_to_left_has_its_letters_its_language_and_the_same_bytes_again(built_book, browser, tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    once, again = (print_it(built_book, browser, folder, SMALL) for folder in folders)
    assert once.content == again.content
    assert named(tmp_path, str(tmp_path), str(built_book)) == []
    assert once.reader.metadata.creation_date == once.reader.metadata.modification_date == WHEN
    assert "پرسش" in once.sheets[2], "a heading, whose letters are joined"
    assert "fa-AF" in {one.get("/Lang") for one in tags(once)}
    reach = []
    first = once.reader.pages[2]
    first.extract_text(visitor_text=lambda text, _, place, *rest: reach.append(place[4]) if text.strip() else None)
    assert max(reach) > float(first.mediabox.width) / 2, "lines begin at the right"


# ------------------------------------------------------------------------------------------ what it says
def test_without_a_browser_it_says_how_to_get_one_where_one_is_needed(tmp_path):
    code = "from evidence.build import chromium\nwith chromium.launched({}) as one: print(one)"
    bare = {**os.environ, "PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    options = {"env": bare, "cwd": ROOT, "capture_output": True, "encoding": "utf-8"}
    said = subprocess.run([sys.executable, "-c", code.format("")], **options)
    assert "BrowserError: no browser" in said.stderr and "playwright install chromium" in said.stderr
    said = subprocess.run([sys.executable, "-c", code.format("needed=False")], **options)
    assert said.stdout == "None\n", "handouts are not printed then"


def test_tests_and_benchmarks_find_their_chromium_as_the_book_does():
    """Who follows the advice of `make pdf` has a browser for the tests too."""
    code = [path for room in ("evidence", "benchmarks", "tests") for path in (ROOT / room).rglob("*.py")]
    looking = {path.name for path in code if re.search(r"chromium\.launch\(|google-chrome-", path.read_text("utf-8"))}
    assert looking - {Path(__file__).name} == {"chromium.py"}


@pytest.fixture
def printed_before(tmp_path, monkeypatch) -> Path:
    """A file of before, in a checkout whose book has one chapter."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(made, "checkout", lambda: contextlib.nullcontext((tmp_path, "state")))
    monkeypatch.setattr(paper, "listed", lambda _: [paper.Listed("chapters/01-rain", "1 Rain", "")])
    path = made.anew(tmp_path, made.PDFS) / "book.pdf"
    path.write_bytes(b"%PDF")
    return path


def test_a_page_that_the_book_has_not_is_named_and_what_was_printed_stays(printed_before, capsys):
    assert pdf.main(["chapters/01-rain", "chapters/01-rian"]) == 1
    assert "the book has no page chapters/01-rian; it has:\nchapters/01-rain" in capsys.readouterr().err
    assert printed_before.exists()


def test_without_a_browser_what_was_printed_stays(printed_before, monkeypatch, capsys):
    monkeypatch.setattr(chromium, "launched", lambda: (_ for _ in ()).throw(chromium.BrowserError("no browser")))
    assert pdf.main([]) == 1
    assert "no browser" in capsys.readouterr().err and printed_before.exists()


def test_contents_that_do_not_settle_are_not_written(tmp_path, monkeypatch):
    numbers = iter(range(9))
    monkeypatch.setattr(paper, "leaves", lambda *_: [])
    monkeypatch.setattr(pdf, "_print", lambda *_: b"")
    monkeypatch.setattr(pdf, "places", lambda _: {"a": next(numbers)})
    with pytest.raises(pdf.PdfError, match="do not settle"):
        pdf.write(tmp_path, tmp_path / "a.pdf", citations.read(ROOT / "CITATION.cff"), [], None, WHEN)
    assert not (tmp_path / "a.pdf").exists()
