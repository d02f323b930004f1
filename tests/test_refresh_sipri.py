"""Military spending as shares and indices, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import sipri

REAL, SHARE = "constant_usd_millions", "share_of_gdp"


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


def sheet(*rows: list) -> pd.DataFrame:
    """Laid out as a sheet of the workbook; amounts are made up, for SIPRI's own may not be republished."""
    titles = ["Military expenditure by country", "Countries are grouped by region and subregion", None]
    above = [[title, *[None] * 4] for title in titles]
    return pd.DataFrame([*above, ["Country", None, "Notes", 2014, 2015], ["Europe", *[None] * 4], *rows])


def test_sheets_of_the_workbook_become_one_long_table():
    shares = sheet(["Russia", None, "‡", 0.0411, 0.05], ["Syria", None, "§4", "...", "xxx"], ["Peru", None, None, 1, 1])
    constant = sheet(["Syria", None, None, "...", 7], ["Russia", None, None, 80, 100], ["Peru", None, None, 1, 1])
    long = sipri.measures(shares, constant, ["Russia", "Syria"], 2015)
    assert long.astype(object).fillna("none").to_dict("list") == {
        "country": ["Russia", "Syria", "Syria", "Russia"],
        "year": [2015] * 4,
        "value": [0.05, "none", 7, 100],
        "measure": [SHARE, SHARE, REAL, REAL],
    }
    out = sipri.military_spending(sipri.measures(shares, constant, ["Russia"], 2014), 2015)
    assert out["index"].tolist() == [80, 100] and out.share_of_gdp.tolist() == [4.11, 5]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Russia", None, None, 1, 1]], "not one row each of Russia, Syria"),
        ([["Russia", None, None, 1, 1]] * 2 + [["Syria", None, None, 1, 1]], "not one row each of Russia, Syria"),
        ([["Country", None, None, 1, 1]], "2 rows start with 'Country'"),
    ],
)
def test_another_sheet_is_refused(rows, said):
    with pytest.raises(ValueError, match=said):
        sipri.measures(sheet(*rows), sheet(*rows), ["Russia", "Syria"], 2014)
