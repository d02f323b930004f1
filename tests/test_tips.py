"""What the marks of charts say: every mark of data has a tip in words, reached by mouse, by tap and by keyboard."""

import re
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from conftest import WITH_CHARTS, of_each_kind, sampled
from evidence.charts.tips import faulty, with_tips
from evidence.exhibits import figure
from evidence.exhibits.parts import FigureError
from evidence.exhibits.svg import tips
from tests.samples import TEXTS, draw

STATIC = Path(__file__).resolve().parents[1] / "evidence" / "pages" / "static"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


# ------------------------------------------------------------------------------------------------ the specification
@pytest.mark.parametrize("mark", ["bar", "point", "rule", "rect", "tick", "circle", "square", "arc", "geoshape"])
def test_a_mark_of_data_without_a_tip_is_refused_wherever_it_stands(mark):
    bare, told = {"mark": mark}, {"mark": mark, "encoding": {"description": {"field": "tip"}}}
    for nested in (bare, {"layer": [told, bare]}, {"vconcat": [{"layer": [bare]}]}, {"facet": {}, "spec": bare}):
        with pytest.raises(ValueError, match=f"a {mark} without a tip"):
            with_tips(nested)
    assert with_tips({"mark": {"type": mark, "aria": False}})["mark"]["aria"] is False
    inherited = {"encoding": {"description": {"field": "tip"}}, "layer": [{"mark": mark}]}
    assert "aria" not in with_tips(inherited)["layer"][0]["mark"]


@pytest.mark.parametrize("mark", ["line", "area", "text"])
def test_a_line_an_area_and_a_text_are_silent(mark):
    for spec in ({"mark": mark}, {"mark": {"type": mark}, "encoding": {"description": {"field": "tip"}}}):
        assert with_tips(spec)["mark"] == {"type": mark, "aria": False}


@pytest.mark.parametrize("mark", ["boxplot", "errorbar", "errorband", "trail"])
def test_a_mark_made_of_several_is_refused(mark):
    with pytest.raises(ValueError, match="draw its parts"):
        with_tips({"mark": mark})


def test_a_line_without_points_is_refused(rows):
    with pytest.raises(FigureError, match="needs points"):
        figure(alt.Chart(rows).mark_line().encode(x="year:O", y="best:Q"), name="mute", data=rows, **TEXTS)


@pytest.mark.parametrize(
    "tip",
    [
        "undefined",
        "Kabul, null",
        "n_votes 12",
        "",
        "2017",
        "Kabul: NaN deaths",
        "Kabul, 2016: nan deaths",
        "None deaths",
        "inf deaths",
        "<NA> deaths",
        "2016: 3 deaths ( to )",
    ],
)
def test_a_tip_that_is_no_words_is_found(tip):
    assert faulty([tip]) == [tip]


def test_a_tip_of_words_passes():
    assert faulty(["Government – ISIL-K, 2016: 2,141 deaths (1,965 to 2,390). UCDP", "No one, 2001"]) == []


# ------------------------------------------------------------------------------------------------ the picture
def test_each_bar_of_a_figure_carries_its_tip_and_nothing_else_does(rows):
    made = figure(draw(rows), name="told", data=rows, **TEXTS).html
    assert tips(made) == [f"{row.year}: {row.best} deaths" for row in rows.itertuples()]
    assert " aria-label=" not in made[made.index("<svg") : made.index("</svg>")]


def test_signs_in_a_tip_arrive_as_they_are():
    rows = pd.DataFrame({"x": [1.123456789], "tip": ['5 > 3 & "so" <b>, 1.123456789'], "source_id": ["own-benchmark"]})
    chart = alt.Chart(rows).mark_bar().encode(x="x:Q", description="tip:N")
    assert tips(figure(chart, name="signs", data=rows, **TEXTS).html) == ['5 > 3 & "so" <b>, 1.123456789']


@pytest.mark.parametrize("tip", [None, "best_estimate"])
def test_a_figure_refuses_a_tip_that_is_no_words(rows, tip):
    chart = alt.Chart(rows.assign(tip=tip)).mark_bar().encode(x="year:O", y="best:Q", description="tip:N")
    with pytest.raises(FigureError, match="no words"):
        figure(chart, name="mute", data=rows, **TEXTS)


def test_the_script_of_the_tips_is_small():
    assert len((STATIC / "tips.js").read_bytes()) < 4 * 1024  # with each chart's number, and where a finger went down


# ------------------------------------------------------------------------------------------------ in a browser
def says(page) -> str | None:
    """What the box says, if it is seen and lies inside the screen."""
    box = page.locator(".ev-says")
    if not box.is_visible():
        return None
    place, screen = box.bounding_box(), page.viewport_size
    assert place["x"] >= 0 and place["x"] + place["width"] <= screen["width"], place
    assert place["y"] >= 0 and place["y"] + place["height"] <= screen["height"], place
    return box.text_content()


def charts_of(page) -> list:
    found = page.locator("figure.ev-figure > .ev-chart:visible").all()
    assert found, "no chart"
    return found


UPPERMOST = "([x, y]) => document.elementFromPoint(x, y)?.closest('[data-tip]')?.dataset.tip"  # of marks that overlap


def chosen(marks: int, every: bool) -> list[int]:
    return list(range(marks)) if every else sorted({0, 1, marks // 2, marks - 1} & set(range(marks)))


MATRIX = "chapters/03-russia-and-the-taliban"  # the one chart of its kind
SOME = [(name, False) for name in of_each_kind(WITH_CHARTS, MATRIX)]  # what ALL asks too
ALL = [pytest.param(name, True, marks=pytest.mark.prove) for name in WITH_CHARTS]


@pytest.mark.parametrize(("name", "every"), SOME + ALL)
def test_every_chart_says_its_tips_by_keyboard_and_mouse(name, every, served, watch, built_book: Path):
    watched = watch(served, **DESK)
    page = watched.page
    page.goto(f"{served}/{name}")
    height = page.evaluate("document.documentElement.scrollHeight")
    for chart in charts_of(page):
        own = [mark.get_attribute("data-tip") for mark in chart.locator("[data-tip]").all()]
        assert own and not faulty(own)
        chart.scroll_into_view_if_needed()
        chart.focus()
        tall = chart.bounding_box()["height"] > DESK["viewport"]["height"]  # its last mark lies below the screen
        for tip in own if every or tall else own[:4]:
            page.keyboard.press("ArrowRight")
            assert says(page) == tip == page.locator("[aria-live='polite']").last.text_content()
        page.keyboard.press("Escape")
        assert says(page) is None
        for at in chosen(len(own), every):
            mark = chart.locator("[data-tip]").nth(at)
            mark.evaluate("(one) => one.scrollIntoView({ block: 'center' })")  # not under the header
            box = mark.bounding_box()
            place = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
            page.mouse.move(*place)
            assert says(page) == (page.evaluate(UPPERMOST, place) or own[at])
        page.mouse.move(1, 1)
        assert page.evaluate("document.activeElement.blur() || true") and says(page) is None
    assert page.evaluate("document.documentElement.scrollHeight") == height, "a tip lengthens the page"
    assert watched.faults == []


@pytest.mark.parametrize("screen", [PHONE, pytest.param(SMALL, marks=pytest.mark.prove)], ids=["390", "320"])
@pytest.mark.parametrize("name", sampled(WITH_CHARTS, MATRIX))
def test_every_chart_says_its_tips_by_tap(name, screen, served, watch, built_book: Path):
    watched = watch(served, **screen)
    page = watched.page
    page.goto(f"{served}/{name}")
    for chart in charts_of(page):
        marks = chart.locator("[data-tip]")
        own = [mark.get_attribute("data-tip") for mark in marks.all()]
        assert own
        for at in chosen(len(own), False):
            mark = marks.nth(at)
            mark.scroll_into_view_if_needed()
            box = mark.bounding_box()
            place = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
            page.touchscreen.tap(*place)
            assert says(page) == (page.evaluate(UPPERMOST, place) or own[at])
    page.locator("article h1").tap()
    assert says(page) is None, "a tap elsewhere shuts it"
    assert watched.faults == []


def test_a_tap_beside_a_small_mark_means_it(served, watch, built_book: Path):
    page = watch(served, **PHONE).page
    page.goto(f"{served}/{WITH_CHARTS[0]}")
    mark = page.locator("figure.ev-figure > .ev-chart:visible [data-tip]").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] - 12)
    assert says(page)


def test_a_chart_is_one_tab_stop(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{WITH_CHARTS[0]}")
    charts = page.locator("figure.ev-figure > .ev-chart:visible")
    assert charts.evaluate_all("all => all.every((one) => one.tabIndex === 0 && !one.querySelector('[tabindex]'))")


def test_without_scripts_no_chart_is_a_tab_stop(served, watch, built_book: Path):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{WITH_CHARTS[0]}")
    assert page.locator(".ev-chart[tabindex]").count() == 0


def test_no_tip_of_the_book_holds_an_id_of_a_row(built_book: Path):
    for name in WITH_CHARTS:
        page = (built_book / name).read_text("utf-8")
        assert not [tip for tip in tips(page) if re.search(r"\b[CEKS]\d{2,3}\b", tip)], name
