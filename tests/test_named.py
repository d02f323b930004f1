"""What a screen reader calls figures, choices, charts, tables and claims, and where the keyboard stops."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, PAGES, WITH_CHARTS, of_each_kind, sampled, until
from evidence import tables
from evidence.pages import named

CHAPTER = CHAPTERS[0]
SIZES = [320, 390, 1280]
LABELS = {("figure", "rain"): ("a", "Figure 1.1"), ("table", "sun"): ("a", "Table 1.2")}
HEAD = '<thead><tr><th scope="col">{}</th><th scope="col">n</th></tr></thead>\n'
FOCUSED = "one => one === document.activeElement"
SAID = ".ev-hidden[aria-live]"


# ------------------------------------------------------------------------------------------------ pure functions
def table(head: str, *cells: str) -> str:
    lines = "\n".join(f'<tr>{cell}<td class="ev-num">1</td></tr>' for cell in cells)
    return f"<table>{HEAD.format(head)}<tbody>\n{lines}\n</tbody></table>"


@pytest.mark.parametrize(
    ("head", "cells", "tell"),
    [
        ("name", ("<td>one</td>", '<td class="ev-text" data-label="name"><a href="x">two</a></td>'), True),
        ("side", ("<td>one</td>", "<td>one</td>"), False),
        ("name", ("<td>one</td>", '<td><span class="ev-missing">–</span></td>'), False),
        ("name", ("<td>one</td>", "<td></td>"), False),
        ("deaths", ('<td class="ev-num">1</td>', '<td class="ev-num">2</td>'), False),
        ("year", ('<td class="ev-num">2016</td>', '<td class="ev-num">2017</td>'), True),
    ],
)
def test_first_cells_are_headings_if_they_tell_the_rows_apart(head, cells, tell):
    before = table(head, *cells)
    after = named.named(before, {})
    assert after.count('<th scope="row"') == (len(cells) if tell else 0)
    assert BeautifulSoup(after, "html.parser").get_text() == BeautifulSoup(before, "html.parser").get_text()
    assert tell or after == before


def test_a_region_has_the_number_and_its_table_the_title():
    box = '<div class="ev-scroll ev-stack" tabindex="0" role="region" aria-label="{}"><table></table></div>'
    markup = f'<div class="ev-table" id="tab-sun" data-table="sun" data-rows="sun">{box.format("Much sun")}</div>'
    page = BeautifulSoup(named.named(markup + box.format("All days"), LABELS), "html.parser")
    assert [one["aria-label"] for one in page.select(".ev-scroll")] == ["Table 1.2", "All days"]
    assert [one["aria-label"] for one in page.select("table")] == ["Much sun", "All days"]


def test_a_specimen_which_has_no_number_keeps_its_name():
    svg = '<svg role="img" aria-labelledby="odd-title"></svg>'
    assert named.named(svg, LABELS) == svg
    assert (
        named.named(svg.replace("odd", "rain-phone"), LABELS)
        == '<svg role="img" aria-label="Chart of Figure 1.1"></svg>'
    )


# ------------------------------------------------------------------------------------------------ in a browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", of_each_kind(WITH_CHARTS))
def test_a_figure_says_its_title_and_its_measure_once(name, width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{name}")
    figures = page.locator("figure.ev-figure").all()
    assert figures
    for figure in figures:
        tree = figure.aria_snapshot()
        for part in (".ev-title", ".ev-measure"):
            words = figure.locator(part).first.evaluate(
                "one => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('')"
            )
            said = " ".join(words.split()).replace('"', '\\"')
            assert said and tree.replace("\\'", "'").count(said[:60]) == 1, (part, said, tree[:600])
        number = figure.locator(".ev-number").first.text_content().removesuffix(".")
        assert re.match(rf'- figure "{re.escape(number)}"', tree), tree[:200]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", sampled(WITH_CHARTS))
def test_no_two_groups_or_regions_of_a_page_have_one_name(name, width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{name}")
    names = page.evaluate("""() => [...document.querySelectorAll(
        '.ev-chart[role=group], .ev-states, .ev-scroll, figure.ev-figure, .ev-figure svg[role=img]')]
        .filter((one) => one.getClientRects().length).map((one) => one.localName + ' ' + one.ariaLabel)""")
    assert len(names) > 2 and not [one for one, count in Counter(names).items() if count > 1]
    assert not [one for one in names if re.search(r"arrow|key|null|undefined", one)]


def test_a_choice_and_a_chart_bear_the_number_of_their_figure_in_both_states(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTER}")
    place = page.locator(".ev-hindsight:has(figure)").first
    number = place.locator(".ev-number").first.text_content().removesuffix(".")
    for label in ("as known in August 2017", "today"):
        place.get_by_role("group", name=f"{number}, as known", exact=True).get_by_role("button", name=label).click()
        place.locator(f"button[aria-pressed='true']:has-text('{label}')").wait_for()
        place.get_by_role("group", name=f"Values of {number}", exact=True).wait_for()
        place.get_by_role("img", name=f"Chart of {number}", exact=True).wait_for()


def test_the_keys_of_a_chart_are_told_once_a_page(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTER}")
    charts = page.locator(".ev-chart[role=group]:visible").all()
    charts[0].focus()
    assert "Arrow keys" in page.locator(SAID).text_content()
    page.keyboard.press("ArrowRight")
    value = page.locator(SAID).text_content()
    assert value and "Arrow keys" not in value
    charts[1].focus()
    assert page.locator(SAID).text_content() == value
    assert "Arrow keys" not in page.locator("main").aria_snapshot()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", sampled(PAGES))
def test_the_keyboard_stops_at_no_output_that_does_not_scroll(name, width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{name}")
    until(page, "document.readyState === 'complete'")
    stops = page.evaluate("""() => [...document.querySelectorAll('.output, .pst-scrollable-table-container')]
        .filter((one) => one.tabIndex === 0 && !/auto|scroll/.test(getComputedStyle(one).overflowX))
        .map((one) => `${one.className}: ${one.scrollWidth} in ${one.clientWidth}`)""")
    assert stops == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", SIZES)
def test_a_claim_of_a_list_says_what_it_is_and_can_be_hit(width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{CHAPTER}")
    said = tables.load("claims").set_index("claim_id")["paraphrase"]
    links = page.locator(".ev-strip a").all()
    assert len(links) > 5
    for link in links:
        claim, box = link.text_content(), link.bounding_box()
        assert link.get_attribute("aria-label") == f"{claim}: {said[claim]}"
        assert box["width"] >= 24 and box["height"] >= 24
    page.locator(".ev-drawer > summary").first.click()
    for link in page.locator(".ev-drawer[open] .ev-about a[href*='claims.html#']").all():
        claim = link.text_content()
        assert link.get_attribute("aria-label") == f"{claim}: {said[claim]}"


@pytest.mark.parametrize("name", sampled(CHAPTERS))
def test_tables_have_a_name_with_their_title_and_headings_of_rows(name, served, watch):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    for place in page.locator("div.ev-table[data-table]").all():
        title = place.locator(".ev-title").first.evaluate(
            "one => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('')"
        )
        number = place.locator(".ev-number").first.text_content().removesuffix(".")
        region = place.get_by_role("region", name=number, exact=True)
        assert region.get_by_role("table", name=title.strip(), exact=True).count() == 1
    figure = page.locator("figure.ev-figure").first
    number = figure.get_attribute("aria-label")
    figure.locator(".ev-drawer > summary").click()
    data = figure.get_by_role("region", name=f"Data of {number}", exact=True)
    data.wait_for()
    assert data.get_by_role("table", name="Data: ").count() == 1
    if name == "chapters/05-probability-of-intervention.html":
        rows = page.locator("#tab-questions tbody tr")
        assert page.locator("#tab-questions").get_by_role("rowheader").count() == rows.count() > 1
