"""Exercises counted by year and power, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import mme

COLUMNS = ["mme_id", "start_year", "country", "participant_count", "with_russia", "with_usa", *mme.KINDS]


def test_exercises_by_year():
    rows = pd.DataFrame(
        [
            ["a", 2000, "Russia", 2, 1, 0, 0, 1, 0],
            ["a", 2000, "Tajikistan", 2, 1, 0, 0, 1, 0],
            ["b", 2000, "Afghanistan", 4, 1, 0, 1, 0, 0],
            ["c", 2001, "United States", 7, 1, 1, 0, 0, 1],
        ],
        columns=COLUMNS,
    )
    out = mme.exercises_by_year(rows, 2000, 2001).set_index(["year", "power"])
    assert len(out) == 6 and out.exercises.sum() == 3
    assert out.loc[(2000, "Russia")].tolist() == [2, 1, 1, 1, 0, 3.0]
    assert out.loc[(2001, "both"), "peacekeeping"] == 1
    assert out.loc[(2001, "United States"), "exercises"] == 0
    with pytest.raises(ValueError, match="rows of an exercise differ"):
        mme.exercises_by_year(rows.assign(warfighting=[0, 1, 0, 0]), 2000, 2001)
    with pytest.raises(ValueError, match="neither Russia nor the USA"):
        mme.exercises_by_year(rows.assign(with_russia=0), 2000, 2001)
