"""The book on paper: charts as they stand, no controls, no code, addresses and verdicts as words."""

from pathlib import Path

import pytest

from conftest import pages

CONTROLS = (
    ".ev-switch, .ev-filter, .ev-more, .ev-copy, .ev-show-code, .ev-move, .ev-zoom, .ev-says, .prev-next-area, "
    ".bd-sidebar-primary, .bd-header-article, .ev-cite"
)


def printed(watch, served, name, **options):
    page = watch(served, **options).page
    page.goto(f"{served}/{name}")
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print", color_scheme=options.get("color_scheme"))
    return page


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06"])
def test_every_chart_is_on_the_paper_and_no_control_is(number, served, watch, built_book: Path):
    name = next(page for page in pages(built_book) if page.startswith(f"chapters/{number}-"))
    page = printed(watch, served, name)
    figures = page.locator("figure.ev-figure")
    assert figures.count() >= 3
    for index in range(figures.count()):
        box = figures.nth(index).locator(".ev-chart:not(.ev-phone) svg").bounding_box()
        assert box and box["width"] > 100 and box["height"] > 60
        assert figures.nth(index).locator(".ev-title").is_visible()
    assert page.locator(".ev-table tbody tr").evaluate_all("all => all.every((row) => row.offsetHeight)")
    for control in page.locator(CONTROLS).all():
        assert not control.is_visible()
    assert not any(cell.is_visible() for cell in page.locator("div.cell_input, details.hide").all())
    assert not any(fold.is_visible() for fold in page.locator("details.ev-fold").all())


def test_links_show_their_addresses_and_badges_their_verdicts(served, watch, built_book: Path):
    page = printed(watch, served, next(name for name in pages(built_book) if name.startswith("chapters/01-")))
    after = "one => getComputedStyle(one, '::after').content"
    link = page.locator(".ev-source a[href^='http']").first
    assert link.get_attribute("href") in link.evaluate(after)
    badge = page.locator(".ev-badge > a").first
    assert badge.get_attribute("data-said") in badge.evaluate(after)


def test_a_dark_page_prints_dark_on_white(served, watch, built_book: Path):
    name = next(page for page in pages(built_book) if page.startswith("chapters/01-"))
    page = printed(watch, served, name, color_scheme="dark")
    colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    ink, paper = page.locator("body").evaluate(colours)
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.locator(".ev-chart").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
