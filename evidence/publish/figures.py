"""Figures and tables of the book: one call turns an Altair chart or a frame into what the page shows.

A figure is one `<figure>`: the chart as a static SVG that needs no script, its finding, measure, source line,
written description, the data as a table behind a fold and as CSV, and the Vega-Lite specification as JSON, from
which `static/figures.js` draws the live chart in place. The HTML depends on the arguments alone: two runs, in any
order of cells, give the same bytes. Numbers ("Figure 2.3") are added when the book is built, in document order,
by `evidence.publish.sphinx_ext`.
"""

import html
import json
import numbers
import re
from urllib.parse import quote

import altair as alt
import numpy as np
import pandas as pd
import vl_convert

from evidence import tables
from evidence.publish.links import safe_link, shown

SVG_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # metric-compatible: the same layout on every machine
PHONE = 350  # px left for a chart on a 390 px screen
MIN_TYPE = 10.9  # px on that phone
WIDTH = 410  # px of the plot; with labels the SVG stays under 513
FONT_SIZE = 16
FOLD_ROWS = 60
# px: the text of a page, a column of texts, around a word, a letter.
COLUMN, TEXT_WIDTH, CELL_PADDING, CHARACTER = 690, 228, 20, 8
LONG_TEXT = 40  # characters from which a column needs room, on a phone too
# The image as a whole has a name; a role on a part that has none is a fault (axe: svg-img-alt).
PARTS_ROLE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
NAME = re.compile(r"[a-z][a-z0-9-]*\Z")

CONFIG = {
    "background": "transparent",
    "aria": False,  # the SVG as a whole is the image; its parts are not read out one by one
    "font": SVG_FONT,
    "padding": 4,
    "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH, "continuousHeight": 300},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.14,
        "domainOpacity": 0.5,
        "tickOpacity": 0.5,
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "labelOverlap": True,
    },
    "legend": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 320,
        "orient": "top",
        "columns": 2,
    },
    "header": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
    },
    "title": {"color": "currentColor", "subtitleColor": "currentColor", "fontSize": FONT_SIZE, "anchor": "start"},
    "text": {"color": "currentColor", "fontSize": FONT_SIZE, "font": SVG_FONT},
    "rule": {"color": "currentColor"},
    "line": {"strokeWidth": 2.5},
    "point": {"size": 70, "filled": True},
}


class FigureError(ValueError):
    """A figure that could not be published as it stands: what is missing or unreadable."""


class Figure:
    """What a chapter's cell shows: static HTML in the page, a live chart on request in JupyterLab."""

    def __init__(self, name: str, markup: str, chart: alt.TopLevelMixin):
        self.name, self.html, self.chart = name, markup, chart

    def __repr__(self) -> str:
        return f"<Figure {self.name}>"

    def _repr_html_(self) -> str:
        return self.html

    def show_live(self) -> None:
        """Draw the interactive chart in a notebook, without a network (a frame that carries Vega itself)."""
        from IPython.display import HTML, display

        page = themed(self.chart).to_html(inline=True)
        frame = f'<iframe srcdoc="{html.escape(page)}" width="100%" height="560" style="border:0"></iframe>'
        display(HTML(f"<div>{frame}</div>"))


class Table:
    """A captioned table of the page."""

    def __init__(self, name: str, markup: str):
        self.name, self.html = name, markup

    def __repr__(self) -> str:
        return f"<Table {self.name}>"

    def _repr_html_(self) -> str:
        return self.html


def figure(
    chart: alt.TopLevelMixin,
    *,
    name: str,
    title: str,
    measure: str,
    data: pd.DataFrame,
    description: str,
    cannot_show: str,
    rows_of: list[str],
    sources: list[str] | None = None,
) -> Figure:
    """Publish an Altair chart as a captioned, numbered figure.

    name: lower-case slug, unique in the book, part of every id of the figure.
    title: the finding, one sentence. measure: what is measured, in which unit.
    data: the rows drawn, one line each, shown behind the fold and offered as CSV; its column `source_id` gives the
        source line unless `sources` (ids) is passed.
    description: for a reader who can't see the chart: what is plotted, the pattern, the exception.
    cannot_show: one line on what the chart can't show.
    rows_of: names of the tables that the rows come from.
    Raises FigureError for a bad name, an empty text or frame, or type too small to read on a phone.
    """
    _require(name, {"title": title, "measure": measure, "description": description, "cannot_show": cannot_show}, data)
    spec = _specification(chart)
    svg = _static_svg(spec, name, title, description)
    _readable_on_a_phone(svg, name)
    text = shown
    markup = (
        f'<figure class="ev-figure" id="fig-{name}" data-figure="{name}"{_trail(name, rows_of)}>\n'
        f'<div class="ev-chart">{svg}</div>\n'
        f'<figcaption class="ev-caption"><p class="ev-title"><span class="ev-number">Figure</span> {text(title)}'
        f"{_permalink('fig', name)}</p>\n"
        f'<p class="ev-measure">{text(measure)}</p></figcaption>\n'
        f'<div class="ev-notes"><p class="ev-cannot"><strong>What this cannot show.</strong> {text(cannot_show)}</p>\n'
        f'<p class="ev-source">{source_line(data, sources)} {_download(name, data)}</p>\n'
        f'<details class="ev-fold"><summary>Description</summary><p>{text(description)}</p></details>\n'
        f'<details class="ev-fold"><summary>Data as a table ({len(data)} rows)</summary>'
        f"{_scroll_box(_html_table(data.head(FOLD_ROWS)), f'Data: {title}')}{_rest(data)}</details></div>\n"
        f'<script type="application/json" class="ev-spec">{_json(spec)}</script>\n'
        "</figure>"
    )
    return Figure(name, markup, chart)


def table(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    rows_of: list[str],
    note: str = "",
    sources: list[str] | None = None,
) -> Table:
    """Publish a frame as a captioned, numbered table with its source line and CSV.

    rows_of: names of the tables that the rows come from.
    The column `source_id` becomes a link to each row's source. Raises FigureError for a bad name or an empty frame.
    """
    _require(name, {"title": title}, data)
    text = shown
    note_markup = f'<p class="ev-cannot">{text(note)}</p>\n' if note else ""
    stacking = _stacking(data)
    markup = (
        f'<div class="ev-table" id="tab-{name}" data-table="{name}"{_trail(name, rows_of)}>\n'
        f'<p class="ev-title"><span class="ev-number">Table</span> {text(title)}'
        f"{_permalink('tab', name)}</p>\n"
        f"{_scroll_box(_html_table(data, bool(stacking)), title, stacking)}\n"
        f'<div class="ev-notes">{note_markup}'
        f'<p class="ev-source">{source_line(data, sources)} {_download(name, data)}</p></div>\n'
        "</div>"
    )
    return Table(name, markup)


def hindsight(today: Figure | Table, in_2017: Figure | Table | None) -> Figure | Table:
    """One figure or table in two states: as known today, and as known in August 2017.

    The page shows the first. The reader's hindsight switch puts the second in its place; None says that nothing of it
    could be known then. The build keeps the second out of the page, in a script that loads when it is asked for.
    Raises FigureError if the two are not of one kind and name.
    """
    if in_2017 is not None and (type(in_2017), in_2017.name) != (type(today), today.name):
        raise FigureError(f"{today!r} and {in_2017!r}: two states of one figure or table have one name")
    earlier = _nothing_then(today) if in_2017 is None else _with_csv_of_2017(in_2017)
    markup = f'<div class="ev-hindsight">{today.html}\n<template class="ev-then">{earlier}</template></div>'
    return Figure(today.name, markup, today.chart) if isinstance(today, Figure) else Table(today.name, markup)


def _with_csv_of_2017(state: Figure | Table) -> str:
    return state.html.replace(f'download="{state.name}.csv"', f'download="{state.name}-2017.csv"')


def _nothing_then(state: Figure | Table) -> str:
    """A stand-in with the number and the title's place, for what August 2017 could not know."""
    kind, short = ("figure", "fig") if isinstance(state, Figure) else ("table", "tab")
    return (
        f'<div class="ev-nothing" id="{short}-{state.name}" data-{kind}="{state.name}">'
        f'<p class="ev-title"><span class="ev-number">{kind.capitalize()}</span> '
        "None of this could be known in August 2017.</p></div>"
    )


def _trail(name: str, rows_of: list[str]) -> str:
    """Names of the tables as an attribute, from which the build tells in the register where a table is used."""
    if not rows_of:
        raise FigureError(f"{name}: name the tables that the rows come from")
    for table_name in rows_of:
        tables.resource(table_name)  # an unknown table is an error
    return f' data-rows="{" ".join(rows_of)}"'


def _permalink(kind: str, name: str) -> str:
    what = {"fig": "figure", "tab": "table"}[kind]
    return f'<a class="headerlink" href="#{kind}-{name}" title="Link to this {what}">#</a>'


def themed(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart with the book's configuration; what the chart configures itself wins."""
    own = chart.config.to_dict() if not isinstance(chart.config, alt.utils.schemapi.UndefinedType) else {}
    return chart.properties(config=_merged(CONFIG, own))


def source_line(data: pd.DataFrame, ids: list[str] | None = None) -> str:
    """'Source: ...' as HTML, out of sources.csv: attribution, version and date of access, each linked.

    More than four sources are counted, and named row by row in the table behind the fold.
    """
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
        return f"Sources: {len(rows)}, named row by row in the data table; accessed {accessed}."
    shown = "; ".join(_linked_source(row) for row in rows.itertuples())
    return f"{'Source' if len(rows) == 1 else 'Sources'}: {shown}."


def _linked_source(row) -> str:
    version = f", version {shown(str(row.version))}" if pd.notna(row.version) and row.version else ""
    accessed = f", accessed {row.date_accessed:%Y-%m-%d}" if pd.notna(row.date_accessed) else ""
    return safe_link(row.attribution_short, row.url_main) + version + accessed


def _require(name: str, texts: dict[str, str], data: pd.DataFrame) -> None:
    if not NAME.match(name):
        raise FigureError(f"{name!r}: a name is a lower-case slug, such as 'isil-strength'")
    for part, value in texts.items():
        if not value.strip():
            raise FigureError(f"{name}: {part} is empty")
    if data.empty:
        raise FigureError(f"{name}: no rows to show")


def _merged(base: dict, own: dict) -> dict:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merged(base[key], value) if both else value
    return merged


def _specification(chart: alt.TopLevelMixin) -> dict:
    return themed(chart).to_dict()


def _static_svg(spec: dict, name: str, title: str, description: str) -> str:
    svg = vl_convert.vegalite_to_svg(spec)
    svg = prefix_ids(PARTS_ROLE.sub("", svg), name)
    head, body = svg.split(">", 1)
    label = f'<title id="{name}-title">{shown(title)}</title><desc id="{name}-desc">{shown(description)}</desc>'
    attributes = (
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" style="max-width:100%;height:auto"'
    )
    return head + attributes + ">" + label + body


def prefix_ids(svg: str, name: str) -> str:
    """Give every id of an SVG, and what refers to it, the figure's name and a number in order of appearance.

    vl-convert counts clip paths and gradients per process, so that the same chart has other bytes in another order of
    cells, and a page with two charts the same id twice.
    """
    ids = dict.fromkeys(re.findall(r'\sid="([^"]+)"', svg))
    fresh = {old: f"{name}-{number}" for number, old in enumerate(ids, start=1)}

    def renamed(match: re.Match) -> str:
        return match[1] + fresh.get(match[2], match[2]) + match[3]

    return re.sub(r'(\sid="|url\(#|href="#)([^")]+)("|\))', renamed, svg)


def _readable_on_a_phone(svg: str, name: str) -> None:
    width = float(re.search(r'width="([\d.]+)"', svg)[1])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    smallest = min(sizes, default=FONT_SIZE) * min(1, PHONE / width)
    if smallest < MIN_TYPE:
        raise FigureError(
            f"{name}: type of {smallest:.1f} px on a phone (chart {width:.0f} px wide, smallest type {min(sizes)} px); "
            f"keep the chart under {min(sizes) * PHONE / MIN_TYPE:.0f} px or use larger type"
        )


def _json(spec: dict) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")  # no tag in a script


def _scroll_box(content: str, label: str, kind: str = "") -> str:
    return f'<div class="ev-scroll{kind}" tabindex="0" role="region" aria-label="{shown(label)}">{content}</div>'


def _stacking(data: pd.DataFrame) -> str:
    """Classes of a table whose rows may stand as blocks: on a phone, and always if it is too wide for the page.

    Rows of texts may; where most columns are numbers, they are there to be compared down the column.
    """
    kinds = {column: _cell_class(column, data[column]) for column in data}
    texts, numbers = (sum(mark in kind for kind in kinds.values()) for mark in ("ev-text", "ev-num"))
    # About the smallest width: texts wrap down to 13 rem, anything else down to its longest word.
    width = sum(TEXT_WIDTH if "ev-text" in kinds[column] else _longest_word(column, data[column]) for column in data)
    too_wide = width > COLUMN and numbers < len(kinds) / 2
    return "" if not texts else " ev-stack ev-wide" if too_wide else " ev-stack"


def _longest_word(column: str, values: pd.Series) -> float:
    words = [_heading(column), *values.dropna().astype("str")] if column != "source_id" else ["Transparency,"]
    return CELL_PADDING + CHARACTER * max(len(word) for text in words for word in (text.split() or [""]))


def _rest(data: pd.DataFrame) -> str:
    hidden = len(data) - FOLD_ROWS
    return f"<p>{hidden} more rows are in the CSV.</p>" if hidden > 0 else ""


def _download(name: str, data: pd.DataFrame) -> str:
    """Link to the rows as CSV; the build turns the data URI into a file of the book."""
    encoded = quote(data.to_csv(index=False, lineterminator="\n"))
    return f'<a class="ev-csv" download="{name}.csv" href="data:text/csv;charset=utf-8,{encoded}">CSV</a>'


def _html_table(data: pd.DataFrame, stacked: bool = False) -> str:
    """stacked: each cell bears its heading, so that a row can stand as a block on a phone."""
    sources = _source_links(data)
    classes = {column: _cell_class(column, data[column]) for column in data}
    decimals = {column: _decimals(column, data[column]) for column in data}
    head = "".join(f'<th scope="col"{classes[column]}>{shown(_heading(column))}</th>' for column in data)
    if stacked:
        classes = {column: f'{kind} data-label="{shown(_heading(column))}"' for column, kind in classes.items()}
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{classes[c]}>{_cell_text(c, value, sources, decimals[c])}</td>" for c, value in zip(data, row))
        + "</tr>"
        for row in data.itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _decimals(column: str, values: pd.Series) -> int | None:
    """How many decimals every number of a column is printed with: as many as the longest needs, up to four."""
    if _is_label(column) or not pd.api.types.is_float_dtype(values):
        return None
    printed = [f"{value:.10g}" for value in values.dropna()]
    return min(4, max((len(text.partition(".")[2]) for text in printed if "e" not in text), default=0))


def _heading(column: str) -> str:
    return "source" if column == "source_id" else str(column).replace("_", " ")


def _cell_class(column: str, values: pd.Series) -> str:
    if column == "verdict_today":
        return ' class="ev-now"'  # the hindsight switch hides it
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
        return f"{value:,.{decimals}f}"
    if isinstance(value, numbers.Number):
        return f"{value:.10g}" if _is_label(column) else f"{value:,.10g}"
    return shown(value)


def _is_label(column: str) -> bool:
    """Years and ids are numbers that nobody counts: no thousands separator."""
    return column == "year" or column.endswith(("_id", "_year")) or column == "gwno"
