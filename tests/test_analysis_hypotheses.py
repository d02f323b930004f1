"""The matrix of competing hypotheses: by hand, its edges, and its answer to a changed cell."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import hypotheses


@pytest.fixture
def cells():
    readings = {
        "V1": ("consistent", "inconsistent"),
        "V2": ("neutral", "neutral"),
        "V3": ("inconsistent", "consistent"),
    }
    readings["V4"] = ("consistent", "inconsistent")
    return pd.DataFrame(
        [(item, name, reading) for item, pair in readings.items() for name, reading in zip(("H1", "H2"), pair)],
        columns=["item_id", "hypothesis_id", "reading"],
    )


def test_counts_by_hand(cells):
    wide = hypotheses.matrix(cells)
    assert hypotheses.inconsistencies(wide).to_dict() == {"H1": 1, "H2": 2}
    assert hypotheses.balance(wide).to_dict() == {"H1": 1, "H2": -1}
    assert hypotheses.least_refuted(wide) == ["H1"]
    assert hypotheses.diagnostic(wide).to_dict() == {"V1": True, "V2": False, "V3": True, "V4": True}


def test_leaving_an_item_out_can_make_a_tie(cells):
    wide = hypotheses.matrix(cells)
    left = hypotheses.leave_one_out(wide)
    assert left.loc["V1"].to_dict() == {"H1": 1, "H2": 1} and left.loc["V2"].to_dict() == {"H1": 1, "H2": 2}
    assert hypotheses.least_refuted(wide.drop(index="V1")) == ["H1", "H2"]


def test_leaving_an_item_out_of_the_net(cells):
    left = hypotheses.leave_one_out(hypotheses.matrix(cells), hypotheses.balance)
    assert left.loc["V1"].to_dict() == {"H1": 0, "H2": 0} and left.loc["V2"].to_dict() == {"H1": 1, "H2": -1}


def test_every_cell_is_read_again_in_two_other_ways(cells):
    wide = hypotheses.matrix(cells)
    found = hypotheses.rereadings(wide, "H1", "H2")
    assert len(found) == 4 * 2 * 2
    own = found.set_index(["item_id", "hypothesis_id", "reading"])["lead"]
    assert own["V1", "H1", -1] == 0  # two against two: a tie
    assert own["V3", "H1", 0] == -2 and own["V2", "H2", -1] == -2 and own["V1", "H1", 0] == -1
    assert hypotheses.inconsistencies(wide).to_dict() == {"H1": 1, "H2": 2}, "the matrix is left as it was"


def test_a_changed_cell_changes_the_score(cells):
    cells.loc[0, "reading"] = "inconsistent"
    assert hypotheses.inconsistencies(hypotheses.matrix(cells))["H1"] == 2


def test_a_gap_or_an_unknown_reading_is_refused(cells):
    with pytest.raises(ValueError, match="V1"):
        hypotheses.matrix(cells.iloc[1:])
    with pytest.raises(ValueError, match="maybe"):
        hypotheses.matrix(cells.assign(reading="maybe"))


def test_the_matrix_of_the_book_is_full_and_all_items_but_a_denial_tell_hypotheses_apart():
    wide = hypotheses.matrix(tables.load("hypothesis_evidence"))
    assert list(wide.columns) == list(tables.load("hypotheses")["hypothesis_id"])
    tells = hypotheses.diagnostic(wide)
    assert list(tells.index[~tells]) == ["V09"]  # kept: a denial weighs as little as a stated motive


def test_two_hypotheses_are_compared_by_every_small_change(cells):
    wide = hypotheses.matrix(cells)
    found = hypotheses.compared(wide, "H1", "H2")
    assert [found["left_first"], found["left_second"], found["left_tie"]] == [2, 0, 2]
    assert [found["net_first"], found["net_second"]] == [2, 0]
    assert found["rereadings"] == 16 == found["reread_first"] + found["reread_second"] + found["reread_tie"]


def test_a_reason_names_another_item_by_its_label():
    evidence = pd.DataFrame(
        {"item_id": ["V01", "V02"], "label": ["Troika", "statement"], "reason": ["one episode with V02", "none"]}
    )
    assert hypotheses.reasons_in_words(evidence).tolist() == ["one episode with “statement”", "none"]


def test_items_stand_once_in_the_order_of_their_ids(cells):
    named = cells.assign(label="item " + cells["item_id"]).iloc[::-1]
    assert hypotheses.items_in_order(named) == ["item V1", "item V2", "item V3", "item V4"]
