"""What a newer release of a dataset moved: row by row, cell by cell."""

import pandas as pd

ROW, NEW, GONE = "(row)", "the row is new", "the row is gone"


def revised(before: pd.DataFrame, after: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The cells that differ between two releases of a table, and the rows that only one of them has.

    In: two frames with the same columns, each row named by the columns of ``key``. Cells are compared as text.
    Out: row_id (parts of the key joined with |), column ("(row)" for a whole row), was, is; in the order of ``after``,
    rows that are gone last. Raises ValueError if the columns differ or a key stands twice.
    """
    if list(before) != list(after):
        raise ValueError(f"the releases have other columns: {', '.join(before)}; {', '.join(after)}")
    old, new = (_cells(frame, key) for frame in (before, after))
    found = []
    for row_id, cells in new.items():
        known = old.get(row_id)
        found += (
            [(row_id, ROW, "", NEW)]
            if known is None
            else [(row_id, column, known[column], cell) for column, cell in cells.items() if known[column] != cell]
        )
    found += [(row_id, ROW, "", GONE) for row_id in old if row_id not in new]
    return pd.DataFrame(found, columns=["row_id", "column", "was", "is"])


def _cells(frame: pd.DataFrame, key: list[str]) -> dict[str, dict[str, str]]:
    """Row id -> column -> text of the cell."""
    text = frame.astype(object).where(frame.notna(), "").astype(str)
    ids = text[key].agg("|".join, axis=1)
    if ids.duplicated().any():
        raise ValueError(f"two rows have the key {ids[ids.duplicated()].iloc[0]}")
    return dict(zip(ids, text.drop(columns=key).to_dict("records")))
