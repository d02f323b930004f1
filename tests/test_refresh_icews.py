"""Shares of a sender's events, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import icews

KINDS = ["verbCoop", "matlCoop", "verbConf", "matlConf"]


def test_shares_of_the_sender():
    dyads = pd.DataFrame(
        [["RUS", "AFG", 2009, 2, 0, 1, 1], ["RUS", "USA", 2009, 4, 0, 0, 0], ["CHN", "AFG", 2009, 9, 9, 9, 9]],
        columns=["i_iso3c", "j_iso3c", "year", *KINDS],
    )
    totals = pd.DataFrame([["RUS", 2009, 8, 0, 4, 4]], columns=["i_iso3c", "year", *KINDS])
    out = icews.shares(dyads, totals)
    assert list(out.target) == ["AFG", "USA"]  # China has no total
    assert out.loc[0, ["all_events", "verbal_cooperation", "verbal_conflict"]].tolist() == [25, 25, 25]
    assert out.material_cooperation.isna().all()  # nothing sent: no share
    with pytest.raises(ValueError, match="more events than its sender sent"):
        icews.shares(dyads.replace(2, 9), totals)


def test_shares_of_a_window():
    """Events made up in the layout of the daily files: the real ones may not be republished."""
    rows = [
        ("2018-10-03", "Russian Federation", "Afghanistan"),  # before the window
        ("2018-10-04", "Russian Federation", "Afghanistan"),
        ("2018-10-05", "Russian Federation", "Syria"),  # counts in the total, and is no target of the table
        ("2018-10-05", "Russian Federation", "United States"),
        ("2018-12-31", "Russian Federation", "United States"),
        ("2018-10-05", "Russian Federation", "Russian Federation"),  # at home
        ("2018-10-05", "Russian Federation", None),  # a body without a country
        ("2018-10-05", "United States", "Afghanistan"),
        ("2018-10-05", "Syria", "Afghanistan"),
    ]
    events = pd.DataFrame(rows, columns=["Event Date", "Source Country", "Target Country"])
    codes = {"Russian Federation": "RUS", "Afghanistan": "AFG", "United States": "USA"}
    out = icews.window_shares(events, codes, ["RUS"], ("2018-10-04", "2018-12-31"))
    assert out.to_numpy().tolist() == [
        ["2018-10-04", "2018-12-31", "RUS", "AFG", 25.0],
        ["2018-10-04", "2018-12-31", "RUS", "USA", 50.0],
    ]


def test_the_windows_are_kept_apart_and_hold_no_counts():
    table = tables.load("interaction_windows")
    windows = table[["copy", "date", "source_id"]].drop_duplicates()
    assert len(windows) == 4 and windows["source_id"].nunique() == 3
    assert list(table) == ["copy", "date", "date_end", "sender", "target", "all_events", "source_id", "date_start"]
    assert table.groupby(["copy", "date", "sender"]).all_events.sum().max() < 100
