"""What a description says of its picture: numbers on chosen marks, dates in order. And axes have round numbers."""

import re
from collections.abc import Iterator

import nbformat
import numpy as np
import pytest
from audit import MONTHS
from bs4 import BeautifulSoup, Tag

from conftest import ROOT

PAGES = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").rglob("*.ipynb"))]
NUMBER = re.compile(r"[\d,.]+\s?%?")
EVERY_MARK = {  # figures in which each mark has its number, so that none was chosen: the description may leave some out
    "isil-battle-deaths",
    "concern-by-half-year",
    "isil-fights-2021",
    "weapons-released",
    "words-heard",
    "two-risk-sets",
    "lab-toll",
}
DATE = re.compile(rf"(?<!\d)(?:(?:(\d\d?) )?({'|'.join(MONTHS)}) |)((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?(?!\d)")
IN_PARTS = {"timeline-after": 3, "taliban-status": 2}  # lists of several parts, each of which begins anew


def figures() -> Iterator[tuple[str, Tag, str, str]]:
    """Every figure of the book, with both of its states: name, picture, description, title."""
    for page in PAGES:
        for cell in nbformat.read(page, as_version=4).cells:
            for output in cell.get("outputs", []):
                markup = output.get("data", {}).get("text/html", "")
                if 'class="ev-figure"' in markup:
                    for one in BeautifulSoup(markup, "lxml").select("figure.ev-figure"):
                        picture = one.select_one(".ev-chart svg")
                        told = picture.desc.get_text()
                        yield str(one["data-figure"]), picture, told, one.select_one(".ev-title").get_text()


FIGURES = list(figures())


def unsaid(written: list[str], told: str) -> list[str]:
    """Numbers on the marks of a picture that its words do not have."""
    numbers = [text for text in written if NUMBER.fullmatch(text)]
    return [one for one in numbers if not re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d|[.,]\d)", told)]


def on_marks(picture: Tag) -> list[str]:
    return [text.get_text() for group in picture.select("g.mark-text.role-mark") for text in group.select("text")]


def day(match: re.Match) -> tuple[int, int, int]:
    number, month, year, iso_month, iso_day = match.groups()
    return int(year), MONTHS.index(month) + 1 if month else int(iso_month or 0), int(number or iso_day or 0)


def lists_of_dates(told: str) -> Iterator[list[tuple[int, int, int]]]:
    """Dates of lists: three items or more with one date each, or three dates or more within an item."""
    for sentence in re.split(r"(?<=[\w%)])\. (?=[A-Z])", told):
        items = [[day(one) for one in DATE.finditer(item)] for item in sentence.split("; ")]
        if len(items) >= 3 and all(len(dates) == 1 for dates in items):
            yield [date for (date,) in items]
        elif len(items) >= 3:
            yield from (dates for dates in items if len(dates) >= 3)


def turns_back(dates: list[tuple[int, int, int]]) -> int:
    """How often a list goes back in time; dates are compared as far as both are exact."""
    pairs = [[(one, two) for one, two in zip(*pair) if one and two] for pair in zip(dates, dates[1:])]
    return sum([one for one, _ in pair] > [two for _, two in pair] for pair in pairs)


def test_the_figures_are_found():
    names = {name for name, *_ in FIGURES}
    assert len(names) > 30 and names >= EVERY_MARK | set(IN_PARTS)


@pytest.mark.parametrize("name", sorted({name for name, *_ in FIGURES} - EVERY_MARK))
def test_a_number_that_is_written_on_a_chosen_mark_is_said(name):
    lost = [unsaid(on_marks(picture), f"{told} {title}") for own, picture, told, title in FIGURES if own == name]
    assert not any(lost), f"{name}: the picture writes {lost} and its description does not"


def test_dated_items_of_a_description_are_in_the_order_of_time():
    lists = [(name, dates) for name, _, told, _ in FIGURES for dates in lists_of_dates(told)]
    wrong = [(name, dates) for name, dates in lists if turns_back(dates) >= IN_PARTS.get(name, 1)]
    assert wrong == [] and len(lists) > 10


def test_a_description_says_dates_as_they_are_read():
    assert [
        (name, found) for name, _, told, _ in FIGURES if (found := re.findall(r"\b\d{4}-\d\d(?:-\d\d)?\b", told))
    ] == []


def uneven(labels: list[str]) -> list[str]:
    """Numbers of an axis with three digits or more that count; a year has four."""
    numbers = [text for text in labels if NUMBER.fullmatch(text) and not re.fullmatch(r"(?:19|20)\d\d", text)]
    return [text for text in numbers if len(re.sub(r"\D", "", text).strip("0")) > 2]


def test_the_numbers_of_an_axis_are_round():
    found = [(name, [text.get_text() for text in own.select("g.role-axis-label text")]) for name, own, *_ in FIGURES]
    assert sum(bool(label) for _, labels in found for label in labels) > 400
    assert [(name, odd) for name, labels in found if (odd := uneven(labels))] == []
    assert uneven(["0.25", "10,000", "2017", "12.5%"]) == ["12.5%"] and uneven(["1,001", "−0.5"]) == ["1,001"]


def axes() -> Iterator[tuple[str, list[float], list[float]]]:
    """Every axis with three numbers or more: its figure, its numbers, their places along it in pixels."""
    for name, picture, *_ in FIGURES:
        for group in picture.select("g.role-axis-label"):
            labels = [text for text in group.select("text") if NUMBER.fullmatch(text.get_text())]
            places = [[float(one) for one in re.findall(r"-?[\d.]+", str(text["transform"]))[:2]] for text in labels]
            if len(labels) > 2:
                across = len({place[0] for place in places}) > 1
                numbers = [float(re.sub(r"[^\d.]", "", text.get_text())) for text in labels]
                yield name, numbers, [place[0 if across else 1] for place in places]


def leaps(numbers: list[float], places: list[float]) -> bool:
    """Whether an axis leaves one of its numbers out: they stand where a linear scale has them, in unequal steps."""
    straight = np.allclose(
        np.interp(numbers, numbers[:: len(numbers) - 1], places[:: len(places) - 1]), places, atol=1.5
    )
    return bool(straight) and len(set(np.diff(numbers).round(6))) > 1


def test_the_numbers_of_an_axis_run_one_way_without_a_leap():
    found = list(axes())
    assert len(found) > 60
    assert [name for name, numbers, _ in found if sorted(numbers) not in (numbers, numbers[::-1])] == []
    assert [name for name, numbers, places in found if leaps(numbers, places)] == []
    assert leaps([0, 20, 30], [0.0, 200.0, 300.0]) and not leaps([1, 10, 100], [0.0, 100.0, 200.0])


def test_a_number_that_no_word_has_and_a_list_that_runs_backwards_would_be_found():
    assert unsaid(["2.72", "3.53", "US"], "It is 2.72 in 2012 and at most 3.26.") == ["3.53"]
    (forth,) = lists_of_dates("Diamonds: 2018: 14,000; June 2019: 13,000; 2021-04: 2,500.")
    assert turns_back(forth) == 0 and turns_back(forth[::-1]) == 2
