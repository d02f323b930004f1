"""The switch between August 2017 and today: what it draws, what it keeps, how it is reached."""

import re
from pathlib import Path

import pytest

from conftest import pages
from evidence import tables
from evidence.exhibits import figure, hindsight, table
from evidence.exhibits.parts import FigureError
from evidence.exhibits.verdicts import SIGNS


def chapter(book: Path, number: str) -> str:
    return next(name for name in pages(book) if name.startswith(f"chapters/{number}-"))


def charts(page) -> list[str]:
    return page.eval_on_selector_all(
        "figure.ev-figure", "all => all.map(one => one.id + ' ' + one.querySelector('.ev-title').textContent)"
    )


def choose(page, value: str) -> None:
    page.locator(f'.ev-switch input[value="{value}"]').check(force=True)


def test_the_switch_changes_figures_verdicts_and_address_and_back(address, watch, built_book: Path):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{chapter(built_book, '01')}")
    today = charts(page)
    assert page.locator('.ev-switch input[value="today"]').is_checked()
    choose(page, "2017-08")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    then = charts(page)
    assert then != today and "as-of=2017-08" in page.url
    badge = page.locator(".ev-badge").first
    row = tables.load("claims").set_index("claim_id").loc[badge.get_attribute("data-claim")]
    assert badge.locator("a").inner_text().endswith(SIGNS[row["verdict_2017"]])
    choose(page, "today")
    page.wait_for_selector("html:not([data-as-of-2017])", state="attached")
    assert charts(page) == today and "as-of" not in page.url
    assert watched.faults == []


def test_the_choice_is_kept_on_the_next_page_and_the_address_wins(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, '01')}?as-of=2017-08")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    page.goto(f"{served}/{chapter(built_book, '02')}")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    assert "as-of=2017-08" in page.url
    page.goto(f"{served}/{chapter(built_book, '02')}?as-of=today")
    page.wait_for_load_state("networkidle")
    assert page.locator("html[data-as-of-2017]").count() == 0


def test_the_switch_works_by_keyboard(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, '01')}")
    page.locator('.ev-switch input[value="today"]').focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")


def test_a_note_under_the_title_says_what_has_changed_and_what_has_not(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, '01')}?as-of=2017-08")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    note = page.locator("article h1 + .ev-as-of")
    assert note.is_visible() and "The text is that of today" in note.inner_text()
    page.locator('.ev-switch input[value="today"]').check(force=True)
    note.wait_for(state="hidden")


def test_marks_of_2017_say_their_tips_too(served, watch, built_book: Path):
    watched = watch(served)
    page = watched.page
    page.goto(f"{served}/{chapter(built_book, '01')}?as-of=2017-08")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    chart = page.locator("figure.ev-figure .ev-chart").first
    chart.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".ev-says").inner_text() == chart.locator("[data-tip]").first.get_attribute("data-tip")
    assert watched.faults == []


def test_a_strip_of_2017_does_not_tell_how_it_ended(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, '06')}")
    assert "borne out" in page.locator(".ev-strip").inner_text()
    choose(page, "2017-08")
    page.wait_for_selector("html[data-as-of-2017]", state="attached")
    told = page.locator(".ev-strip").inner_text()
    assert "open" in told and "borne out" not in told and "→" not in told


def test_no_year_after_the_article_is_drawn_as_of_2017(served, watch, built_book: Path):
    """The rows behind every figure and table that has a state of 2017 end before the cut-off."""
    for number in ("01", "02", "03", "04"):
        page = watch(served).page
        page.goto(f"{served}/{chapter(built_book, number)}?as-of=2017-08")
        page.wait_for_selector("html[data-as-of-2017]", state="attached")
        tables_then = page.locator(".ev-hindsight table")
        assert tables_then.count() > 2
        for index in range(tables_then.count()):
            box = tables_then.nth(index)
            heads = [text.strip(" ↕") for text in box.locator("thead th").all_text_contents()]
            dated = [at for at, head in enumerate(heads) if head in ("year", "date")]
            for at in dated:
                cells = box.locator(f"tbody tr > :nth-child({at + 1})").all_text_contents()
                late = [text for text in cells if re.match(r"20\d\d", text) and text > "2017-08-15"]
                assert not late, f"chapter {number}, table {index}: {late[:5]}"


def test_without_script_the_page_shows_today_and_no_switch(served, watch, built_book: Path):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{chapter(built_book, '01')}?as-of=2017-08")
    assert page.locator(".ev-switch").count() == 0
    assert page.locator(".ev-hindsight figure.ev-figure").count() > 2
    assert not page.locator(".ev-earlier").first.is_visible()


def a_table(rows, name="rain"):
    return table(rows, name=name, title="Rain", rows_of=["battle_deaths"])


def test_two_states_share_a_name_and_a_kind(rows):
    import altair as alt

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
