"""What the eye meets in every picture of the book, as Chromium draws it: no text over another or cut off, type large
enough on a small phone, marks that stand out from their ground, charts that fill their column."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import WITH_CHARTS, sampled, until

WIDTHS = [(1280, 320), pytest.param((768, 390), marks=pytest.mark.prove)]  # between, a picture scales: test_widths.py
SMALLEST_TYPE = 11  # px
CONTRAST = 3  # WCAG 2.2, 1.4.11
PHONE, WIDEST_ON_PHONE, WIDEST = 600, 480, 800  # px: up to which the phone's picture is shown, and `max-width` of both
MEASURES = Path(__file__).with_name("pictures.js")


def opened(watch, address: str, name: str, **options) -> Page:
    page = watch(address, **options).page
    page.goto(f"{address}/{name}")
    page.evaluate(MEASURES.read_text("utf-8"))  # not a script of the page, which its policy would refuse
    return page


def asked(page: Page, question: str, bound: float) -> dict[str, list[str]]:
    """What a measure of pictures.js finds in each picture that is seen, by title; pictures without a fault left out."""
    seen = [svg for svg in page.locator("figure.ev-figure .ev-chart svg").all() if svg.is_visible()]
    assert seen
    found = {
        svg.locator("title").text_content(): svg.evaluate(f"(svg, bound) => evPictures.{question}(svg, bound)", bound)
        for svg in seen
    }
    return {title: faults for title, faults in found.items() if faults}


def narrow_charts(page: Page, width: int) -> list[str]:
    most = WIDEST_ON_PHONE if width <= PHONE else WIDEST
    return page.locator("figure.ev-figure").evaluate_all(
        """(figures, most) => figures.filter((figure) => {
          const drawn = [...figure.querySelectorAll("svg")].map((svg) => svg.getBoundingClientRect().width);
          return Math.max(...drawn) < 0.98 * Math.min(figure.getBoundingClientRect().width, most);
        }).map((figure) => figure.id)""",
        most,
    )


def show_2017(page: Page) -> None:
    """Every figure that has a state of 2017 in it."""
    for place in page.locator(".ev-hindsight").all():
        place.locator(".ev-states button[value='2017']").click()
    until(page, "[...document.querySelectorAll('.ev-hindsight')].every((one) => one.then && one.contains(one.then[0]))")


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
@pytest.mark.parametrize("name", sampled(WITH_CHARTS))
def test_texts_are_whole_apart_and_large_enough_and_charts_fill_their_column(
    name, widths, served, watch, built_book: Path
):
    page = opened(watch, served, name)
    for state in ("today", "2017"):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert not asked(page, "texts", SMALLEST_TYPE), f"{state}, {width} px"
            assert not narrow_charts(page, width), f"{state}, {width} px"
        show_2017(page)


def test_pictures_grow_to_a_limit_and_not_beyond(served, watch, built_book: Path):
    """A picture for a phone on a wider one, and one for a column on a page without columns beside it."""
    page = opened(watch, served, WITH_CHARTS[0])
    for width, most in ((PHONE - 10, WIDEST_ON_PHONE), (2400, WIDEST)):
        page.set_viewport_size({"width": width, "height": 900})
        drawn = [svg.bounding_box()["width"] for svg in page.locator("figure.ev-figure svg:visible").all()]
        assert drawn and max(drawn) <= most


@pytest.mark.parametrize("name", sampled(WITH_CHARTS))
def test_every_mark_stands_out_from_its_ground(name, served, watch, built_book: Path):
    page = opened(watch, served, name, reduced_motion="reduce")  # no half-changed colour
    for state in ("today", "2017"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            until(page, "scheme => document.documentElement.dataset.theme === scheme", scheme)
            assert not asked(page, "marks", CONTRAST), f"{state}, {scheme}"
        show_2017(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_among_marks_have_a_rim_of_the_grounds_colour_under_them(scheme, served, watch, built_book: Path):
    page = opened(watch, served, WITH_CHARTS[0], color_scheme=scheme)
    rims = page.locator(".ev-chart svg:visible .mark-text text").evaluate_all(
        """(texts) => [...new Set(texts.map((text) => {
          const { stroke, paintOrder } = getComputedStyle(text);
          return `${paintOrder} ${stroke === getComputedStyle(document.body).backgroundColor}`;
        }))]"""
    )
    assert rims == ["stroke true"]


def test_a_text_over_another_a_small_one_one_cut_off_and_a_pale_mark_are_found(browser):
    page = browser.new_page()
    page.set_content(
        """<body style="background: #fff"><figure class="ev-figure"><div class="ev-chart">
        <svg viewBox="0 0 100 100" width="100" height="100" font-size="12px"><title>Faulty</title>
        <text x="10" y="50">one</text><text x="14" y="52">two</text><text x="90" y="90">three</text>
        <text x="10" y="20" font-size="8px">four</text>
        <path data-tip="pale" d="M0,0h9v9h-9Z" fill="#eee"/><path data-tip="dark" d="M0,0h9v9h-9Z" fill="#000"/>
        </svg></div></figure>
        <div style="overflow: auto"><figure class="ev-figure" style="margin: 0">
        <div class="ev-chart" style="margin: 0 -8px">
        <svg viewBox="0 0 100 100" width="100" height="100" font-size="12px"><title>Clipped</title>
        <text x="2" y="50">left</text><path data-tip="dark" d="M0,0h9v9h-9Z" fill="#000"/></svg></div></figure></div>"""
    )
    page.evaluate(MEASURES.read_text("utf-8"))
    assert asked(page, "texts", SMALLEST_TYPE) == {
        "Faulty": ["two over one", "cut off: three", "8.0 px: four"],
        "Clipped": ["cut off: left"],
    }
    assert asked(page, "marks", CONTRAST) == {"Faulty": ["1.16: pale"]}
    page.close()
