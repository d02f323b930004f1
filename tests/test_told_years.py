"""Each year that is typed on a page stands in the tables, and none is typed that nobody looked up."""

import pytest
from told_years import OTHERS, PAGES, Name, blocks_of, everything_of, typed, unregistered, words_of, wrong
from told_years_others import REGISTERED_OTHERS
from told_years_pages import REGISTERED

HELD = REGISTERED | REGISTERED_OTHERS


@pytest.mark.parametrize("page", HELD)
def test_each_typed_year_is_that_of_its_rows(page):
    assert [said for words, own in HELD[page]().items() if (said := wrong(words, own))] == []


@pytest.mark.parametrize("page", HELD)
def test_the_words_around_a_year_stand_once_on_their_page(page):
    text = everything_of(page)
    assert {words: text.count(words) for words in HELD[page]() if text.count(words) != 1} == {}


@pytest.mark.parametrize("page", [*PAGES, *OTHERS])
def test_no_year_is_typed_without_its_line(page):
    assert unregistered(everything_of(page), [*HELD[page]()] if page in HELD else []) == []


def test_a_year_without_a_row_is_rare_and_says_why():
    names = {own for registered in HELD.values() for own in registered().values() if isinstance(own, Name)}
    assert all(len(own.why) > 20 for own in names) and len(names) <= 5


def test_a_year_is_read_with_its_month_and_its_day():
    assert typed("In May 2017, on 4 April 2018 and in 1990s prose of 2,017 words") == ["2017-05", "2018-04-04", "1990"]
    assert wrong("in May 2017", ["2017-05-29"]) == "" == wrong("from 2011 to 2013", [2011, "2013-09"])
    assert wrong("in May 2017", ["2017-06-29"]) and wrong("in 2017", []) and wrong("no year", [])
    assert unregistered("It rose in 2011 and fell in 2013.", ["rose in 2011"]) == ["It rose in 2011 and fell in 2013."]


def test_a_year_is_read_in_the_digits_of_the_page():
    assert typed("در سال ۲۰۱۷ (میانگین ۲۰۰۲ تا ۲۰۱۱)، ۱۲۰۱۷") == ["2017", "2002", "2011"]
    assert wrong("در سال ۲۰۱۷", [2017]) == "" and wrong("در سال ۲۰۱۸", [2017])


def test_code_for_readers_is_no_prose_and_its_years_are_held_too(tmp_path):
    (tmp_path / "page.md").write_text(
        "Of `2015` and 2016.\n\n1. Run\n\n   ```python\n   year = 2017\n   ```\n\n```{plan} 45\n5 | Of 2018.\n```\n",
        "utf-8",
    )
    assert typed(words_of("page.md", tmp_path)) == ["2016", "2018"]
    assert blocks_of("page.md", tmp_path) == "year = 2017"
    assert typed(everything_of("page.md", tmp_path)) == ["2016", "2018", "2017"]
