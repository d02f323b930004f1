"""Forecasts that moved: the rows that were filed, and the numbers that the book computes."""

from typing import NamedTuple

from evidence.changes.rows import TableChange
from evidence.changes.sentences import Number, said
from evidence.changes.state import State

FILED = "open_forecasts"
COMPUTED = ("chapters/05-probability-of-intervention.ipynb", "chapters/appendix/number.ipynb")  # pages of the number


class Filed(NamedTuple):
    """One cell of a filed forecast, '' where the row is new or gone. what: 'added', 'gone' or 'revised'."""

    forecast: str
    what: str
    column: str
    old: str
    new: str


class Computed(NamedTuple):
    """A number that the cells of a page on the number said; '' where it was or is not said."""

    notebook: str
    number: Number


def forecast_changes(old: State, new: State, moved: list[TableChange]) -> tuple[list[Filed], list[Computed]]:
    """What moved among the forecasts of two states."""
    rows = [row for change in moved if change.name == FILED for row in change.rows]
    filed = [Filed(row.key, row.what, *cell) for row in rows for cell in row.cells]
    computed = []
    for path in COMPUTED:
        then, now = said(old.notebooks.get(path)), said(new.notebooks.get(path))
        computed += [
            Computed(path, Number(key, then.get(key, ""), now.get(key, "")))
            for key in dict.fromkeys([*now, *then])
            if then.get(key) != now.get(key)
        ]
    return filed, computed
