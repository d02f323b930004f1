"""What figures and tables of the book have in common: checks, source line, CSV, places to link to."""

import re
from collections.abc import Sequence
from urllib.parse import quote

import pandas as pd

from evidence import tables
from evidence.exhibits.html_tables import html_table
from evidence.exhibits.links import escaped, for_spreadsheets, safe_link
from evidence.wording import joined

NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
DRAWER_ROWS = 60


class FigureError(ValueError):
    """A figure that could not be published as it stands: what is missing or unreadable."""


def require(name: str, texts: dict[str, str], data: pd.DataFrame | None = None) -> None:
    """Raises FigureError for a name that is no slug, an empty text, and data without a row."""
    if not NAME.match(name):
        raise FigureError(f"{name!r}: a name is a lower-case slug, such as 'isil-strength'")
    for part, value in texts.items():
        if not value.strip():
            raise FigureError(f"{name}: {part} is empty")
    if data is not None and data.empty:
        raise FigureError(f"{name}: no rows to show")


def data_rows(name: str, rows_of: list[str]) -> str:
    """Names of the tables as an attribute, from which the build tells in the register where a table is used."""
    if not rows_of:
        raise FigureError(f"{name}: name the tables that the rows come from")
    for table_name in rows_of:
        tables.resource(table_name)  # an unknown table is an error
    return f' data-rows="{" ".join(rows_of)}"'


def permalink(anchor: str, what: str) -> str:
    """Link to a place of the page, after its heading. anchor: the id of the place. what: it is, such as 'figure'."""
    return f'<a class="headerlink" href="#{anchor}" title="Link to this {what}">#</a>'


def source_line(data: pd.DataFrame, ids: list[str] | None = None, beside: str = "", rows_of: Sequence[str] = ()) -> str:
    """'Source: ...' as HTML, out of sources.csv: attribution, version and date of access, each linked.

    ids: of sources that no row names; the trail finds them in the attribute `data-sources`. beside: HTML at its end.
    More than four sources are counted, and named row by row in the table behind the fold or, where its rows do not name
    them all, in the tables of the package that they are from (`rows_of`).
    """
    named = f' data-sources="{" ".join(ids)}"' if ids else ""
    return f'<p class="ev-source"{named}>{_attribution(data, ids, rows_of)}{beside}</p>'


def _attribution(data: pd.DataFrame, ids: list[str] | None, rows_of: Sequence[str]) -> str:
    if ids is None:
        if "source_id" not in data:
            raise FigureError("name the sources: data has no column source_id")
        ids = sorted(set(data["source_id"].dropna()))
    rows = tables.sources(ids)
    if len(rows) > 4:
        days = sorted({f"{day:%Y-%m-%d}" for day in rows["date_accessed"].dropna()})
        if "source_id" not in data:
            raise FigureError(f"{len(rows)} sources, but data has no column source_id that names them row by row")
        accessed = " to ".join(days[:1] + days[1:][-1:])
        all_named = set(ids) <= set(data["source_id"])
        where = "in the data table" if all_named else f"in the data of this book: {joined(rows_of)}"
        return f"Sources: {len(rows)}, named row by row {where}; accessed {accessed}."
    named = "; ".join(_linked_source(row) for row in rows.itertuples())
    return f"{'Source' if len(rows) == 1 else 'Sources'}: {named}."


def _linked_source(row) -> str:
    version = f", version {escaped(str(row.version))}" if pd.notna(row.version) and row.version else ""
    accessed = f", accessed {row.date_accessed:%Y-%m-%d}" if pd.notna(row.date_accessed) else ""
    return safe_link(row.attribution_short, row.url_main) + version + accessed


def download(name: str, data: pd.DataFrame) -> str:
    """Link to the rows as CSV; the build turns the data URI into a file of the book."""
    encoded = quote(for_spreadsheets(data).to_csv(index=False, lineterminator="\n"))
    return f'<a class="ev-csv" download="{name}.csv" href="data:text/csv;charset=utf-8,{encoded}">CSV</a>'


def scroll_box(content: str, label: str, kind: str = "") -> str:
    """A box that scrolls sideways, by keyboard too. label: its name for a screen reader. kind: classes, space first."""
    return f'<div class="ev-scroll{kind}" tabindex="0" role="region" aria-label="{escaped(label)}">{content}</div>'


def drawer(kind: str, name: str, data: pd.DataFrame, title: str, description: str) -> str:
    """What stands behind a figure: description, rows as a table and as CSV; the build adds claims and how to cite."""
    more = len(data) - DRAWER_ROWS
    rest = f"<p>{more} more rows are in the CSV.</p>" if more > 0 else ""
    rows = scroll_box(html_table(data.head(DRAWER_ROWS)), f"Data: {title}")
    return (
        '<details class="ev-drawer"><summary>Description, data, how to cite</summary>\n'
        f'<p class="ev-description">{escaped(description)}</p>\n'
        f'<p class="ev-about" data-about="{kind}-{name}">{len(data)} rows: {download(name, data)}</p>\n'
        f'<div class="ev-rows">{rows}{rest}</div></details>\n'
    )
