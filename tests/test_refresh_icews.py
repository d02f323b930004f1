"""Shares of a sender's events, on a frame small enough to check by hand."""

import pandas as pd
import pytest

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
