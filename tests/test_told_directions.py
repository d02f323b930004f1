"""A page says "higher" where a test, or the tables, find higher; a word that is turned has lost its sentence."""

import ast
from functools import cache
from pathlib import Path

import pytest
import told_as_read
import told_as_read_others
import told_directions
import told_directions_others
from told_years import OTHERS, PAGES, everything_of

from benchmarks.mutants import WAY

TESTS = Path(__file__).resolve().parent
EVERYWHERE = [*PAGES, *OTHERS]
REGISTERED = told_directions.REGISTERED | told_directions_others.REGISTERED
AS_READ = told_as_read.AS_READ | told_as_read_others.AS_READ
OF_EVERY_BOX = "More of the record"  # the title of the boxes that fold


@cache
def names_in(module: str) -> set[str]:
    tree = ast.parse((TESTS / module).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def held_on(page: str) -> list[str]:
    """The words of both registers; a page without a word of direction is in neither."""
    return [*(REGISTERED[page]() if page in REGISTERED else ()), *AS_READ.get(page, ())]


def unheld(text: str, held: list[str]) -> list[str]:
    """Each word of direction that stands in none of the words that are held, with what stands around it."""
    spans = [(text.find(words), text.find(words) + len(words)) for words in held if words in text]
    return [
        text[max(0, word.start() - 60) : word.end() + 40]
        for word in WAY.finditer(text)
        if not text.startswith(OF_EVERY_BOX, word.start())
        and not any(start <= word.start() and word.end() <= end for start, end in spans)
    ]


@pytest.mark.parametrize("page", EVERYWHERE)
def test_each_sentence_of_direction_stands_once_on_its_page(page):
    text = everything_of(page)
    assert {words: text.count(words) for words in held_on(page) if text.count(words) != 1} == {}


@pytest.mark.parametrize("page", EVERYWHERE)
def test_no_word_of_direction_stands_unlooked_at(page):
    """One that comes in anew goes into `told_directions.py` with what finds it, or into `told_as_read.py`; those of
    the appendix, the summaries and the teaching into the files beside them that end in `_others`."""
    assert unheld(everything_of(page), held_on(page)) == []


def test_a_word_that_is_turned_is_held_by_nothing():
    held = ["The toll rose until 2017"]
    assert unheld("Moscow was right. The toll rose until 2017.", held) == []
    assert unheld("The toll fell until 2017. More of the record", held) == [
        "The toll fell until 2017. More of the record"
    ]


@pytest.mark.parametrize("page", REGISTERED)
def test_what_each_sentence_says_is_found_by_the_test_that_is_named_or_by_the_tables(page):
    for sentence, found in REGISTERED[page]().items():
        if callable(found):
            assert found(), sentence
        else:
            module, _, name = found.partition("::")
            assert name in names_in(module), sentence
