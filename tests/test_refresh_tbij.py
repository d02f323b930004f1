"""Strikes per province and year, on strikes made up in the layout of the copy: its rows may not be republished."""

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import tbij

COLUMNS = ["Region", "Date", "MinTotal", "MaxTotal", "MinCivilians", "MaxCivilians"]
CODES = {"Nangarhar": "AFG-1764", "Hilmand": "AFG-1750"}


def strikes(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_strikes_are_summed_and_only_the_year_is_taken():
    rows = strikes(
        ("Nangarhar ", "22/02/2016", "0", "4", "0", "0"),
        ("Nangarhar", "4/11/16", "5", "5", "0", "2"),
        ("Nangarhar", "1/3/17", "1", "1", "1", "1"),
        ("Hilmand", "11/2/17 ", "-", "-", "-", "-"),
    )
    out = tbij.strikes_by_province(rows, CODES)
    assert out.to_numpy().tolist() == [
        ["AFG-1750", 2017, 1, 0, 0, 0, 0, 1],
        ["AFG-1764", 2016, 2, 5, 9, 0, 2, 0],
        ["AFG-1764", 2017, 1, 1, 1, 1, 1, 0],
    ]
    with pytest.raises(ValueError, match=r"no code for \['Hilmand'\]"):
        tbij.strikes_by_province(rows, {"Nangarhar": "AFG-1764"})
    with pytest.raises(ValueError, match="no year at the end of 'May 2016, first half'"):
        tbij.strikes_by_province(rows.assign(Date="May 2016, first half"), CODES)


def test_the_list_has_320_strikes_and_more_than_half_in_nangarhar():
    """Counted in the copy itself; 2017 ends in March."""
    table = tables.load("us_strikes_by_province")
    assert table.strikes.sum() == 320 and table.year.agg(["min", "max"]).tolist() == [2015, 2017]
    assert table.groupby("year").strikes.sum().to_dict() == {2015: 134, 2016: 160, 2017: 26}
    assert table[table.adm1_code == "AFG-1764"].strikes.sum() == 175
