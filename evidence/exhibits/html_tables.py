"""A frame as an HTML table: headings, classes of columns, and how each kind of value is printed."""

import numbers
from typing import cast

import numpy as np
import pandas as pd

from evidence import tables
from evidence.exhibits.links import escaped, safe_link
from evidence.precision import fixed, shortest

LONG_TEXT = 40  # characters from which a column needs room, on a phone too


def stacks(data: pd.DataFrame) -> bool:
    """Whether the rows of a table may stand as blocks on a phone: those of texts may.

    Where all are numbers and labels, they are there to be compared down the column.
    """
    return any("ev-text" in _cell_class(column, data[column]) for column in data)


def html_table(data: pd.DataFrame, stacked: bool = False, first: pd.Series | None = None) -> str:
    """The frame as a `<table>`: its columns as headings, its rows with each value as it is printed, sources as links.

    stacked: each cell bears its heading, so that a row can stand as a block on a phone. first: which rows a folded
    table shows (true or false for each); None: those at its beginning.
    """
    sources = _source_links(data)
    classes = {column: _cell_class(column, data[column]) for column in data}
    decimals = {column: _decimals(column, data[column]) for column in data}
    head = "".join(f'<th scope="col"{classes[column]}>{escaped(_heading(column))}</th>' for column in data)
    if stacked:
        classes = {column: f'{kind} data-label="{escaped(_heading(column))}"' for column, kind in classes.items()}
    marks = [""] * len(data) if first is None else [' class="ev-first"' if one else "" for one in first]
    rows = "\n".join(
        f"<tr{mark}>"
        + "".join(f"<td{classes[c]}>{_cell_text(c, value, sources, decimals[c])}</td>" for c, value in zip(data, row))
        + "</tr>"
        for row, mark in zip(data.itertuples(index=False, name=None), marks)
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _decimals(column: str, values: pd.Series) -> int | None:
    """How many decimals every number of a column is printed with: as many as the longest needs, up to four."""
    if _is_label(column) or not pd.api.types.is_float_dtype(values):
        return None
    printed = [shortest(value) for value in values.dropna()]
    return min(4, max((len(text.partition(".")[2]) for text in printed), default=0))


def _heading(column: str) -> str:
    return "source" if column == "source_id" else str(column).replace("_", " ")


def _cell_class(column: str, values: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(values) and values.dtype != bool:
        return ' class="ev-num"'
    if column == "date" or column.endswith("_date") or column.startswith("date_"):
        return ' class="ev-date"'
    return ' class="ev-text"' if values.astype("str").str.len().max() > LONG_TEXT else ""


def _source_links(data: pd.DataFrame) -> dict[str, str]:
    """Source id -> what a reader sees of it, linked where it has an address."""
    if "source_id" not in data:
        return {}
    rows = tables.sources(sorted(set(data["source_id"].dropna())))
    return {row.source_id: safe_link(row.attribution_short, row.url_main) for row in rows.itertuples()}


def _cell_text(column: str, value, sources: dict[str, str], decimals: int | None = None) -> str:
    if pd.isna(value):
        return '<span class="ev-missing">–</span>'
    if column == "source_id":
        return sources[value]
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if decimals is not None:
        return fixed(value, decimals)
    if isinstance(value, numbers.Number):
        return shortest(cast(float, value), between="" if _is_label(column) else ",")
    return escaped(value)


def _is_label(column: str) -> bool:
    """Years and ids are numbers that nobody counts: no thousands separator."""
    return column == "year" or column.endswith(("_id", "_year")) or column == "gwno"
