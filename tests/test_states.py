"""Two states of a figure or table: what its two buttons show, keep and say."""

from pathlib import Path

import altair as alt
import audit
import pytest

from conftest import PAGES, both_ways, until
from evidence.exhibits import figure, hindsight, table
from evidence.exhibits.parts import FigureError

CHAPTERS = [name for name in PAGES if name.startswith("chapters/0")]
PLACES = ".ev-hindsight"
DATED = ("date", "year", "date_known", "date_stated", "day", "month")
SO_FAR = "Afghan trips to Russia"  # counted from trips that each have a day before the article, those of 2017 too


def title(place) -> str:
    return place.locator(".ev-title").first.text_content()


def choose(place, label: str) -> None:
    place.locator(".ev-states").get_by_role("button", name=label).click()
    place.locator(f".ev-states button[aria-pressed='true']:has-text('{label}')").wait_for()


@pytest.mark.parametrize(("name", "address"), both_ways(CHAPTERS), indirect=["address"])
def test_each_figure_has_its_own_two_states_and_comes_back(name, address, watch, built_book: Path):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{name}")
    places = page.locator(PLACES)
    before = [title(place) for place in places.all()]
    assert places.count() >= 1
    for at, place in enumerate(places.all()):
        as_of_today = place.inner_html()
        choose(place, "as known in August 2017")
        until(
            page,
            "([at, html]) => document.querySelectorAll('.ev-hindsight')[at].innerHTML !== html",
            arg=[at, as_of_today],
        )
        others = [text for other, text in enumerate(before) if other != at]
        assert [title(place) for other, place in enumerate(places.all()) if other != at] == others, "only this one"
        assert place.locator(".ev-number").first.text_content()[:5] in ("Figur", "Table")
        choose(place, "today")
        assert title(place) == before[at]
    assert watched.faults == []


def test_the_buttons_work_by_keyboard_and_keep_the_focus(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    place = page.locator(PLACES).first
    place.get_by_role("button", name="as known in August 2017").focus()
    page.keyboard.press("Enter")
    place.locator("button[value='2017'][aria-pressed='true']").wait_for()
    until(page, "document.activeElement.value === '2017'")


def test_the_state_that_is_shown_is_filled_and_the_other_looks_like_a_link(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    buttons = page.locator(PLACES).first.locator(".ev-states button")
    look = "(one) => [getComputedStyle(one).textDecorationLine, getComputedStyle(one).backgroundColor]"
    for label in ("as known in August 2017", "today"):
        choose(page.locator(PLACES).first, label)
        shown, other = sorted(buttons.all(), key=lambda one: one.get_attribute("aria-pressed"), reverse=True)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (shown.evaluate(look)[0], other.evaluate(look)) == ("none", ["underline", ground])
        assert shown.evaluate(look)[1] != ground


def test_marks_of_2017_say_their_tips_too_on_a_phone_as_well(served, watch, built_book: Path):
    for width in (1280, 390):
        watched = watch(served, viewport={"width": width, "height": 844})
        page = watched.page
        page.goto(f"{served}/{CHAPTERS[0]}")
        place = page.locator(f"{PLACES}:has(figure)").first
        choose(place, "as known in August 2017")
        chart = place.locator(".ev-chart[tabindex]:visible")  # made ready for keys by a script, once it is seen
        chart.focus()
        page.keyboard.press("ArrowRight")
        first = chart.locator("[data-tip]").first.get_attribute("data-tip")
        page.locator(".ev-says", has_text=first).wait_for(state="attached")
        assert watched.faults == []


def test_every_row_drawn_as_of_2017_was_over_by_then():
    """A day before the article, a month or a year that had ended by then; told by then, where that is another day."""
    seen = 0
    for path in sorted((audit.ROOT / "chapters").rglob("*.ipynb")):
        drawn = audit.drawn(path.relative_to(audit.ROOT).as_posix())
        for name in (name for name in drawn if name.endswith("-2017")):
            assert drawn[name], f"{name}: no rows"
            dates = [(row[column], row) for row in drawn[name] for column in DATED if row.get(column)]
            late = [row for date, row in dates if not audit.over(date, audit.CUT_OFF)]
            assert [row for row in late if row.get("measure") != SO_FAR] == [], name
            seen += len(dates)
    assert seen > 100


def test_without_script_the_page_shows_today_and_no_buttons(served, watch, built_book: Path):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    assert page.locator(f"{PLACES} figure.ev-figure").count() >= 2
    assert not any(one.is_visible() for one in page.locator(".ev-states, .ev-show-code").all())


def test_a_state_that_does_not_load_leaves_the_figure_of_today(served, watch, built_book: Path):
    watched = watch(served)
    page = watched.page
    page.route("**/*.2017.js", lambda route: route.abort())
    page.goto(f"{served}/{CHAPTERS[0]}")
    place = page.locator(PLACES).first
    today = title(place)
    place.get_by_role("button", name="as known in August 2017").click()
    place.locator("button[value='today'][aria-pressed='true']").wait_for()
    assert title(place) == today


def a_table(rows, name="rain"):
    return table(rows, name=name, title="Rain", rows_of=["battle_deaths"])


def test_two_states_share_a_name_and_a_kind(rows):
    told = rows.assign(tip=[f"{year}: deaths" for year in rows["year"]])
    chart = alt.Chart(told).mark_bar().encode(x="year:O", y="best:Q", description="tip:N")
    words = {"measure": "m", "description": "d", "cannot_show": "c", "rows_of": ["battle_deaths"]}
    drawn = figure(chart, name="rain", title="t", data=rows, **words)
    for other in (a_table(rows), figure(chart, name="sun", title="t", data=rows, **words)):
        with pytest.raises(FigureError, match="one name"):
            hindsight(drawn, other)


def test_both_states_offer_their_own_csv(rows):
    markup = hindsight(a_table(rows), a_table(rows[:1])).html
    assert 'download="rain.csv"' in markup and 'download="rain-2017.csv"' in markup


def test_what_could_not_be_known_says_so(rows):
    markup = hindsight(a_table(rows), None).html
    assert "could be known in August 2017" in markup and markup.count('id="tab-rain"') == 2
