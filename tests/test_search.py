"""The search: what its snippets show, and that a result opens the page at its hit."""

import itertools
import json
import re
from pathlib import Path

import pytest

from conftest import until
from evidence.pages.texts import BLOCK_STARTS, passages

HITS = {  # what is looked for -> part of the page's address, and where it stands there
    "helicopters": ("01-concerns", "in prose"),
    "Dostum": ("02-kabul-moscow-ties", "in a row of a table"),
    "Mantytskiy": ("statements", "in a register"),
    "YemenPress": ("sources", "in a fold, far down its list"),
    "copters": ("01-concerns", "inside a word"),
}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>One <em>word</em>.</p><p>Two</p>", [("", "One word."), ("", "Two")]),
        (
            "<tr id='E1'><td>W15</td><td>2015-10</td><td>Abdul<br>Rashid</td></tr>",
            [("E1", "W15 · 2015-10 · Abdul Rashid")],
        ),
        (
            "<section id='a'><h2>A<a class='headerlink'>#</a></h2><ul><li id='b'><p>x</p></li></ul></section>",
            [("a", "A"), ("b", "x")],
        ),
        ("<p>x <span class='ev-badge'>C01 ●<span class='ev-tip'>tip</span></span> y</p>", [("", "x C01 ● y")]),
        ("<div class='cell_input'><pre>code()</pre></div><svg><text>1</text></svg><p>y &amp; z</p>", [("", "y & z")]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table><img src=x><hr>d", [("", "a b · c"), ("", "d")]),
    ],
)
def test_passages_of_a_page(body, found):
    assert passages(body) == found


def test_blocks_stand_apart_for_the_index():
    assert BLOCK_STARTS.sub(" ", "<td>a</td><td>b<br>c</td><tbody><li>d") == " <td>a</td> <td>b <br>c</td><tbody> <li>d"


def test_no_word_of_the_index_is_two_cells(built_book: Path):
    words = (built_book / "searchindex.js").read_text("utf-8")
    terms = json.loads(words.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert "dostum" in terms and "abdul" in terms
    glued = [one for one in terms if re.search(r"\d{4}-?\d\d[a-z]{4}|^w\d\d\d{4}", one)]
    assert not glued


@pytest.mark.parametrize(("words", "width"), list(zip(HITS, itertools.cycle([390, 1280]))))
def test_a_result_opens_the_page_at_its_hit(words, width, address, watch):
    watched = watch(address, viewport={"width": width, "height": 800})
    page = watched.page
    page.goto(f"{address}/search.html?q={words}")
    page.locator("#search-results .context").first.wait_for()
    page.wait_for_load_state("networkidle")  # a page that is left cuts off what it was still asking for
    link = page.locator(f"#search-results li:has(.context) a[href*='{HITS[words][0]}']").first
    link.click()
    page.locator(".ev-found").wait_for()
    page.wait_for_load_state("load")
    hit = page.locator(".highlighted:focus")
    hit.wait_for()
    assert hit.inner_text().lower().startswith(words.split()[0].lower()[:6])
    box, header = hit.bounding_box(), page.locator(".bd-header-article").bounding_box()
    assert header["y"] + header["height"] <= box["y"] and box["y"] + box["height"] <= 800, "seen where the page opens"
    assert watched.faults == []


def test_a_snippet_keeps_cells_apart_and_shows_its_word(address, watch):
    page = watch(address).page
    page.goto(f"{address}/search.html?q=Kadyrov")
    row = page.locator("#search-results li:has(a[href*='02-kabul']) .context").first
    row.wait_for()
    assert " · Dostum meets " in row.inner_text()
    assert "E0522015" not in page.locator("#search-results").inner_text()
    assert row.locator(".highlighted").first.inner_text() == "Kadyrov"


def test_the_marks_lead_on_and_can_be_cleared(served, watch):
    page = watch(served).page
    page.goto(f"{served}/chapters/01-concerns.html?found=helicopt#in-brief")
    bar = page.get_by_role("group", name="Places found")
    first = page.locator(".highlighted:focus").evaluate("one => one.getBoundingClientRect().top + scrollY")
    bar.get_by_role("button", name="Next").click()
    assert bar.locator("output").inner_text().startswith("2 of ")
    assert page.locator(".highlighted:focus").evaluate("one => one.getBoundingClientRect().top + scrollY") >= first
    bar.get_by_role("button", name="Clear").click()
    assert page.locator(".highlighted, .ev-found").count() == 0 and "found=" not in page.url
    assert page.locator(".highlight-link, #searchbox").count() == 0, "the theme's own link, a sign without its font"


def test_a_hit_that_is_folded_away_is_opened(served, watch):
    page = watch(served, viewport={"width": 390, "height": 800}).page
    page.goto(f"{served}/chapters/03-russia-and-the-taliban.html?found=calendar#exercises")
    page.locator(".ev-found").wait_for()
    exercise = page.locator("#ex-3-4")
    for _ in range(20):
        if exercise.evaluate("one => one.open"):
            break
        page.get_by_role("button", name="Next").click()
    assert exercise.locator(".highlighted:focus").is_visible()


def test_words_of_a_search_do_not_follow_the_reader_to_other_pages(served, watch):
    page = watch(served).page
    page.goto(f"{served}/search.html?q=helicopters")
    page.locator("#search-results .context").first.wait_for()
    page.goto(f"{served}/chapters/01-concerns.html")
    assert page.locator(".highlighted, .ev-found").count() == 0


def test_a_search_without_a_hit_says_so(address, watch):
    page = watch(address).page
    page.goto(f"{address}/search.html?q=zzzzqqqq")
    until(page, "document.querySelector('.search-summary')?.textContent.includes('did not match')")


@pytest.mark.parametrize("query", ["the", "of the", "In"])
def test_words_that_stand_on_every_page_find_nothing_and_the_page_says_why(query, address, watch):
    page = watch(address).page
    page.goto(f"{address}/search.html?q={query}")
    until(page, "document.querySelector('.search-summary')?.textContent.includes('leaves them out')")
    assert page.locator("#search-results li").count() == 0


def test_words_that_stand_on_every_page_are_left_out_beside_others_and_the_page_says_so(served, watch):
    def found(query: str) -> tuple[set[str], str]:
        page = watch(served).page
        page.goto(f"{served}/search.html?q={query}")
        until(page, "/found|match/.test(document.querySelector('.search-summary')?.textContent)")
        page.wait_for_load_state("networkidle")
        links = page.locator("#search-results li > a").all()
        return {link.get_attribute("href") for link in links}, page.locator(".search-summary").inner_text()

    alone, said = found("helicopters")
    beside, told = found("the+helicopters+of")
    assert alone and beside == alone
    assert "Left out" not in said and told.endswith("Left out, because they stand on every page: “the”, “of”.")


@pytest.mark.parametrize("query", ["2017", "2021-08-15", "15.08.2021"])
def test_numbers_are_words_of_a_search(query, served, watch):
    """A day leads to the timeline among others, in the order that Sphinx gives them."""
    page = watch(served).page
    page.goto(f"{served}/search.html?q={query}")
    hits = page.locator("#search-results li > a[href*='appendix/timeline.html']")
    hits.first.wait_for()
    assert query[-4:] in hits.first.get_attribute("href") or query[:4] in hits.first.get_attribute("href")


def test_no_hit_is_wider_than_a_small_phone(served, watch):
    """One of them stands in code, without a space where its line could end."""
    page = watch(served, viewport={"width": 320, "height": 800}).page
    page.goto(f"{served}/search.html?q=best+estimate")
    until(page, "document.querySelectorAll('#search-results li').length > 3")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    "query", ["C++ [x", "a.b*c(", "%3Cimg src=x onerror=window.hurt=1%3E", "…", "Кабулов", "الطالبان", "2016"]
)
def test_odd_words_are_no_fault(query, served, watch):
    watched = watch(served)
    watched.page.goto(f"{served}/search.html?q={query.replace('+', '%2B')}")
    until(watched.page, "document.querySelector('.search-summary')?.textContent")
    watched.page.wait_for_load_state("networkidle")  # the passages of what was found come later
    assert watched.page.evaluate("window.hurt === undefined")
    assert watched.faults == []
