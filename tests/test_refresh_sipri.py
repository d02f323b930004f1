"""Military spending as shares and indices, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import sipri

REAL, SHARE = "constant_2022_usd_millions", "share_of_gdp"


def test_military_spending():
    milex = pd.DataFrame(
        [
            ["Russia", 2014, REAL, 80.0],
            ["Russia", 2015, REAL, 100.0],
            ["Russia", 2014, SHARE, 0.0411],
            ["Russia", 2015, SHARE, 0.00001],
            ["Syria", 2010, SHARE, 0.04],
            ["Syria", 2010, REAL, None],
            ["Syria", 2011, REAL, None],
        ],
        columns=["country", "year", "measure", "value"],
    )
    out = sipri.military_spending(milex, 2015).set_index(["country", "year"])
    assert list(out.index) == [("Russia", 2014), ("Russia", 2015), ("Syria", 2010)]
    assert out.loc[("Russia", 2014), ["share_of_gdp", "index"]].tolist() == [4.11, 80]
    assert pd.isna(out.loc[("Russia", 2015), "share_of_gdp"]) and out.implausible_share.tolist() == [False, True, False]
    assert pd.isna(out.loc[("Syria", 2010), "index"])  # no value in the base year
    with pytest.raises(ValueError, match="two values of one measure"):
        sipri.military_spending(pd.concat([milex, milex]), 2015)
