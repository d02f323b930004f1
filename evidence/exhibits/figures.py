"""Figures of the book: one call turns an Altair chart into what the page shows.

A figure is one `<figure>`: the chart as two static SVGs that need no script, one for the column of a page and one for a
phone, its finding, measure and source line, and a drawer with its description, its rows as a table and as CSV. Its
marks carry their tips, which `static/tips.js` shows by mouse, tap and keyboard. Of a figure that moves the page holds
the Vega-Lite specification too, from which `static/figures.js` draws the live chart once the reader asks for it. The
HTML depends on the arguments alone: two runs, in any order of cells, give the same bytes. Numbers ("Figure 2.3"), the
claims that a figure bears on and how it is cited are added when the book is built, by `evidence.pages`.
"""

import html
import json
import re
from collections.abc import Sequence

import altair as alt
import pandas as pd

from evidence.charts.theme import themed
from evidence.charts.tips import faulty, with_tips
from evidence.content import digest
from evidence.exhibits.exhibit import Exhibit
from evidence.exhibits.links import escaped, plain, plain_frame
from evidence.exhibits.parts import FigureError, data_rows, drawer, permalink, require, source_line
from evidence.exhibits.svg import refuse_lost_words, refuse_small_type, static_svg, tips, without_tips
from evidence.exhibits.widths import COLUMN, PHONE, TooWide, Width, fitted
from evidence.precision import fixed, settled

OF_AXES: dict[str | None, tuple[type, ...]] = {
    "quantitative": (int, float),
    "temporal": (str,),
}  # ISO 8601 sorts as days do
EMPTY_TIP = re.compile(' data-tip=""')


class Figure(Exhibit):
    """What a chapter's cell shows: static HTML in the page, a live chart on request in JupyterLab."""

    def __init__(self, name: str, markup: str, chart: alt.TopLevelMixin):
        super().__init__(name, markup)
        self.chart = chart

    def show_live(self) -> None:
        """Draw the interactive chart in a notebook, without a network (a frame that carries Vega itself)."""
        from IPython.display import HTML, display

        page = alt.Chart.from_dict(specification(self.chart)).to_html(inline=True)
        frame = f'<iframe srcdoc="{html.escape(page)}" width="100%" height="560" style="border:0"></iframe>'
        display(HTML(f"<div>{frame}</div>"))


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
    moves: bool = False,
) -> Figure:
    """Publish an Altair chart as a captioned, numbered figure.

    name: lower-case slug, unique in the book, part of every id of the figure.
    title: the finding, one sentence. measure: what is measured, in which unit.
    data: the rows drawn, one line each, shown behind the fold and offered as CSV; its column `source_id` gives the
        source line unless `sources` (ids) is passed.
    description: for a reader who can't see the chart: what is plotted, the pattern, the exception.
    cannot_show: one line on what the chart can't show.
    rows_of: names of the tables that the rows come from.
    moves: the reader can zoom or choose; the page then holds the specification, and Vega comes when it is asked for.
    Raises FigureError for a bad name, an empty text or frame, a mark without a tip or one whose tip is no words, or
    type too small to read on a phone.
    """
    data = plain_frame(settled(data))
    require(name, {"title": title, "measure": measure, "description": description, "cannot_show": cannot_show}, data)
    spec = specification(chart, name)
    column, of_column = picture(spec, name, COLUMN, title, description)
    phone, of_phone = picture(spec, f"{name}-phone", PHONE, title, description)
    refuse_faulty_tips(column, name)
    markup = (
        f'<figure class="ev-figure" id="fig-{name}" data-figure="{name}"{data_rows(name, rows_of)}'
        f"{' data-moves' if moves else ''}>\n"
        f'<figcaption class="ev-caption"><p class="ev-title"><span class="ev-number">Figure</span> {escaped(title)}'
        f"{permalink(f'fig-{name}', 'figure')}</p>\n"
        f'<p class="ev-measure">{escaped(measure)}</p></figcaption>\n'
        f'<div class="ev-chart">{column}</div>\n<div class="ev-chart ev-phone" hidden>{without_tips(phone)}</div>\n'
        '<div class="ev-notes"><p class="ev-cannot"><strong>What this cannot show.</strong> '
        f"{escaped(cannot_show)}</p>\n"
        f"{source_line(data, sources, rows_of=rows_of)}\n"
        f"{drawer('fig', name, data, title, description)}</div>\n"
        f"{_spec(of_column, of_phone) if moves else ''}</figure>"
    )
    return Figure(name, markup, chart)


def picture(spec: dict, name: str, width: Width, title: str, description: str) -> tuple[str, dict]:
    """A specification drawn in a width, as static SVG, and the specification that fits. name: of every id in the SVG.

    Raises FigureError for a chart or a name that does not fit, for type too small to read on a phone, for an axis that
    runs backwards, and for a value that lies past the end of its axis.
    """
    refuse_reversed(spec, name)
    refuse_outside(spec, name)
    try:
        drawn, spec = fitted(spec, width)
    except TooWide as error:
        if error.is_short:  # names that lie on each other come and go with each width that is tried
            refuse_lost_words(error.drawn, name)
        raise FigureError(
            f"{name}: at {width.shown} px the chart is {error}: something in it has a fixed width, or names on an axis "
            "are too long for it"
        ) from error
    svg = static_svg(drawn, name, title, description)
    refuse_small_type(svg, name)
    refuse_lost_words(svg, name)
    return svg, spec


def refuse_faulty_tips(svg: str, name: str) -> None:
    """Raise FigureError for a picture none of whose marks has a tip, or one of whose tips is no words."""
    if not tips(svg):
        raise FigureError(f"{name}: no mark has a tip; a line or an area needs points that carry its values")
    if found := faulty(tips(svg)) + EMPTY_TIP.findall(svg):
        raise FigureError(f"{name}: tips that are no words: {found[:3]}")


def refuse_reversed(spec: object, name: str) -> None:
    """Raise FigureError for an axis of numbers or days that falls from left to right, or upwards.

    A scale of y without an axis may fall: rows are counted from the top.
    """
    if isinstance(spec, list):
        for part in spec:
            refuse_reversed(part, name)
    if not isinstance(spec, dict):
        return
    for axis in ("x", "y"):
        channel = spec.get("encoding", {}).get(axis, {})
        ends = (channel.get("scale") or {}).get("domain") or []
        of_amounts = isinstance(ends, list) and len(ends) == 2 and channel.get("type") in ("quantitative", "temporal")
        if of_amounts and ends[0] > ends[1] and (axis == "x" or channel.get("axis", True) is not None):
            raise FigureError(f"{name}: the axis {axis} runs backwards, from {ends[0]} to {ends[1]}: turn its ends")
    for part in spec.values():
        refuse_reversed(part, name)


def refuse_outside(spec: object, name: str, rows: Sequence[dict] = (), sets: dict | None = None) -> None:
    """Raise FigureError for a value past the end of its axis, where it would be drawn over what stands beside the plot.

    A new release of a dataset may bring one. Values that the chart itself computes are not looked at.
    """
    if isinstance(spec, list):
        for part in spec:
            refuse_outside(part, name, rows, sets)
    if not isinstance(spec, dict):
        return
    sets = spec.get("datasets", sets or {})
    if "data" in spec:
        rows = spec["data"].get("values") or sets.get(spec["data"].get("name"), ())
    for axis in ("x", "y"):
        channels = [spec.get("encoding", {}).get(channel) or {} for channel in (axis, f"{axis}2")]
        ends, kind = (channels[0].get("scale") or {}).get("domain") or [], channels[0].get("type")
        one_kind = OF_AXES.get(kind, ())
        if len(ends) == 2 and all(isinstance(end, one_kind) for end in ends):
            values = [row.get(channel["field"]) for channel in channels if "field" in channel for row in rows]
            past = [one for one in values if isinstance(one, one_kind) and not min(ends) <= one <= max(ends)]
            if past:
                raise FigureError(f"{name}: {past[0]} lies past an end of the axis {axis}, {ends}: move that end")
    for part in [part for key, part in spec.items() if key not in ("data", "datasets")]:
        refuse_outside(part, name, rows, sets)


def _spec(column: dict, phone: dict) -> str:
    """The specification for the column, and how wide the plot is on a phone."""
    opening = f'<script type="application/json" class="ev-spec" data-phone="{fixed(phone["width"])}">'
    return f"{opening}{_json(column)}</script>\n"


def specification(chart: alt.TopLevelMixin, name: str = "chart") -> dict:
    """The chart in the book's look as Vega-Lite, every fraction settled, datasets named by what they hold then.

    Marks without data are silent. Raises FigureError for a mark with data that has no tip.

    Altair names a dataset by a hash of its values before they are rounded: another last digit, another name.
    """
    try:
        spec = with_tips(_plain(settled(themed(chart).to_dict())))
    except ValueError as error:
        raise FigureError(f"{name}: {error}") from error
    datasets = spec.pop("datasets", {})
    names = {old: f"data-{digest(json.dumps(rows, sort_keys=True))}" for old, rows in datasets.items()}
    return _renamed(spec, names) | {"datasets": {names[old]: rows for old, rows in datasets.items()}}


def _plain(part):
    """The specification with every text in it plain."""
    if isinstance(part, dict):
        return {_plain(key): _plain(value) for key, value in part.items()}
    return [_plain(one) for one in part] if isinstance(part, list) else plain(part) if isinstance(part, str) else part


def _renamed(part, names: dict[str, str]):
    """The specification with every {"data": {"name": ...}} under its new name."""
    if isinstance(part, list):
        return [_renamed(one, names) for one in part]
    if not isinstance(part, dict):
        return part
    renamed = {key: _renamed(value, names) for key, value in part.items()}
    data = part.get("data")
    if isinstance(data, dict) and data.get("name") in names:
        renamed["data"] = {**data, "name": names[data["name"]]}
    return renamed


def _json(spec: dict) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")  # no tag in a script
