"""Sanction cases in force, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import gsdb


def test_cases_in_force():
    cases = pd.DataFrame(
        [
            ["Russia", "United States, EU", 2012, 2014, 1, 0, 0, 1, 0, 0],
            ["Russia", "EU", 2014, 2014, 1, 0, 0, 0, 0, 0],
            ["Iran", "EU", 2014, 2014, 0, 0, 0, 0, 0, 0],  # no type coded
        ],
        columns=["sanctioned_state", "sanctioning_state", "begin", "end", *gsdb.TYPES],
    )
    out = gsdb.in_force(cases, first_year=2014)
    assert list(out.itertuples(index=False, name=None)) == [
        (2014, "Russia", "EU", "financial", 1),
        (2014, "Russia", "EU", "trade", 2),
        (2014, "Russia", "United States", "financial", 1),
        (2014, "Russia", "United States", "trade", 1),
    ]
    assert set(gsdb.in_force(cases, 2013).year) == {2013, 2014}  # not 2012: the copy may miss cases that ended then
    with pytest.raises(ValueError, match="ends before 2015"):
        gsdb.in_force(cases, 2015)
