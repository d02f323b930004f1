"""Every number of the prose and every row of figures and tables, beside what the audit computes from the plain tables.

The modules `audit_*` know no room of `evidence`. What they leave out is named here, with the test that holds it or with
why plain tables cannot give it; a number, figure or table that is new stands in neither, and fails.
"""

import audit
import audit_1
import audit_2
import audit_3
import audit_4
import pytest

CHAPTERS = [audit_1, audit_2, audit_3, audit_4]
NAMES = [module.__name__ for module in CHAPTERS]
PICKED = "picked by hand: the rows are those of the tables that they name, held by the test of their dates and sources"
PICKED_ROWS = {
    "trilateral": ("row_id", PICKED),
    "taliban-status": ("row_id", PICKED),
    "taliban-legal": ("event_id", PICKED),
    "rivalry-instead": ("event_id", PICKED),
}
COUNTED = {"c4_instead": "rivalry-instead"}  # the number of rows of a table of picked rows


@pytest.mark.parametrize("module", CHAPTERS, ids=NAMES)
def test_the_numbers_of_the_prose_are_those_of_the_plain_tables(module):
    mine, book = module.said(), audit.said(module.PATH)
    assert {key: book.get(key) for key in mine} == mine


@pytest.mark.parametrize("module", CHAPTERS, ids=NAMES)
def test_the_rows_of_figures_and_tables_are_those_of_the_plain_tables(module):
    book = audit.drawn(module.PATH)
    assert [line for name, mine in module.rows().items() for line in audit.differences(name, mine, book[name])] == []


@pytest.mark.parametrize("module", CHAPTERS, ids=NAMES)
def test_no_number_and_no_figure_is_without_its_audit(module):
    kept = {name.removesuffix("-2017") for name in module.rows()} | set(PICKED_ROWS)
    assert audit.asked(module.PATH) - set(module.said()) - set(COUNTED) == set()
    assert {name for name in audit.drawn(module.PATH) if name.removesuffix("-2017") not in kept} == set()
    assert set(module.said()) <= set(audit.said(module.PATH)) and set(module.rows()) <= set(audit.drawn(module.PATH))


@pytest.mark.parametrize("module", CHAPTERS, ids=NAMES)
def test_picked_rows_say_what_their_tables_say(module):
    """Date and source of a row that was picked are those of an event, a statement or a piece of evidence."""
    tables = {"events": "event_id", "statements": "statement_id", "claim_evidence": "evidence_id"}
    rows = {key: found for name, column in tables.items() for key, found in audit.by(name, column).items()}
    for name, shown in audit.drawn(module.PATH).items():
        column, _ = PICKED_ROWS.get(name.removesuffix("-2017"), (None, None))
        for own in shown if column else []:
            if own[column]:
                found = rows[own[column]]
                assert (own["date"], own["source_id"]) == (found["date"], found["source_id"]), (name, own[column])
    counts = {
        key: len(audit.drawn(module.PATH)[name]) for key, name in COUNTED.items() if key in audit.said(module.PATH)
    }
    assert {key: audit.said(module.PATH)[key] for key in counts} == {key: audit.words(n) for key, n in counts.items()}
