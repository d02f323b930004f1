"""Each year that is typed on a page stands in the tables, and none is typed that nobody looked up."""

import pytest
from told_years import PAGES, Name, typed, unregistered, words_of, wrong
from told_years_pages import REGISTERED


@pytest.mark.parametrize("page", PAGES)
def test_each_typed_year_is_that_of_its_rows(page):
    assert [said for words, own in REGISTERED[page]().items() if (said := wrong(words, own))] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_words_around_a_year_stand_once_on_their_page(page):
    text = words_of(page)
    assert {words: text.count(words) for words in REGISTERED[page]() if text.count(words) != 1} == {}


@pytest.mark.parametrize("page", PAGES)
def test_no_year_is_typed_without_its_line(page):
    assert unregistered(words_of(page), [*REGISTERED[page]()]) == []


def test_a_year_without_a_row_is_rare_and_says_why():
    names = [own for registered in REGISTERED.values() for own in registered().values() if isinstance(own, Name)]
    assert all(len(own.why) > 20 for own in names) and len(names) <= 5


def test_a_year_is_read_with_its_month_and_its_day():
    assert typed("In May 2017, on 4 April 2018 and in 1990s prose of 2,017 words") == ["2017-05", "2018-04-04", "1990"]
    assert wrong("in May 2017", ["2017-05-29"]) == "" == wrong("from 2011 to 2013", [2011, "2013-09"])
    assert wrong("in May 2017", ["2017-06-29"]) and wrong("in 2017", []) and wrong("no year", [])
    assert unregistered("It rose in 2011 and fell in 2013.", ["rose in 2011"]) == ["It rose in 2011 and fell in 2013."]
