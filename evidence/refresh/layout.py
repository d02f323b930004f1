"""What an upstream file must look like: another layout of it is an error, never an empty table.

    @reads("UCDP ACD", acd={"year": NUMBER, "type_of_conflict": {"intrastate", "II"}})
    def panel(acd): ...

Each column that a derivation uses has a kind: ANY, TEXT, NUMBER, FLAG (0 or 1), or the set of all codes that upstream
knows, those that are left out included. Cells may be empty. What a derivation gives may not be.
"""

import functools
import inspect
from collections.abc import Callable, Mapping

import pandas as pd

ANY, TEXT, NUMBER, FLAG = "anything", "text", "a number", "0 or 1"
Columns = Mapping[str, str | set]
SHOWN = 3  # values named in an error


def reads(upstream: str, **frames: Columns) -> Callable:
    """Check the frames of these arguments of a derivation before, and that rows come out after. Raises ValueError."""

    def decorate(derive: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        signature = inspect.signature(derive)

        @functools.wraps(derive)
        def checked(*arguments, **named) -> pd.DataFrame:
            given = signature.bind(*arguments, **named).arguments
            for name, columns in frames.items():
                check(upstream, given[name], columns)
            result = derive(*arguments, **named)
            if result.empty:
                raise ValueError(f"{upstream}: no row of {len(given[next(iter(frames))])} is left; is it another file?")
            return result

        checked.frames = frames  # type: ignore[attr-defined] # a function may bear what tests and `declared` ask it
        return checked

    return decorate


def check(upstream: str, frame: pd.DataFrame, columns: Columns) -> None:
    """Raise ValueError unless a frame has rows, and these columns with values of their kinds."""
    if missing := [column for column in columns if column not in frame]:
        raise ValueError(f"{upstream}: no column {', '.join(missing)}; there are: {', '.join(map(str, frame.columns))}")
    if frame.empty:
        raise ValueError(f"{upstream}: the file has no rows")
    for column, kind in columns.items():
        cells = frame[column].dropna()
        wrong = cells[~_fits(cells[cells.astype(str) != ""], kind).reindex(cells.index, fill_value=True)]
        if len(wrong):
            named = ", ".join(map(repr, wrong.drop_duplicates().tolist()[:SHOWN]))
            expected = " or ".join(sorted(map(str, kind))) if isinstance(kind, set) else kind
            raise ValueError(
                f"{upstream}, column {column}: {named} is not {expected} ({len(wrong)} of {len(frame)} rows)"
            )


def _fits(cells: pd.Series, kind: str | set) -> pd.Series:
    if kind == ANY:
        return pd.Series(True, cells.index)
    if kind == NUMBER:
        return pd.to_numeric(cells, errors="coerce").notna()
    if kind == FLAG:
        return pd.to_numeric(cells, errors="coerce").isin([0, 1])
    if isinstance(kind, set):
        return cells.isin(kind)
    return cells.map(lambda cell: isinstance(cell, str)).astype(bool)
