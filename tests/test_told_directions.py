"""A page says "higher" where a test, or the tables, find higher; a word that is turned has lost its sentence."""

import ast
from functools import cache
from pathlib import Path

import pytest
from told_directions import REGISTERED
from told_years import words_of

TESTS = Path(__file__).resolve().parent


@cache
def names_in(module: str) -> set[str]:
    tree = ast.parse((TESTS / module).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", REGISTERED)
def test_each_sentence_of_direction_stands_once_on_its_page(page):
    text = words_of(page)
    assert {sentence: text.count(sentence) for sentence in REGISTERED[page]() if text.count(sentence) != 1} == {}


@pytest.mark.parametrize("page", REGISTERED)
def test_what_each_sentence_says_is_found_by_the_test_that_is_named_or_by_the_tables(page):
    for sentence, found in REGISTERED[page]().items():
        if callable(found):
            assert found(), sentence
        else:
            module, _, name = found.partition("::")
            assert name in names_in(module), sentence
