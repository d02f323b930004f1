"""Every number of the prose, every row and every title of figures and tables, beside what the plain tables give.

The modules `audit_*` know no room of `evidence`. What they leave out is named here, with the test that holds it or with
why plain tables cannot give it; a number, figure or table that is new stands in neither, and fails.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import audit
import audit_1
import audit_2
import audit_3
import audit_4
import audit_5
import audit_6
import audit_answers
import audit_pages
import audit_titles
import pytest

TESTS = Path(__file__).parent


def nothing() -> dict:
    return {}


def of_appendix(name: str) -> tuple[Callable, Callable]:
    return (
        lambda: audit_pages.pages().get(name, {}),
        lambda: audit_pages.appendix_rows().get(name, {}),
    )


AUDITED: dict[str, tuple[Callable, Callable]] = {  # notebook -> its numbers, its rows
    **{own.PATH: (own.said, own.rows) for own in (audit_1, audit_2, audit_3, audit_4, audit_5, audit_6)},
    audit_pages.INDEX: (audit_pages.first_page, audit_pages.index_rows),
    audit_pages.SUMMARIES["english"]: (audit_pages.english, nothing),
    audit_5.NUMBER: (lambda: {f"num_{key}": text for key, text in audit_5.page().items()}, audit_5.page_rows),
    audit_answers.PATH: (audit_answers.said, nothing),
    audit_answers.LABS: (audit_answers.labs, audit_answers.lab_rows),
    audit_answers.LAB_ANSWERS: (audit_answers.lab_answers, nothing),
    **{
        f"{audit_pages.APPENDIX}/{name}.ipynb": of_appendix(name)
        for name in ("people", "claims", "statements", "timeline", "status", "sources", "speed", "data")
    },
}
TRANSLATED = [path for name, path in audit_pages.SUMMARIES.items() if name != "english"]
PICKED = {  # rows picked by hand -> their column of keys: date and source are those of the row that the key names
    "trilateral": "row_id",
    "taliban-status": "row_id",
    "taliban-legal": "event_id",
    "rivalry-instead": "event_id",
    "timeline-after": "event_id",
    "force-after": "id",
    "words-on-force": "row",
}
COUNTED = {"c4_instead": "rivalry-instead"}  # the number of rows of such a table
ELSEWHERE = {  # number -> the test that has its second route, or why there is none
    "c5_expected": "test_analysis_number.py: the foretold years of the page, of which this is the rounded number",
    "c5_came": "test_analysis_number.py: as above",
    "c5_shortfall": "test_analysis_number.py: as above",
    "num_shortfall": "test_analysis_number.py: as above",
    "num_means": "test_hierarchy.py: points of the book's own grid; another rule gives the same means",
    "num_spreads": "test_hierarchy.py: as above",
    "num_pool_countries": "test_first_edition.py: whole countries drawn at random, so good to a tolerance",
    "num_said_most": "test_validation.py: that both came where the rule had said least; the number is not taken again",
    "c6_brier_model": "test_onset_model.py: a regression after Firth",
    "checked_independent": "test_analysis_checks.py: the rule, on made rows; how many rows it keeps is not taken again",
    "checked_share": "test_analysis_checks.py: as above",
    "pass_seed": "test_analysis_checks.py: the seed draws the rows of the sample",
    "speed_newer": "test_benchmarks.py: names of pages that are newer than the measurements",
    "speed_met": "test_benchmarks.py: targets are no rows of a table",
    "speed_targets": "test_benchmarks.py: as above",
}
ROWS_ELSEWHERE = {
    "answers": "test_answers.py: middles and ends of the model by another grid",
    "sensitivity": "test_answers.py: each choice by another grid",
    "choices-changed": "test_answers.py: the same rows",
    "over-time": "test_answers.py: seven of its days by another grid",
    "clustered": "test_answers.py: whole countries drawn at random",
    "first-pool": "test_first_edition.py: the dropped pool by another route",
    "validation": "test_validation.py: expected counts and losses from the plain tables",
    "reliability": "test_validation.py: the same forecasts in bands",
    "tree": "test_analysis_number.py: a histogram of draws; the mean and both ends are in audit_5",
    "scores-of-rules": "test_analysis_later.py: one of its rules is a regression; audit_6 has the scores of the others",
    "speed-each": "test_benchmarks.py: page by page what the table of measurements holds",
    "speed-targets": "test_benchmarks.py: targets are no rows of a table",
}
FINDINGS = {  # titles with a year or a number that are no value of a table -> the test that holds what they say
    "test_audit.py": "lab-votes attention-of-the-ministry timeline-all",
    "test_findings_1.py": "lab-toll",
    "test_findings_2.py": "un-agreement un-agreement-2017 ideal-points trilateral",
    "test_findings_3.py": "isil-fights isil-fights-2017 taliban-status taliban-status-2017 taliban-legal "
    "taliban-legal-2017 contact-matrix-2017",
    "test_findings_4.py": "rivalry-lane rivalry-lane-2017 weapons-released-2017 rivalry-un-votes rivalry-un-votes-2017 "
    "rivalry-arms rivalry-arms-2017 hypotheses-2017",
    "test_analysis_number.py": "choices-changed words-on-force",
    "test_front.py": "where-it-happened places",
}


@cache
def numbers(path: str) -> dict[str, str]:
    return AUDITED[path][0]()


@cache
def rows(path: str) -> dict[str, list[dict]]:
    return AUDITED[path][1]()


def notebooks() -> list[str]:
    """Every notebook of the book that says a number or shows rows."""
    found = [audit.ROOT / "index.ipynb", *sorted((audit.ROOT / "chapters").rglob("*.ipynb"))]
    paths = [path.relative_to(audit.ROOT).as_posix() for path in found if ".ipynb_checkpoints" not in path.parts]
    return [path for path in paths if audit.asked(path) or audit.drawn(path)]


@pytest.mark.parametrize("path", AUDITED)
def test_the_numbers_of_the_prose_are_those_of_the_plain_tables(path):
    mine, book = numbers(path), audit.said(path)
    assert {key: book.get(key) for key in mine} == mine


@pytest.mark.parametrize("path", AUDITED)
def test_the_rows_of_figures_and_tables_are_those_of_the_plain_tables(path):
    book = audit.drawn(path)
    assert [line for name, mine in rows(path).items() for line in audit.differences(name, mine, book[name])] == []


def test_titles_that_name_numbers_name_those_of_the_plain_tables():
    book = {name: title for path in notebooks() for name, title in audit.titled(path).items()}
    mine = audit_titles.written()
    assert {name: book.get(name) for name in mine} == mine
    findings = {name for names in FINDINGS.values() for name in names.split()}
    assert {name for name, title in book.items() if re.search(r"\d", title)} - set(mine) - findings == set()
    assert findings <= set(book) - set(mine)


def test_titles_that_name_a_year_name_the_right_one():
    votes = {year: audit_2.agreement("RUS", "AFG", year) for year in range(2009, 2020)}
    assert votes[2011] > votes[2012] > votes[2013] > votes[2014] > votes[2017] < votes[2018]
    ministry = {found["year"]: found["Afghanistan"] for found in audit_pages.attention(audit_pages.MINISTRY)}
    assert max(ministry, key=ministry.get) == "2021"
    events = Counter(found["date"][:4] for found in audit.table("events"))
    (thickest, _), *_ = events.most_common(1)
    assert thickest == "2017" and {"2015", "2016"} <= {year for year, _ in events.most_common(5)}


@pytest.mark.parametrize("path", TRANSLATED)
def test_a_translated_summary_has_the_numbers_of_the_english_one(path):
    original, translated = numbers(audit_pages.SUMMARIES["english"]), audit.said(path)
    assert {key: audit_pages.figures(translated[key]) for key in original} == {
        key: audit_pages.figures(text) for key, text in original.items()
    }


def test_no_number_and_no_figure_is_without_its_audit():
    assert set(notebooks()) == set(AUDITED) | set(TRANSLATED)
    asked = {key for path in AUDITED for key in audit.asked(path)}
    shown = {name.removesuffix("-2017") for path in AUDITED for name in audit.drawn(path)}
    mine = {key for path in AUDITED for key in numbers(path)}
    own = {name.removesuffix("-2017") for path in AUDITED for name in rows(path)}
    assert asked - mine == set(ELSEWHERE) | set(COUNTED), "a number without an audit, or one that has both"
    assert shown - own == set(ROWS_ELSEWHERE) | set(PICKED), "a figure or table without an audit, or one that has both"
    states = {name for path in AUDITED for name in audit.drawn(path) if name.removesuffix("-2017") in own}
    assert states == {name for path in AUDITED for name in rows(path)}, "a state that the audit does not know"


def test_what_stands_elsewhere_stands_there():
    named = {reason.partition(":")[0] for reason in (*ELSEWHERE.values(), *ROWS_ELSEWHERE.values())} | set(FINDINGS)
    assert [name for name in named if not (TESTS / name).is_file()] == []


def named_rows() -> dict[str, dict[str, str]]:
    keys = {"events": "event_id", "statements": "statement_id", "claim_evidence": "evidence_id"}
    return {key: found for name, column in keys.items() for key, found in audit.by(name, column).items()}


@pytest.mark.parametrize("path", AUDITED)
def test_rows_picked_by_hand_have_the_date_and_the_source_of_what_they_name(path):
    known = named_rows()
    for name, shown in audit.drawn(path).items():
        column = PICKED.get(name.removesuffix("-2017"), "")
        for own in shown if column else []:
            if own[column] in known:
                found = known[own[column]]
                assert (own["date"], own["source_id"]) == (found["date"], found["source_id"]), (name, own[column])
    counts = {key: len(audit.drawn(path)[name]) for key, name in COUNTED.items() if key in audit.asked(path)}
    assert {key: audit.said(path)[key] for key in counts} == {key: audit.words(count) for key, count in counts.items()}
