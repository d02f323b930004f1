"""A table as it is, and as a release makes it: by key, as text, cell by cell."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence import checks
from evidence.alike import Change, alike, named, step
from evidence.descriptors import listed
from evidence.package import resource
from evidence.refresh.revisions import GONE, NEW, ROW, revised
from evidence.refresh.upstream import Refused, Upstream

SHOWN = 40  # lines of a report
SOURCE = "source_id"


@dataclass(frozen=True)
class Compared:
    """before, after: the table as text, source_id included. moved: as `revisions.revised` gives it, without sources."""

    table: str
    before: pd.DataFrame
    after: pd.DataFrame
    moved: pd.DataFrame

    @property
    def added(self) -> list[str]:
        return self.moved.row_id[(self.moved.column == ROW) & (self.moved["is"] == NEW)].tolist()

    @property
    def gone(self) -> list[str]:
        return self.moved.row_id[(self.moved.column == ROW) & (self.moved["is"] == GONE)].tolist()

    @property
    def cells(self) -> pd.DataFrame:
        """The cells that are revised: row_id, column, was, is."""
        return self.moved[self.moved.column != ROW]

    def told(self) -> str:
        """ "4 rows added, 5 revised (12 cells), none gone"."""
        if self.moved.empty:
            return f"no row differs ({len(self.after)} rows)"
        rows, cells = self.cells.row_id.nunique(), len(self.cells)
        revised_rows = f"{rows} revised ({cells} cell{'s' * (cells != 1)})" if rows else "none revised"
        added = f"{len(self.added) or 'no'} row{'s' * (len(self.added) != 1)} added"
        return f"{added}, {revised_rows}, {len(self.gone) or 'none'} gone"

    def lines(self) -> list[str]:
        """A line for each row that moved, or for those that moved alike, in the order of the table; gone ones last."""
        parts = [(row_id, part) for row_id, part in self.moved.groupby("row_id", sort=False)]
        rows = [tuple(part[["column", "was", "is"]].itertuples(index=False, name=None)) for _, part in parts]
        found = [
            (len(places), _line([parts[at][0] for at in places], rows[places[0]], by_step))
            for places, by_step in alike(rows)
        ]
        more = sum(count for count, _ in found[SHOWN:])
        return [line for _, line in found[:SHOWN]] + ([f"  ... and {more} more rows"] if more else [])


def _line(row_ids: list[str], change: Change, by_step: bool) -> str:
    """What moved in these rows, in words."""
    if change[0][0] == ROW:
        mark, words = ("+", "added") if change[0][2] == NEW else ("-", "gone")
    elif by_step:
        mark, words = "~", "each " + ", ".join(f"{column} {step(was, now)}" for column, was, now in change)
    else:
        moved = (f"{column} {was or '(empty)'} -> {now or '(empty)'}" for column, was, now in change)
        mark, words = "~", ", ".join(moved)
    return f"  {mark} {named(row_ids)}: {words}"


def compared(upstream: Upstream, fresh: pd.DataFrame, source_ids: list[str]) -> Compared:
    """The committed table and what a release makes of it.

    fresh: the tidy frame, without source_id. source_ids: of each file of the upstream, in order.
    Raises Refused where the columns are others, a key stands twice, or more rows are gone than is tolerated.
    """
    descriptor = resource(upstream.table)
    kinds = {field["name"]: field["type"] for field in descriptor["schema"]["fields"]}
    raw = checks.read(descriptor)
    before = pd.DataFrame(raw.rows, columns=raw.header, dtype="str")
    own = [column for column in kinds if column != SOURCE]
    if set(fresh) != set(own):
        raise Refused(f"the release gives {', '.join(fresh)}, but the table has {', '.join(own)}")
    key = listed(descriptor["schema"]["primaryKey"])
    after = pd.DataFrame(
        {column: [_text(cell, kinds[column]) for cell in fresh[column]] for column in own}, dtype="str"
    )
    made_from = upstream.made_from(fresh) if upstream.made_from else pd.Series(0, fresh.index)
    after[SOURCE] = [source_ids[number] for number in made_from]
    after = _as_written(after[list(kinds)], before, key, kinds)
    moved = _moved(before, after, key, kinds)
    result = Compared(upstream.table, before, after, moved)
    if len(result.gone) > upstream.fewer:
        raise Refused(
            f"{len(result.gone)} of {len(before)} rows would be gone ({', '.join(result.gone[:3])}, "
            f"...), more than the {upstream.fewer} that are tolerated. Is it the whole release? If upstream did take "
            "them out, raise `fewer` of the table in evidence/refresh/declared.py."
        )
    return result


def _moved(before: pd.DataFrame, after: pd.DataFrame, key: list[str], kinds: dict[str, str]):
    own = {column: kind for column, kind in kinds.items() if column != SOURCE}
    was, now = (
        pd.DataFrame({column: [_plain(cell, kind) for cell in frame[column]] for column, kind in own.items()})
        for frame in (before, after)
    )
    try:
        return revised(was, now, key)
    except ValueError as error:
        raise Refused(str(error)) from error


def _text(cell: Any, kind: str) -> str:
    """A cell of a tidy frame as the table writes it."""
    if pd.isna(cell):
        return ""
    if kind == "boolean":
        return str(bool(cell)).upper()
    if kind in ("integer", "year"):
        if int(cell) != cell:
            raise Refused(f"{cell!r} is no whole number")
        return str(int(cell))
    return str(float(cell)) if kind == "number" else str(cell)


def _plain(cell: str, kind: str) -> str:
    """The text of a cell with one spelling for each number: 1.50 and 1.5 are the same."""
    return str(float(cell)) if kind == "number" and cell else cell


def _as_written(after: pd.DataFrame, before: pd.DataFrame, key: list[str], kinds: dict[str, str]) -> pd.DataFrame:
    """Values that are what they were are written as they were: 1.50 stays 1.50."""
    old = after[key].merge(before, "left", on=key).set_axis(after.index).fillna("")
    out = after.copy()
    for column in (column for column, kind in kinds.items() if kind == "number" and column not in key):
        same = [_plain(now, "number") == _plain(was, "number") for now, was in zip(out[column], old[column])]
        out[column] = out[column].mask(same, old[column])
    return out
