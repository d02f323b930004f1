"""What a page holds back until it is asked for: nothing is lost, and it comes from a server and from a disk alike."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, PAGES, ROOT, both_ways, until
from evidence.exhibits import hindsight, lists, table
from evidence.pages import held_back

RAW_LIMIT = 350_000  # bytes of a page's HTML
# Pages whose figures say how the book came to its own number; no claim of the article rests on them.
OF_ITS_OWN_NUMBER = {"chapters/05-probability-of-intervention.html", "chapters/appendix/number.html"}
NAMED = [f"chapters/appendix/{name}.html" for name in ("sources", "corrections", "timeline", "statements")]
ONE_NOW = [
    *(pytest.param(name, marks=pytest.mark.prove) for name in NAMED[:-1]),
    NAMED[-1],
]  # the rest are slow to parse


def test_what_is_taken_out_leaves_its_place_and_nothing_else_goes():
    held: list[str] = []
    page = 'a<div class="ev-rows">1</div></details>b<div class="ev-rows">2<div>3</div></div></details>c'
    left = held_back.take_rows(page, held)
    assert held == ["1", "2<div>3</div>"]
    assert left == (
        'a<div class="ev-rows" data-part="0"></div></details>b<div class="ev-rows" data-part="1"></div></details>c'
    )
    states: list[str] = []
    both = '<div class="ev-hindsight">now\n<template class="ev-then">then</template></div>'
    left = held_back.take_then(both, states)
    assert states == ["then"] and "now" in left and "then" not in left and left.count("<button") == 2


def test_where_2017_could_know_nothing_that_is_said_and_there_is_nothing_to_choose(rows):
    states: list[str] = []
    markup = hindsight(table(rows, name="rain", title="Rain", rows_of=["battle_deaths"]), None).html
    left = BeautifulSoup(held_back.take_then(markup, states), "html.parser")
    assert states == [] and not left.select("button, template")
    assert left.p.get_text() == "None of this could be known in August 2017." and len(left.select("#tab-rain")) == 1


def test_a_script_of_parts_can_hold_any_text():
    text = held_back.script("rows", ['"</script>"', "\\ \u2028"])
    assert json.loads(text.split(" = ", 1)[1].removesuffix(";\n")) == ['"</script>"', "\\ \u2028"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_before_it_is_compressed(name, built_book: Path):
    assert len((built_book / name).read_bytes()) <= RAW_LIMIT


@pytest.mark.parametrize(("name", "address"), both_ways(CHAPTERS), indirect=["address"])
def test_each_drawer_shows_its_rows_claims_and_citation(name, address, watch, built_book: Path):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{name}")
    assert page.locator(".ev-drawer tbody tr").count() == 0
    figures = page.locator("figure.ev-figure").all()
    assert figures, "no figure"
    for figure in figures:
        figure.locator(".ev-drawer > summary").click()
        figure.locator(".ev-drawer tbody tr").first.wait_for()
        rows = int(re.match(r"(\d+) rows", figure.locator(".ev-about").first.inner_text())[1])
        assert figure.locator(".ev-drawer tbody tr").count() == min(rows, 60)
        label = figure.locator(".ev-number").text_content()
        figure.locator(".ev-cite > summary").click()
        cited = figure.locator(".ev-cite .ev-entry-text").first.text_content()
        assert label in cited and figure.locator(".ev-description").inner_text()
    claims = page.locator("figure.ev-figure .ev-about a[href*='claims.html#']").all_inner_texts()
    assert bool(claims) == (name not in OF_ITS_OWN_NUMBER) and all(re.fullmatch(r"C\d\d", claim) for claim in claims)
    assert watched.faults == []


@pytest.mark.parametrize(("name", "address"), both_ways(CHAPTERS), indirect=["address"])
def test_the_control_shows_the_code_of_every_cell_and_hides_it(name, address, watch, built_book: Path):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{name}")
    notebook = nbformat.read((ROOT / name).with_suffix(".ipynb"), as_version=4)
    hidden = [cell for cell in notebook.cells if "hide-input" in cell.metadata.get("tags", [])]
    assert page.locator(".ev-code pre").count() == 0
    control = page.locator(".ev-show-code")
    control.click()
    page.locator(".ev-show-code[aria-pressed='true']").wait_for()
    shown = page.locator(".ev-code pre:visible")
    assert [text.strip() for text in shown.all_text_contents()] == [cell.source.strip() for cell in hidden]
    control.click()
    assert not page.locator(".ev-code pre:visible").count()
    assert watched.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_one_control_a_page_shows_its_code_and_no_cell_has_one(name, built_book: Path):
    page = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
    assert len(page.select(".ev-show-code")) == bool(page.select(".ev-code"))
    assert not page.select("details.hide, .toggle-button, .cell_input button, details .ev-code")


def test_code_that_was_shown_can_be_copied(served, watch, built_book: Path):
    watched = watch(served, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{served}/{CHAPTERS[0]}")
    page.locator(".ev-show-code").click()
    copy = page.locator(".ev-code .copybtn").first
    copy.click()
    code = page.locator(".ev-code pre").first.text_content()
    assert page.evaluate("navigator.clipboard.readText()").strip() == code.strip()


def test_without_scripts_the_page_leads_to_its_notebook_and_its_csv(served, watch, built_book: Path):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    link = page.locator("a", has_text="its notebook")
    assert link.is_visible()
    notebook = built_book / "chapters" / link.get_attribute("href")
    assert nbformat.read(notebook, as_version=4).cells
    page.locator(".ev-drawer > summary").first.click()
    assert page.locator(".ev-drawer a.ev-csv").first.is_visible()


def test_what_only_a_notebook_says_is_in_no_page_and_no_search(built_book: Path):
    for path in [*built_book.rglob("*.html"), built_book / "searchindex.js"]:
        assert "jupyter trust" not in path.read_text("utf-8"), path.name


# ------------------------------------------------------------------------------------------------ entries of registers
def a_list(begin: int, end: int) -> str:
    entries = "\n".join(
        f'<li id="e{at}" data-kind="k">Said by <i>{at}</i> &amp; others</li>' for at in range(begin, end)
    )
    return f'<ul class="ev-list" data-list="things">\n{entries}\n</ul>'


def test_a_register_keeps_what_it_shows_at_first_and_names_the_rest():
    held: list[str] = []
    left = held_back.take_entries(a_list(0, 30) + lists.group("more", a_list(30, 33)), held, "whole.htm")
    soup = BeautifulSoup(left, "html.parser")
    entries = soup.select("li")
    assert [entry["id"] for entry in entries] == [f"e{at}" for at in range(33)], "each can be linked to"
    assert {entry["data-kind"] for entry in entries} == {"k"}, "and chosen by a menu"
    named = [entry for entry in entries if entry.has_attr("data-entry")]
    assert [entry["id"] for entry in named] == [f"e{at}" for at in range(lists.FIRST, 33)], "a closed fold shows none"
    assert [entry.decode_contents() for entry in named][-1] == '<a href="whole.htm#e32">Said by 32 &amp; others</a>'
    assert [held[int(entry["data-entry"])] for entry in named] == [
        f"Said by <i>{at}</i> &amp; others" for at in range(lists.FIRST, 33)
    ]


def test_what_an_entry_with_a_heading_folds_away_is_held_back_and_how_it_is_cited_is_not():
    inner = "<summary>Evidence (2)</summary> <p>For</p> <details><summary>Fields</summary> <p>f</p></details>"
    cite = '<details class="ev-cite" data-cite="C01"> <summary>Cite C01</summary></details>'
    entry = f'<section class="ev-entry" id="C01"><h3>A claim</h3><details>{inner}</details>{cite}</section>'
    held: list[str] = []
    left = held_back.take_entries(entry + entry.replace("C01", "C02"), held, "w.htm")
    link = '<a href="w.htm#C02">Evidence (2)</a>'
    fold = f'<details><summary>Evidence (2)</summary><div data-entry="1">{link}</div></details>'
    assert f'id="C02"><h3>A claim</h3>{fold}<details class="ev-cite"' in left
    assert held == [inner.removeprefix("<summary>Evidence (2)</summary>")] * 2


def test_a_row_is_named_by_its_heading_and_a_long_entry_by_its_first_words():
    row = '<tr id="a"><th scope="row"><a href="#a">A 1</a></th><td>x</td></tr>'
    left = held_back.take_entries(lists.group("g", f'<tbody class="ev-list">{row}</tbody>'), [], "w.htm")
    assert '<tr id="a" data-entry="0"><th scope="row"><a href="w.htm#a">A 1</a></th></tr>' in left
    words = "word " * 40
    left = held_back.take_entries(lists.group("g", f'<ul class="ev-list"><li id="b">{words}</li></ul>'), [], "w.htm")
    name = BeautifulSoup(left, "html.parser").a.get_text()
    assert name.endswith("word …") and len(name) <= held_back.NAME + 2


def parts_of(book: Path, name: str) -> list[str]:
    path = book / held_back.FOLDER / held_back.file_name(name.removesuffix(".html"), "entries")
    return json.loads(path.read_text("utf-8").split(" = ", 1)[1].removesuffix(";\n"))


def whole_of(book: Path, name: str) -> Path:
    return book / held_back.FOLDER / f"{name.removesuffix('.html').replace('/', '-')}.whole.htm"


@pytest.mark.parametrize("name", ONE_NOW)
def test_nothing_that_a_register_holds_back_is_lost(name, built_book: Path):
    page = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
    whole = BeautifulSoup(whole_of(built_book, name).read_text("utf-8"), "html.parser")
    parts, named = parts_of(built_book, name), page.select("[data-entry]")
    assert [entry["data-entry"] for entry in named] == [str(at) for at in range(len(parts))] and named
    places = {place["id"]: place for place in whole.select("[id]")}
    for entry in named:
        there = places[entry["id"]]
        held = BeautifulSoup(parts[int(entry["data-entry"])], "html.parser").get_text()
        assert there.get_text() == held and entry.get_text().removesuffix(" …") in " ".join(held.split())
        assert {key: there[key] for key in there.attrs} == {
            key: entry[key] for key in entry.attrs if key != "data-entry"
        }
    assert whole.title and whole.html["lang"] == "en" and not whole.select("script, button")


@pytest.mark.parametrize("name", NAMED)
def test_every_link_of_a_whole_register_leads_somewhere(name, built_book: Path):
    path = whole_of(built_book, name)
    text, anchors = path.read_text("utf-8"), {}
    hrefs = {href for href in re.findall(r' href="([^"]+)"', text) if not re.match(r"(https?|data|mailto):", href)}
    assert len(hrefs) > 3
    for href in hrefs:
        place, _, anchor = href.partition("#")
        target = (path.parent / place.partition("?")[0]).resolve() if place else path
        assert target.exists(), href
        if anchor:
            anchors.setdefault(target, set(re.findall(r' id="([^"]+)"', target.read_text("utf-8"))))
            assert anchor in anchors[target], href


@pytest.mark.parametrize("name", NAMED[:1])
def test_the_entries_come_with_the_first_move_and_not_before(name, address, watch, built_book: Path):
    watched, parts = watch(address), parts_of(built_book, name)
    page = watched.page
    page.goto(f"{address}/{name}")
    page.wait_for_load_state("networkidle")
    last = page.locator("[data-entry]").last
    text = BeautifulSoup(parts[-1], "html.parser").get_text()
    assert last.text_content() != text and not [url for url in watched.requests if url.endswith(".entries.js")]
    page.mouse.move(50, 50)
    page.mouse.move(60, 60)
    until(page, "text => [...document.querySelectorAll('[data-entry]')].at(-1).textContent === text", text)
    assert page.locator("[data-entry] > a[href*='.whole.htm']").count() == 0
    assert watched.faults == []


def test_a_word_of_an_entry_that_comes_later_is_found_and_marked(served, watch, built_book: Path):
    page = watch(served).page
    entry = BeautifulSoup((built_book / NAMED[0]).read_text("utf-8"), "html.parser").select("[data-entry]")[-1]
    word = max(
        re.findall(r"[a-z]{6,}", BeautifulSoup(parts_of(built_book, NAMED[0])[-1], "html.parser").get_text()), key=len
    )
    page.goto(f"{served}/{NAMED[0]}?found={word}#{entry['id']}")
    page.locator(f"[id='{entry['id']}'] .highlighted").first.wait_for(state="visible")


def test_without_scripts_a_name_leads_to_the_whole_entry(address, watch, built_book: Path):
    page = watch(address, java_script_enabled=False).page
    page.goto(f"{address}/{NAMED[0]}#news")
    page.locator("#news .ev-group > summary").click()
    name = page.locator("#news [data-entry] > a").last
    own = name.get_attribute("href").partition("#")[2]
    name.click()
    entry = page.locator(f"[id='{own}']")
    entry.wait_for(state="visible")
    assert "Rows:" in entry.inner_text()


@pytest.mark.parametrize("width", [320, 390])
def test_rows_behind_a_figure_stand_as_blocks_on_a_phone(width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/chapters/03-russia-and-the-taliban.html")
    drawer = page.locator("#fig-contact-matrix .ev-drawer")
    drawer.locator("summary").first.click()
    drawer.locator("tbody tr").first.wait_for()
    heads = [one.text_content() for one in drawer.locator("thead th").all()]
    first = drawer.locator("tbody tr").first.locator("td")
    assert [one.get_attribute("data-label") for one in first.all()] == heads and len(heads) > 3
    assert not drawer.locator("thead").is_visible()
    box = drawer.locator(".ev-scroll")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
