"""An interval that was taken from a table is called by the level that the table's description gives it."""

import ast
import json
import re
from collections.abc import Iterator

import pytest
from told_years import PAGES, ROOT, literals

from evidence import tables

STATED = re.compile(r"(\d\d) ?% (?:credible|confidence|intervals?|bounds)")


def of_tables() -> dict[str, set[str]]:
    """Tables with bounds -> the levels that their descriptions name."""
    levels = {
        name: set(STATED.findall(json.dumps(tables.resource(name), ensure_ascii=False))) for name in tables.names()
    }
    return {name: own for name, own in levels.items() if own}


def drawn(page: str) -> Iterator[tuple[list[str], str]]:
    """Each figure and table of a page: the tables that its rows are of, and what is said of it."""
    for cell in json.loads((ROOT / page).read_text("utf-8"))["cells"]:
        tree = ast.parse("".join(cell["source"])) if cell["cell_type"] == "code" else ast.Module([], [])
        for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
            given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
            if isinstance(given.get("rows_of"), ast.List):
                words = " ".join(text for name, value in given.items() if name != "rows_of" for text in literals(value))
                yield [one.value for one in given["rows_of"].elts if isinstance(one, ast.Constant)], words


def test_the_package_says_of_what_level_bounds_are():
    assert of_tables()["un_ideal_points"] == {"90"}


@pytest.mark.parametrize("page", PAGES)
def test_bounds_of_a_table_are_called_by_its_level(page):
    levels = of_tables()
    wrong = [
        (words[:60], stated, levels[name])
        for rows_of, words in drawn(page)
        for name in rows_of
        if name in levels and (stated := set(STATED.findall(words))) and not stated & levels[name]
    ]
    assert wrong == []
