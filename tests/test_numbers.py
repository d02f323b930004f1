"""How numbers and dates read in prose."""

import pytest

from evidence.exhibits import numbers
from evidence.exhibits.numbers import say
from evidence.wording import bare_percent, count, date, dated, decimal, in_hundred, in_words, joined, percent, span


@pytest.mark.parametrize(
    ("got", "text"),
    [
        (count(2842), "2,842"),
        (decimal(0.6597, 2), "0.66"),
        (percent(4 / 688, 2), "0.58%"),
        (percent(0.5), "50%"),
        (bare_percent(4 / 688), "0.6"),
        (bare_percent(0.00016), "0.02"),
        (bare_percent(0), "0"),
        (bare_percent(0.00005), "0.01"),
        (bare_percent(8e-12), "0"),
        (in_hundred(0.0204), "about 2 in 100"),
        (in_hundred(0.155), "about 16 in 100"),
        (in_hundred(0.01), "about 1 in 100"),
        (in_hundred(0.0064), "about 6 in 1,000"),
        (in_hundred(0.0004), "about 0 in 1,000"),
        (in_hundred(1), "about 100 in 100"),
        (in_words(4), "four"),
        (in_words(12), "12"),
        (span(1000, 3000), "1,000–3,000"),
        (span(700, 700), "700"),
        (span(10000, None), "10,000 or more"),
        (span(None, 1000), "up to 1,000"),
        (span(0.004, 0.01, lambda share: percent(share, 1)), "0.4%–1.0%"),
        (date("2017-08-15"), "15 August 2017"),
        (date("2016-04"), "April 2016"),
        (date("2016"), "2016"),
    ],
)
def test_formats(got, text):
    assert got == text


@pytest.mark.parametrize(
    "call",
    [
        lambda: count(None),
        lambda: count(float("nan")),
        lambda: percent(float("inf")),
        lambda: in_hundred(None),
    ],
)
def test_a_missing_number_is_never_printed(call):
    with pytest.raises(ValueError, match="not a number"):
        call()


@pytest.mark.parametrize(
    "call", [lambda: span(None, None), lambda: span(3, 2), lambda: in_words(-1), lambda: in_words(2.5)]
)
def test_impossible_ranges_and_counts(call):
    with pytest.raises(ValueError):
        call()


@pytest.mark.parametrize("text", ["2017-02-30", "2017-13", "August"])
def test_a_date_that_is_none(text):
    with pytest.raises(ValueError):
        date(text)


def test_say_glues_formatted_text_only(monkeypatch):
    glued = {}
    monkeypatch.setattr(numbers, "glue", lambda key, text, display: glued.update({key: text}))
    say(deaths=count(2842))
    assert glued == {"deaths": "2,842"}
    with pytest.raises(TypeError, match="deaths"):
        say(deaths=2842)


def test_dates_of_rows_by_key():
    assert dated({"E1": "2015-01-11", "E2": "2016-04"}, formed="E1", told="E2") == {
        "formed": "11 January 2015",
        "told": "April 2016",
    }
    with pytest.raises(KeyError, match="E3"):
        dated({"E1": "2015"}, gone="E3")


def test_things_in_a_row():
    assert [joined([2015]), joined(["a", "b"]), joined([1, 2, 3], " or ")] == ["2015", "a and b", "1, 2 or 3"]
