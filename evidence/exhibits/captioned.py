"""Tables of the book: one call turns a frame into a captioned table with its source line and CSV.

Numbers ("Table 2.3") are added when the book is built, in document order, by `evidence.pages`.
"""

import pandas as pd

from evidence.exhibits.exhibit import Exhibit
from evidence.exhibits.html_tables import html_table, stacks
from evidence.exhibits.links import escaped, plain_frame
from evidence.exhibits.parts import data_rows, download, permalink, require, scroll_box, source_line
from evidence.precision import settled


class Table(Exhibit):
    """A captioned table of the page."""


def table(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    rows_of: list[str],
    note: str = "",
    sources: list[str] | None = None,
    columns: list[str] | None = None,
    first: pd.Series | None = None,
) -> Table:
    """Publish a frame as a captioned, numbered table with its source line and CSV.

    name: lower-case slug, unique in the book, part of the table's id. title: what the table shows, one sentence.
    rows_of: names of the tables that the rows come from. note: a line below, on what the table can't show. sources: ids
    for the source line, in place of those of the rows. A column of years is named `year` or ends in `_year`: other
    numbers have commas. columns: those that the page shows; the CSV holds all.
    first: true for the rows that a long table shows before it is unfolded, if those at its beginning do not show what
    the title says. The column `source_id` becomes a link to each row's source, and is left to the source line if all
    rows have one. Raises FigureError for a bad name, an empty title or an empty frame.
    """
    data = plain_frame(settled(data))
    require(name, {"title": title}, data)
    note_markup = f'<p class="ev-cannot">{escaped(note)}</p>\n' if note else ""
    shared = sources is None and "source_id" in data and data["source_id"].nunique(dropna=False) == 1
    seen = data[[column for column in columns or list(data) if not (shared and column == "source_id")]]
    blocks = stacks(seen)
    box = scroll_box(html_table(seen, blocks, first), title, " ev-stack" if blocks else "")
    markup = (
        f'<div class="ev-table" id="tab-{name}" data-table="{name}"{data_rows(name, rows_of)}>\n'
        f'<p class="ev-title"><span class="ev-number">Table</span> {escaped(title)}'
        f"{permalink(f'tab-{name}', 'table')}</p>\n"
        f"{box}\n"
        f'<div class="ev-notes">{note_markup}'
        f"{source_line(data, sources, ' ' + download(name, data), rows_of)}</div>\n"
        "</div>"
    )
    return Table(name, markup)
