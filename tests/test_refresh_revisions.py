"""What a newer release moved, on frames small enough to check by hand."""

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh.revisions import GONE, NEW, ROW, revised

COLUMNS = ["place", "year", "killed", "note"]


def release(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_revised_cells_and_rows_are_named():
    before = release(("Kabul", 2016, 5, None), ("Kabul", 2017, 7, "a"), ("Herat", 2017, 1, None))
    after = release(("Kabul", 2016, 5, None), ("Kabul", 2017, 8, None), ("Kabul", 2018, 2, None))
    assert revised(before, after, ["place", "year"]).to_numpy().tolist() == [
        ["Kabul|2017", "killed", "7", "8"],
        ["Kabul|2017", "note", "a", ""],
        ["Kabul|2018", ROW, "", NEW],
        ["Herat|2017", ROW, "", GONE],
    ]
    assert revised(before, before, ["place", "year"]).empty


def test_two_rows_of_one_key_and_other_columns_are_refused():
    rows = release(("Kabul", 2016, 5, None), ("Kabul", 2016, 6, None))
    with pytest.raises(ValueError, match=r"two rows have the key Kabul\|2016"):
        revised(rows, rows, ["place", "year"])
    with pytest.raises(ValueError, match="the releases have other columns: place, year, killed, note; place"):
        revised(rows, rows[["place"]], ["place"])


def test_what_a_revision_says_stands_in_the_table():
    cells = tables.load("revisions").rename(columns={"is": "now"}).fillna("").query("column != @ROW")
    for name, rows in cells.groupby("table"):
        key = tables.resource(name)["schema"]["primaryKey"]
        table = pd.read_csv(tables.data_dir() / tables.resource(name)["path"], dtype=str, keep_default_na=False)
        held = table.set_axis(table[key].agg("|".join, axis=1))
        for row in rows.itertuples():
            assert row.now == held.loc[row.row_id, row.column], row
