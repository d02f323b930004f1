"""An interval is called by its level, of a table by its description, of ours by the code; a range holds its number."""

import ast
import inspect
import json
import re
from collections.abc import Iterator

import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from scipy.stats import norm
from told_years import PAGES, ROOT, literals

from evidence import tables
from evidence.analysis import ties
from evidence.forecast import base_rates, hierarchy, resampling
from evidence.pages.figure_package import FIELDS

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


# ------------------------------------------------------------------------------------------------ in all that is said
OWN, OF_IDEAL_POINTS = "95", "90"
SPANS = r"(?:(?:wide|credible|confidence|Jeffreys|Wilson|Poisson)\s+)*(?:intervals?|bounds|ranges?)"
LEVELS = re.compile(
    rf"(\d\d(?:\.\d)?)\s?(?:%|per\s?cent)\s+{SPANS}|{SPANS}\s+of\s+(\d\d(?:\.\d)?)\s?(?:%|per\s?cent)(?!\s+of)"
    r"|\bmiddle\s+(\d\d(?:\.\d)?)\s?(?:%|per\s?cent)|\b(\d\d)%\s+of\s+the\s+draws"
)
SPOKEN = sorted(
    path
    for folder in (ROOT / "chapters", ROOT)
    for ending in ("*.ipynb", "*.md", "*.toml")
    for path in (folder.rglob(ending) if folder.name == "chapters" else folder.glob(ending))
)


def units(path) -> Iterator[str]:
    """What is read in one piece: a paragraph, or what one call says of its figure or table."""
    text = path.read_text("utf-8")
    if path.suffix != ".ipynb":
        yield from re.split(r"\n\s*\n", text)
        return
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from re.split(r"\n\s*\n", source)
        elif cell["cell_type"] == "code":
            for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
                yield " ".join(text for word in call.keywords if word.arg != "rows_of" for text in literals(word.value))


def misnamed(unit: str) -> list[str]:
    """The levels of a paragraph that are not those of what it speaks of."""
    due = OF_IDEAL_POINTS if re.search(r"\bideal points?\b", unit, re.IGNORECASE) else OWN
    found = (next(filter(None, levels)) for levels in LEVELS.findall(unit))
    return [level for level in found if level != due]


def test_our_own_intervals_have_one_level():
    share = int(OWN) / 100
    for made in (base_rates.jeffreys_interval, hierarchy.over_years, hierarchy.part, resampling.middle):
        assert inspect.signature(made).parameters["level"].default == share, made.__name__
    votes = pd.DataFrame({"iso3_a": ["RUS"], "iso3_b": ["AFG"], "vote_set": ["all"], "year": [2016], "n_votes": [100]})
    votes = votes.assign(agreement=0.7, identical=0.5, opposite=0.1, source_id="unvotes-0-2-0-9000")
    row = ties.pair(votes, "AFG", "RUS").iloc[0]
    assert (row["high"] - row["low"]) / 2 == pytest.approx(norm.ppf(0.5 + share / 2) * row["standard_error"], rel=1e-3)
    assert resampling.middle(np.arange(1001)) == pytest.approx((25, 975))


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_calls_an_interval_by_another_level(path):
    assert [(unit[:80], found) for unit in units(path) if (found := misnamed(unit))] == []


def test_no_field_of_a_figure_calls_an_interval_by_another_level():
    assert [line for line in FIELDS.read_text("utf-8").splitlines() if misnamed(line)] == []


def test_levels_are_told_all_over_the_book():
    told = [level for path in SPOKEN for unit in units(path) for level in LEVELS.findall(unit)]
    assert len(told) >= 20 and len(LEVELS.findall(FIELDS.read_text("utf-8"))) > 20


@pytest.mark.parametrize(
    "text",
    [
        "The 90% interval for Afghanistan is wide.",
        "with a wide 90% range",
        "two intervals of 90%",
        "the middle 90% of the draws",
        "90 per cent Jeffreys interval",
        "Ideal points by session, with 95% credible bounds.",
    ],
)
def test_another_level_would_be_found(text):
    assert misnamed(text)


NUMBER = r"([−-]?\d[\d,]*(?:\.\d+)?)\s?%?"
WITH_ENDS = re.compile(rf"(?<![\w.,–-]){NUMBER}(?: [a-z]+)? [(\[]{NUMBER} ?(?:to|–) ?{NUMBER}[)\]]")


def outside(text: str) -> list[str]:
    """Numbers with a range in brackets that does not hold them."""
    found = [
        (match[0], [float(one.replace(",", "").replace("−", "-")) for one in match.groups()])
        for match in WITH_ENDS.finditer(text)
    ]
    return [told for told, (number, low, high) in found if not low <= number <= high]


def test_a_range_in_brackets_holds_the_number_before_it():
    told = [
        cell.get_text(" ")
        for page in [ROOT / "index.ipynb", *sorted((ROOT / "chapters").rglob("*.ipynb"))]
        for stored in nbformat.read(page, as_version=4).cells
        for output in stored.get("outputs", [])
        for cell in BeautifulSoup(output.get("data", {}).get("text/html", ""), "lxml").select("td, p, desc, title")
    ]
    assert sum(bool(WITH_ENDS.search(text)) for text in told) > 30
    assert [odd for text in told for odd in outside(text)] == []
    assert outside("0.04 (−0.1 to 0.2); −0.1 (0.04 to 0.2)") == ["−0.1 (0.04 to 0.2)"]
