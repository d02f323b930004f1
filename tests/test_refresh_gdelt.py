"""Monthly scores set against the world's, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import gdelt


def test_scores_relative_to_the_world():
    pairs = pd.DataFrame(
        [
            ["RUS", "AFG", "2018-01", -5.0, 20, 5],
            ["CHN", "IND", "2018-01", 9.0, 20, 0],
            ["AFG", "USA", "2018-02", 2, 10, 0],
        ],
        columns=["a", "b", "month", "score_sum", "days", "days_negative"],
    )
    world = pd.DataFrame({"month": ["2018-01", "2018-02"], "world_abs": [1000.0, 400.0]})
    out = gdelt.relative_scores(pairs, world, {"AFG"})
    assert list(out.itertuples(index=False, name=None)) == [
        ("AFG", "RUS", "2018-01", -5.0, 25.0, 20),
        ("AFG", "USA", "2018-02", 5.0, 0.0, 10),
    ]
    with pytest.raises(ValueError, match="no world total for 2018-02"):
        gdelt.relative_scores(pairs, world[:1], {"AFG"})
