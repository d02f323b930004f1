"""The document to print, made from small pages: what is left out, where links lead, how addresses are shown."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from evidence.build import paper
from evidence.pages.citations import Author, Work

WORK = Work((Author("Doe", "Ann"),), "Rain & sun", "0.1", date(2026, 11, 22), date(2026, 11, 23))
FAR = "https://example.org/" + "a" * 60
PAGE = """<html><head>{head}</head><body>
<nav class="bd-links"><p class="caption">Weather</p><a class="internal" href="chapters/01-rain.html">1 Rain</a>
<a class="internal" href="all/sun.html">Sun</a></nav><article><section id="{own}"><h1>{title}<a class="headerlink"
href="#{own}">#</a></h1>{body}</section></article></body></html>"""
RAIN = f"""<h2 id="a(b)">Drops</h2><a href="#a(b)">here</a><a href="../all/sun.html#noon">noon</a>
<a href="../all/sun.html#gone">gone</a><a href="../_figures/all-sun.whole.htm#noon">whole</a>
<a href="../rain.csv">file</a><a href="https://example.org/b">near</a><a href="{FAR}">far</a><a href="{FAR}">again</a>
<ul class="ev-sources"><li><a href="{FAR}">listed</a></li></ul><table><tr><td><a href="https://example.org/c">cell</a>
</td></tr></table><a href="https://example.org/d">https://example.org/d</a>
<svg aria-labelledby="t none"><title id="t">Drops</title><g clip-path="url(#t)"></g></svg>
<details class="ev-box"><summary>Method</summary><p>By hand</p></details><div class="ev-drawer">rows</div>
<button>Copy</button><noscript>No script</noscript><div class="ev-lab"><noscript><p>On paper too</p></noscript></div>"""


@pytest.fixture
def book(tmp_path):
    site = '<link rel="canonical" href="https://example.org/book/index.html">'
    pages = {
        "index": ("", "Weather", ""),
        "chapters/01-rain": ("rain", "1 Rain", RAIN),
        "all/sun": ("sun", "Sun", "Few"),
    }

    def write(head: str = "") -> list[paper.Listed]:
        for name, (own, title, body) in pages.items():
            path = tmp_path / f"{name}.html"
            path.parent.mkdir(exist_ok=True)
            path.write_text(PAGE.format(head=head and site, own=own, title=title, body=body), "utf-8")
        whole = tmp_path / "_figures" / "all-sun.whole.htm"
        whole.parent.mkdir(exist_ok=True)
        register = '<ul><li id="noon">All of noon</li></ul><a href="../chapters/01-rain.html">rain</a>'
        whole.write_text(f"<main><p>back</p><section id='sun'><h1>Sun</h1>{register}</section></main>", "utf-8")
        return paper.listed(tmp_path)

    write.folder = tmp_path
    return write


def leads(markup: str) -> dict[str, str]:
    return {one.get_text(): one["href"] for one in BeautifulSoup(markup, "lxml").select("a[href]")}


def test_pages_stand_in_the_order_of_the_contents_with_their_parts(book):
    assert book() == [
        paper.Listed("index", "Weather"),
        paper.Listed("chapters/01-rain", "1 Rain", "Weather"),
        paper.Listed("all/sun", "Sun", "Weather"),
    ]


def test_links_lead_to_places_of_the_document_and_no_link_leads_nowhere(book):
    first, rain, sun = paper.leaves(book.folder, book())
    found = leads(rain.markup)
    assert found["here"] == "#chapters-01-rain--a_28b_29" and 'id="chapters-01-rain--a_28b_29"' in rain.markup
    assert found["noon"] == found["whole"] == "#all-sun--noon" and found["gone"] == "#all-sun"
    assert "file" not in found and "file" in rain.markup
    assert leads(sun.markup)["rain"] == "#chapters-01-rain" and "All of noon" in sun.markup
    assert "back" not in sun.markup


def test_a_chapter_alone_links_to_other_pages_where_the_book_has_an_address(book):
    [rain] = paper.leaves(book.folder, book()[1:2])
    assert not {"noon", "gone", "whole"} & leads(rain.markup).keys()
    [rain] = paper.leaves(book.folder, book("at an address")[1:2])
    assert leads(rain.markup)["noon"] == "https://example.org/book/all/sun.html#noon"
    assert leads(rain.markup)["file"] == "https://example.org/book/rain.csv"


def test_short_addresses_stand_behind_links_and_long_ones_or_those_in_tables_are_notes(book):
    _, rain, _ = paper.leaves(book.folder, book())
    page = BeautifulSoup(rain.markup, "lxml")
    shown = {one.find_previous_sibling("a").get_text(): one.get_text() for one in page.select(".ev-address")}
    near, listed = " <https://example.org/b>", f" <{FAR}>"
    assert shown == {"near": near, "far": "[1]", "again": "[1]", "listed": listed, "cell": "[2]"}
    notes = {one["id"]: one.get_text() for one in page.select(".ev-addresses li")}
    assert notes == {
        "chapters-01-rain--address-1": FAR,
        "chapters-01-rain--address-2": "https://example.org/c",
    }
    assert page.select_one(".ev-addresses h2")["id"] == "chapters-01-rain--addresses"


def test_paper_opens_folds_and_leaves_out_controls_and_drawers(book):
    _, rain, _ = paper.leaves(book.folder, book())
    page = BeautifulSoup(rain.markup, "lxml")
    text = page.get_text()
    assert page.details.has_attr("open") and "By hand" in text and "On paper too" in text
    assert not [words for words in ("rows", "Copy", "No script", "#") if words in text]
    svg = page.svg
    assert svg["aria-labelledby"] == svg.title["id"] == "chapters-01-rain--t"
    assert svg.g["clip-path"] == "url(#chapters-01-rain--t)"


def test_the_contents_give_numbers_as_far_as_they_are_known(book):
    leaves = paper.leaves(book.folder, book())
    page = BeautifulSoup(paper.document(WORK, leaves, "all.css", {"chapters-01-rain--a_28b_29": 7}), "lxml")
    lines = [" ".join(one.get_text().split()) for one in page.select(".ev-contents li")]
    assert lines == [
        "Weather 000", "Weather", "1 Rain 000", "Drops 7", "Addresses 000", "Sun 000"
    ]  # fmt: skip
    assert page.title.get_text() == "Rain & sun" and "23 November 2026" in page.select_one(".ev-front").get_text()
    assert '@page of-all-sun { @top-left { content: "Sun"; } }' in page.style.get_text()
