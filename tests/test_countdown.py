"""The days until a forecast resolves are counted where the page is read; without a script the date stands alone."""

from pathlib import Path

import pandas as pd
import pytest

from evidence.exhibits import countdown
from evidence.pages.sphinx_ext import SCRIPTS

SCRIPT = Path(__file__).resolve().parents[1] / "evidence" / "pages" / "static" / "countdown.js"
LINE = countdown("The window closes on", pd.Timestamp("2029-12-31")).html
DATE = "The window closes on 31 December 2029."


@pytest.fixture
def shown(watch):
    """The text of the line as a reader sees it whose clock shows a time."""

    def show(clock: str, script: bool = True, **options) -> str:
        page = watch("about:blank", **options).page
        page.clock.set_fixed_time(clock)
        page.set_content(f"<main>{LINE}{'<script>' + SCRIPT.read_text('utf-8') + '</script>' if script else ''}</main>")
        return page.locator(".ev-countdown").inner_text()

    return show


def test_an_output_holds_the_date_and_no_count_of_days():
    assert LINE == (
        '<p class="ev-countdown">The window closes on <time datetime="2029-12-31">31 December 2029</time>.'
        '<span class="ev-left" role="status"></span></p>'
    )
    assert countdown("The window closes on", pd.Timestamp("2029-12-31 23:00")).html == LINE


def test_what_is_said_before_the_date_is_text():
    assert "&lt;b&gt;" in countdown("<b>It</b> ends on", pd.Timestamp("2029-12-31")).html
    assert "<b>" not in countdown("<b>It</b> ends on", pd.Timestamp("2029-12-31")).html


def test_a_page_with_a_countdown_gets_its_script():
    assert SCRIPTS[SCRIPT.name] == ["ev-countdown"] and SCRIPT.is_file()


@pytest.mark.parametrize(
    ("clock", "left"),
    [
        ("2026-11-26T12:00:00Z", "1,131 days are left."),
        ("2029-12-29T23:59:59Z", "2 days are left."),
        ("2029-12-30T00:00:00Z", "One day is left."),
        ("2029-12-30T23:59:59Z", "One day is left."),
        ("2029-12-31T00:00:00Z", "That is today."),
        ("2029-12-31T23:59:59Z", "That is today."),
        ("2030-01-01T00:00:00Z", "That is past."),
        ("2041-05-05T05:05:05Z", "That is past."),
    ],
)
def test_the_days_that_are_left(shown, clock, left):
    assert shown(clock) == f"{DATE} {left}"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kabul"])
def test_a_reader_in_another_zone_sees_the_same_count(shown, zone):
    assert shown("2026-11-26T12:00:00Z", timezone_id=zone, locale="de-DE") == f"{DATE} 1,131 days are left."


def test_without_scripts_the_date_stands_alone(watch):
    page = watch("about:blank", java_script_enabled=False).page
    page.set_content(f"<main>{LINE}<script>{SCRIPT.read_text('utf-8')}</script></main>")
    assert page.locator(".ev-countdown").inner_text() == DATE


def test_two_countdowns_on_a_page_count_for_themselves(watch):
    page = watch("about:blank").page
    page.clock.set_fixed_time("2029-12-30T12:00:00Z")
    other = countdown("It opens on", pd.Timestamp("2027-01-01")).html
    page.set_content(f"<main>{LINE}{other}<script>{SCRIPT.read_text('utf-8')}</script></main>")
    assert page.locator(".ev-left").all_inner_texts() == [" One day is left.", " That is past."]
