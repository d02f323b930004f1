"""What a page holds back until it is asked for: nothing is lost, and it comes from a server and from a disk alike."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, PAGES, ROOT
from evidence.exhibits import hindsight, table
from evidence.pages import held_back

RAW_LIMIT = 350_000  # bytes of a chapter's HTML


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


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_light_before_it_is_compressed(name, built_book: Path):
    assert len((built_book / name).read_bytes()) <= RAW_LIMIT


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_drawer_shows_its_rows_claims_and_citation(name, address, watch, built_book: Path):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{name}")
    assert page.locator(".ev-drawer tbody tr").count() == 0
    for figure in page.locator("figure.ev-figure").all():
        figure.locator(".ev-drawer > summary").click()
        figure.locator(".ev-drawer tbody tr").first.wait_for()
        rows = int(re.match(r"(\d+) rows", figure.locator(".ev-about").first.inner_text())[1])
        assert figure.locator(".ev-drawer tbody tr").count() == min(rows, 60)
        label = figure.locator(".ev-number").text_content()
        cited = figure.locator(".ev-about .ev-entry-text").text_content()
        assert label in cited and figure.locator(".ev-description").inner_text()
        for claim in figure.locator(".ev-about a[href*='claims.html#']").all():
            assert re.fullmatch(r"C\d\d", claim.inner_text())
    assert watched.faults == []


@pytest.mark.parametrize("name", CHAPTERS)
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
