"""No number in the prose of a chapter, or of the first page, is typed: each comes out of a table."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from glossed import GLOSS

from evidence.build.execute import find_notebooks
from evidence.build.freshness import read_inputs
from evidence.build.prose import misnumbered

ROOT = Path(__file__).resolve().parents[1]
ARGUING = [path for path in find_notebooks(ROOT) if path.parent.name == "chapters" or path.stem in ("index", "number")]
WORDS_OF_A_FIGURE = {"title", "measure", "description", "cannot_show", "note"}
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NOT_COUNTS = [
    r"\{[a-z]+\}`[^`]*`",  # roles: before the code, which would begin at the marks of a directive
    r"`[^`]*`",  # code
    r"\]\([^)]*\)",  # targets of links
    r"“[^”]*”|\"[^\"\n]*\"",  # quotations
    rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? {MONTH}(?: \d{{4}})?",
    rf"{MONTH} \d{{1,2}}\b(?:, \d{{4}})?",
    r"\b(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?:[–/-]\d{2,4})?s?\b",  # years, spans of years, ISO dates
    r"\b[A-Z]\d{2,3}\b",  # ids of claims and events
    r"\bUCDP 25\.1\b|\bversion \d[\d.]*",
    r"\b25 (?:battle-related )?(?:battle )?deaths\b",  # UCDP's threshold: a definition
    r"\b95%|\b90% credible\b",  # levels of intervals: test_intervals.py
    r"\b[Cc]hapter \d\b",
    r"\bMi-\d+\b|\bIl-\d+\b|\bAK-?\d+s?\b|\bS-300\b",  # types of arms
    r"\b[A-Z]/RES/[\d/]+|\bResolution \d{4}\b|\b201st\b|\b9/11\b|\bICD 203\b",  # names
    r"^\s*(?:\*\*)?\d+\.(?:\*\*)? ",  # numbered lists
    r"\b0 (?:to|and) 1\b",  # the ends of a scale
]


def typed_numbers(text: str) -> list[str]:
    """Digits that remain in a text once dates, ids, names, quotations and computed values are taken out."""
    text = GLOSS.sub(r"\g<words>", text)  # they are prose as any other
    for pattern in NOT_COUNTS:
        text = re.sub(pattern, " ", text, flags=re.MULTILINE)
    return re.findall(r"\S*\d\S*", text)


def prose(notebook) -> list[tuple[str, str]]:
    return [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]


def words_of_figures(notebook) -> list[tuple[str, str]]:
    """The literal text in the words that figures and tables are given; what an f-string computes is not in it."""
    found = []
    for cell in notebook.cells:
        calls = (
            [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.keyword)]
            if _is_code(cell)
            else []
        )
        for keyword in calls:
            if keyword.arg in WORDS_OF_A_FIGURE:
                literals = [
                    n.value for n in ast.walk(keyword.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                ]
                in_formulas = {
                    inner.value
                    for part in ast.walk(keyword.value)
                    if isinstance(part, ast.FormattedValue)
                    for inner in ast.walk(part)
                    if isinstance(inner, ast.Constant)
                }
                found += [(cell.id, text) for text in literals if text not in in_formulas]
    return found


def _is_code(cell) -> bool:
    return cell.cell_type == "code"


@pytest.mark.parametrize("path", ARGUING, ids=lambda path: path.stem)
@pytest.mark.parametrize("part", [prose, words_of_figures])
def test_no_number_is_typed(path, part):
    texts = part(nbformat.read(path, as_version=4))
    assert texts, f"{path.name}: nothing to look at"
    typed = {cell: found for cell, text in texts if (found := typed_numbers(text))}
    assert not typed, f"{path.name}: numbers typed by hand, compute them (cell id: numbers): {typed}"


@pytest.mark.parametrize("path", find_notebooks(ROOT), ids=lambda path: path.stem)
def test_every_figure_and_table_is_named_with_its_number(path):
    """As {fig}`2.3 <name>`: `make update` writes the number, and says which it is."""
    wrong = misnumbered(nbformat.read(path, as_version=4), read_inputs(ROOT).numbers)
    assert not wrong, f"{path.relative_to(ROOT)}: {'; '.join(wrong)}"


@pytest.mark.parametrize(
    "text",
    [
        "In all 12 rows",
        "about 3,000 fighters",
        "a share of 5%",
        "7 of 939 cases",
        "10,000 or more",
        "{gloss}`12 men <isil>`",
    ],
)
def test_the_scan_finds_what_it_should(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 15 August 2017 and in August 2017",
        "from 2015 to 2017, 2016–17 and 2017-08-15",
        "```{exercise} Which?\nIn {tab}`5.2 <classes>`\n```",
        "{n}`56 <c1_n>` claims, {claim}`C17`, {fig}`1.2 <f-2>`",
        'he said "more than 10,000"',
        "at least 25 battle deaths a year",
        "[one](page-2)",
    ],
)
def test_the_scan_lets_dates_names_and_quotations_be(text):
    assert not typed_numbers(text)
