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
# What plain tables cannot give, or give elsewhere: module -> the test that has a second route -> what it is of.
NUMBERS_ELSEWHERE = {
    "test_answers.py": {
        "test_what_was_expected_and_what_came_are_those_of_the_plain_tables": "c5_expected c5_came c5_shortfall",
    },
    "test_analysis_number.py": {
        "test_what_was_expected_and_what_came_are_those_of_the_plain_tables": (
            "num_shortfall num_expected_soviet num_expected_elsewhere"
        ),
    },
    "test_hierarchy.py": {  # points of the book's own grid
        "test_another_rule_gives_the_same_means_and_quantiles": "num_means num_spreads",
    },
    "test_first_edition.py": {  # whole countries drawn at random, so good to a tolerance
        "test_drawing_countries_gives_the_reader_his_range_where_an_empty_class_speaks_by_its_prior": (
            "num_pool_countries"
        ),
    },
    "test_validation.py": {  # that both came where the rule had said least; the number is not taken again
        "test_what_the_page_says_of_the_rules_holds": "num_said_most",
    },
    "test_onset_model.py": {  # a regression after Firth
        "test_the_fit_agrees_with_the_likelihood_written_out": "c6_brier_model",
    },
    "test_analysis_checks.py": {  # the rule, on made rows: how many rows it keeps is not taken again
        "test_a_page_is_independent_of_another_newsroom_that_nobody_doubted": "checked_independent checked_share",
        "test_the_rows_of_the_second_pass_are_those_that_the_seed_draws": "pass_seed",
    },
    "test_benchmarks.py": {  # names of pages, and targets, which are no rows of a table
        "test_every_page_of_the_book_was_measured_or_is_named_as_not": "speed_newer",
        "test_pages_are_summed_up_and_the_worst_counts_against_a_target": "speed_met speed_targets",
    },
}
ROWS_ELSEWHERE = {
    "test_answers.py": {
        "test_the_numbers_of_the_union_are_those_of_another_grid": "answers",
        "test_what_a_choice_does_is_what_another_grid_says": "sensitivity choices-changed",
        "test_the_number_of_a_day_is_that_of_the_rows_dated_by_then": "over-time",  # seven of its days
        "test_ends_by_countries_are_those_of_our_own_draws": "clustered",
    },
    "test_first_edition.py": {"test_on_the_rows_of_today_it_moves_by_a_tenth_of_a_point": "first-pool"},
    "test_validation.py": {
        "test_expected_counts_and_losses_are_those_of_the_plain_tables": "validation",
        "test_what_the_page_says_of_the_rules_holds": "reliability",
    },
    "test_analysis_number.py": {  # audit_5 has its mean and both ends
        "test_a_histogram_counts_every_draw_once": "tree",
    },
    "test_analysis_later.py": {  # one of its rules is a regression; audit_6 has the scores of the others
        "test_never_is_infinitely_wrong_in_all_and_perfect_on_the_quiet_country": "scores-of-rules",
    },
    "test_benchmarks.py": {
        "test_every_page_of_the_book_was_measured_or_is_named_as_not": "speed-each",
        "test_pages_are_summed_up_and_the_worst_counts_against_a_target": "speed-targets",
    },
}
FINDINGS = {  # titles with a year or a number that are no value of a table
    "test_audit.py": {
        "test_titles_that_name_a_year_name_the_right_one": "lab-votes attention-of-the-ministry timeline-all",
    },
    "test_findings_1.py": {"test_the_toll_stands_high_in_2017_and_2018_and_falls": "lab-toll"},
    "test_findings_2.py": {
        "test_agreement_with_russia_fell_from_the_session_of_2012_beyond_sampling_error": (
            "un-agreement un-agreement-2017"
        ),
        "test_the_ideal_points_swing_and_part_from_the_session_of_2021": "ideal-points",
        "test_the_format_grew_from_three_states_to_six": "trilateral",
        "test_russian_deliveries_end_in_2014_and_little_of_them_was_aid": "rivalry-arms rivalry-arms-2017",
    },
    "test_findings_3.py": {
        "test_the_government_fought_the_deadlier_fight_in_each_year": "isil-fights",
        "test_to_2016_the_government_fight_grew_and_the_taliban_fight_abated": "isil-fights-2017",
        "test_the_words_changed_before_the_law": "taliban-legal taliban-legal-2017",
        "test_russia_admitted_contacts_and_denied_arms": "contact-matrix-2017",
    },
    "test_findings_4.py": {
        "test_the_breaks_precede_the_first_accusation_and_the_troika_follows": "rivalry-lane rivalry-lane-2017",
        "test_the_presence_was_an_eighth_of_its_peak_and_air_power_near_its_low": "weapons-released-2017",
        "test_moscow_and_washington_dip_in_2013_with_the_vote_on_crimea_late_and_their_ideal_points_part": (
            "rivalry-un-votes rivalry-un-votes-2017"
        ),
        "test_items_are_dated_by_when_they_could_be_known": "hypotheses-2017",
    },
}
NAMES = {"choices-changed", "words-on-force", "where-it-happened", "places"}  # titles with a day or a base, no finding


def held(tests: dict[str, dict[str, str]]) -> set[str]:
    return {name for of_module in tests.values() for names in of_module.values() for name in names.split()}


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
    findings = held(FINDINGS) | NAMES
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
    unaudited = sorted(set(notebooks()) - set(AUDITED) - set(TRANSLATED))
    assert not unaudited, (
        f"no audit of {unaudited}: write tests/audit_N.py, and name it in AUDITED, tests/test_audit.py"
    )
    assert set(AUDITED) | set(TRANSLATED) <= set(notebooks()), "an audit of what says nothing, or is not there"
    asked = {key for path in AUDITED for key in audit.asked(path)}
    shown = {name.removesuffix("-2017") for path in AUDITED for name in audit.drawn(path)}
    mine = {key for path in AUDITED for key in numbers(path)}
    own = {name.removesuffix("-2017") for path in AUDITED for name in rows(path)}
    assert asked - mine == held(NUMBERS_ELSEWHERE) | set(COUNTED), "a number without an audit, or one that has both"
    assert shown - own == held(ROWS_ELSEWHERE) | set(PICKED), "a figure or table without an audit, or one that has both"
    states = {name for path in AUDITED for name in audit.drawn(path) if name.removesuffix("-2017") in own}
    assert states == {name for path in AUDITED for name in rows(path)}, "a state that the audit does not know"


def test_what_stands_elsewhere_stands_there():
    for tests in (NUMBERS_ELSEWHERE, ROWS_ELSEWHERE, FINDINGS):
        for module, names in tests.items():
            there = set(re.findall(r"^def (test_\w+)\(", (TESTS / module).read_text("utf-8"), re.MULTILINE))
            assert names.keys() - there == set(), module


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
