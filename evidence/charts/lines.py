"""Lines, bars of years and rows of points: forms of a tidy frame and the names of its columns."""

from typing import NamedTuple

import altair as alt
import pandas as pd

from evidence.charts.axes import article, field, refuse_turned
from evidence.forecast import AS_OF


class Stack(NamedTuple):
    """How marks of one row keep apart, in heights of a row: levels that hang under the heading, or stand on a floor."""

    step: float  # from the foot of a row to its first level, and so on; below zero where they hang
    head: float  # from the foot to the heading
    over: float  # room over the uppermost heading
    under: float  # and under the lowest foot; of marks that stand, the floor lies there
    size: int  # of a mark, in square pixels
    named: float  # from the top to the article's name, in pixels


HANGING = Stack(step=-0.15, head=0.32, over=0.33, under=0.6, size=75, named=4)
STANDING = Stack(step=1 / 6, head=4.6 / 6, over=0.1, under=0.7 / 6, size=110, named=6)
BESIDE = {"beside": {"align": "left", "dx": 11}, "before": {"align": "right", "dx": -11}}  # a mark, in pixels


def headed_rows(
    rows: pd.DataFrame,
    x: alt.X,
    row: str,
    heads: dict[str, str],
    by: str,
    scale: alt.Scale,
    shapes: list[str],
    stack: Stack = HANGING,
    names: tuple[str, ...] = (),
) -> alt.LayerChart:
    """Marks in rows with a heading each, on an axis of dates with the article on it.

    rows: one line per mark, with the columns of `x`, `row` (a key of `heads`) and `by` (colour and shape, in the order
    of `scale`; a legend tells them unless it is `row` itself), `level` (marks that would touch stand on levels of their
    own, 0 at the foot of their row), `tip`, and those of `names` ('beside', 'before'): what is written right or left
    of a mark, where anything is. heads: key of a row -> its heading, from the top.
    """
    wanted = dict.fromkeys([field(x), row, "level", by, "tip", *names])
    rows = rows[[*wanted]].assign(place=stack.step * rows["level"] - rows[row].map(list(heads).index))
    top, bottom = stack.head + stack.over, 1 - len(heads) - stack.under
    y = alt.Y("place:Q", scale=alt.Scale(domain=[bottom, top], nice=False), axis=None)
    of_kind = {"shorthand": by, "type": "nominal", "title": None}
    legend = None if by == row else alt.Legend(columns=2)
    marks = alt.Chart(rows[[*dict.fromkeys([field(x), by, "tip", "place"])]]).mark_point(size=stack.size, opacity=1)
    marks = marks.encode(
        x,
        y,
        color=alt.Color(**of_kind, scale=scale, legend=legend),
        shape=alt.Shape(**of_kind, scale=alt.Scale(domain=scale.domain, range=shapes), legend=legend),
        description="tip:N",
    )
    written = [
        alt.Chart(rows[[field(x), "place", name]].dropna()).mark_text(**BESIDE[name]).encode(x, y, text=f"{name}:N")
        for name in names
    ]
    floors, headings = _floors(len(heads), stack, y), _headings(list(heads.values()), stack, y)
    return alt.layer(article(x, y=stack.named), *floors, marks, *written, headings)


def _floors(rows: int, stack: Stack, y: alt.Y) -> list[alt.Chart]:
    """The line under each row but the last on which marks stand; marks that hang have none."""
    if stack.step <= 0:
        return []
    floors = pd.DataFrame({"place": [-row - stack.under for row in range(rows - 1)]})
    return [alt.Chart(floors).mark_rule(opacity=0.3, aria=False).encode(y)]


def _headings(heads: list[str], stack: Stack, y: alt.Y) -> alt.Chart:
    words = pd.DataFrame({"place": [stack.head - row for row in range(len(heads))], "label": heads})
    return alt.Chart(words).mark_text(align="left", fontWeight="bold").encode(x=alt.value(0), y=y, text="label:N")


def counts_by_series(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    by: str,
    series: list[str],
    paints: list[str],
    words: pd.DataFrame,
    named: float,
) -> alt.LayerChart:
    """Counts of one thing by several series, over time: one as dots on a line, one as dashes, all others as diamonds.

    rows: one line per count, with the columns of `x` and `y`, `by`, `segment` (the line breaks between two of them) and
    `tip`. series: the values of `by` that are joined and dashed. paints: colour of these two, and of the diamonds.
    words: texts as of `_texts`. named: height of the article's name.
    """
    refuse_turned(x, y)
    (joined, dashed), (paint, other) = series, paints
    rows = rows[[field(x), by, field(y), "segment", "tip"]].sort_values(field(x), kind="stable")
    own, beside = (alt.Chart(rows[rows[by] == one]) for one in (joined, dashed))
    line = own.mark_line(color=paint, strokeWidth=1.5).encode(x, y, detail="segment:N")
    others = alt.Chart(rows[~rows[by].isin([joined, dashed])])
    marks = [
        others.mark_point(color=other, shape="diamond", size=45, opacity=1),
        beside.mark_tick(color=paint, orient="horizontal", size=6, thickness=2.5, opacity=1),
        own.mark_point(color=paint, size=20, opacity=1),
    ]
    marks = [mark.encode(x, y, description="tip:N") for mark in marks]
    return alt.layer(line, *marks, *_texts(words, x, y), article(x, y=named))


def yearly_bars(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, form: str, width: float = 30) -> alt.LayerChart:
    """A bar per year with its value on it, and the article: the value of its year stands left of its line.

    rows: one line per year, with the columns of `x` (the year as a number) and `y`, and `tip`. form: of the values.
    """
    refuse_turned(x, y)
    rows = rows[[field(x), field(y), "tip"]]
    bars = alt.Chart(rows).mark_bar(width=width, color=paint).encode(x, y, description="tip:N")
    of_article = rows[field(x)] == AS_OF.year
    text = alt.Text(field(y), type="quantitative", format=form)
    values = [
        alt.Chart(own.drop(columns="tip")).mark_text(dy=-9, dx=dx).encode(x, y, text=text)
        for own, dx in ((rows[of_article], -10), (rows[~of_article], 0))
        if len(own)
    ]
    return alt.layer(bars, *values, article(x, y=4, annual=True))


def lines_by_dash(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    by: str,
    scale: alt.Scale,
    dashes: list[list[int]],
    words: pd.DataFrame,
    named: float,
) -> alt.LayerChart:
    """A line over time per value of a column, solid or dashed, with a dot at each row, and the article.

    rows: one line per dot, with the columns of `x`, `y` and `by`, and `tip`. dashes: lengths of dash and gap for each
    value of `by`, in the order of `scale`; [1, 0] is solid. words: texts as of `_texts`. named: height of the article's
    name.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[by, field(x), field(y), "tip"]])
    base = base.encode(x, y, color=alt.Color(by, type="nominal", scale=scale, legend=None))
    dash = alt.StrokeDash(by, type="nominal", scale=alt.Scale(domain=scale.domain, range=dashes), legend=None)
    dots = base.mark_point(opacity=1, size=40).encode(description="tip:N")
    return alt.layer(base.mark_line().encode(strokeDash=dash), dots, *_texts(words, x, y), article(x, y=named))


def lines_with_hollow(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, by: str, scale: alt.Scale, hollow: str, words: pd.DataFrame, named: float
) -> alt.LayerChart:
    """A thin line over time per value of a column, with a dot at each row, hollow where the row says so; the article.

    rows: one line per dot, with the columns of `x`, `y`, `by` and `hollow` (true or false), and `tip`. words: texts as
    of `_texts`. named: height of the article's name.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), by, field(y), hollow, "tip"]]).encode(x, y)
    hue, inside = (kind(by, type="nominal", scale=scale, legend=None) for kind in (alt.Color, alt.Fill))
    inside = alt.condition(f"datum['{hollow}']", alt.value("transparent"), inside)
    points = base.mark_point(size=80, opacity=1, filled=False, strokeWidth=2)
    points = points.encode(color=hue, fill=inside, description="tip:N")
    thin = base.mark_line(strokeWidth=1.5).encode(color=hue)
    return alt.layer(thin, points, *_texts(words, x, y), article(x, y=named))


def headed_line(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, head: str, valued: list[float], form: str
) -> alt.LayerChart:
    """One dashed line with a dot at each row and a heading of its own, for a panel under another chart.

    rows: one line per dot, with the columns of `x` and `y`, and `tip`. valued: places on `x` whose value is written
    out. The article's line has no name here: the chart above has it.
    """
    refuse_turned(x, y)
    own = alt.Chart(rows[[field(x), field(y), "tip"]])
    line = own.mark_line(color=paint, strokeDash=[5, 3]).encode(x, y)
    points = own.mark_point(opacity=1, size=40, color=paint).encode(x, y, description="tip:N")
    values = alt.Chart(rows.loc[rows[field(x)].isin(valued), [field(x), field(y)]])
    values = values.mark_text(dy=-12, align="right")
    values = values.encode(x, y, text=alt.Text(field(y), type="quantitative", format=form))
    words = alt.Chart(pd.DataFrame({"label": [head]})).mark_text(align="left", x=4, y=8).encode(text="label:N")
    return article(x, named=False) + line + points + values + words


def _texts(words: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Texts: one line each, with the columns of `x` and `y`, `label`, and `side`, how it is aligned."""
    words = words[[field(x), field(y), "label", "side"]]
    return [
        alt.Chart(words[words["side"] == side]).mark_text(align=side).encode(x, y, text="label:N")
        for side in words["side"].unique()
    ]
