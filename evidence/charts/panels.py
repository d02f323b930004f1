"""Panels and pictures made of several parts: lines of actors, intervals in rows, bars in parts, squares in lanes.

Each takes a tidy frame and the channels of its axes, whose fields name the columns. Marks that carry data say the
column `tip`; paths, rules and texts carry none. The parts (rules, labels, headings, marks) come first, the pictures
that a figure shows last.
"""

import altair as alt
import pandas as pd

from evidence.charts.axes import ARTICLE, DASH, amounts, article, field, on_axis, refuse_turned
from evidence.charts.colours import actor_scale, colour

DASHES = [[1, 0], [6, 3], [2, 2]]  # of the lines of one picture, which so differ without colour
SHAPES = ["circle", "square", "triangle-up"]  # and of their points
THIN, THICK = 1.5, 2.5  # lines of no actor in particular, and of the others
ROOM = 0.8  # under the lowest lane, in squares
PANEL = 84  # px: height of a panel of a measure
UNDER_HEAD = 20  # px: where its rules begin, under the heading


def rules(at: list[float], x: alt.X, ends: tuple[float, float] | None = None, **look) -> alt.Chart:
    """Upright rules of reference at places on `x`, without tips.

    ends: pixels from the top where they begin and end, else the whole height. look: as of Altair's `mark_rule`.
    """
    places = alt.Chart(pd.DataFrame({field(x): at})).mark_rule(color="currentColor", aria=False, **look)
    height = {"y": alt.value(ends[0]), "y2": alt.value(ends[1])} if ends else {}
    return places.encode(x, **height)


def words_at(words: list[tuple[float, float, str, str]], x: alt.X, y: alt.Y, **look) -> list[alt.Chart]:
    """Words in a plot: where on `x` and `y`, the text, and how it is aligned (left, center, right), as `labels`."""
    refuse_turned(x, y)
    return labels(pd.DataFrame(words, columns=[field(x), field(y), "label", "align"]), x, y, **look)


def labels(rows: pd.DataFrame, x: alt.X, y: alt.Y | alt.YValue, **look) -> list[alt.Chart]:
    """Words at places, one chart for each way to align them, in alphabetical order.

    rows: `label`, `align` (left, center, right), and the fields of `x` and of `y`, unless `y` is a value in pixels.
    """
    places = [field(x)] + ([] if isinstance(y, alt.YValue) else [field(y)])
    return [
        alt.Chart(own).mark_text(align=align, color="currentColor", **look).encode(x, y, text="label:N")
        for align, own in rows[[*places, "label", "align"]].groupby("align")
    ]


def heading(left: str, right: str, y: float = 9) -> list[alt.Chart]:
    """A panel's name at its left edge and a word at its right one, in the panel."""
    return [
        alt.Chart(pd.DataFrame({"label": [text]}))
        .mark_text(align=align, color="currentColor", y=y, dx=inwards)
        .encode(x=alt.value(edge), text="label:N")
        for text, align, edge, inwards in ((left, "left", 0, 4), (right, "right", "width", -4))
    ]


def lines_with_points(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, stroke: float = 2.5, size: float = 36, by: str | None = None
) -> list[alt.Chart]:
    """A path and points that say their tips; `by` names the column that keeps several paths of one colour apart.

    rows: the fields of `x` and `y`, `tip`, and the column `by`.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), field(y), *([by] if by else []), "tip"]])
    apart = [alt.Detail(by, type="nominal")] if by else []
    path = base.mark_line(color=paint, strokeWidth=stroke).encode(x, y, *apart)
    return [path, base.mark_point(color=paint, size=size, opacity=1).encode(x, y, description="tip:N")]


def lines_with_bounds(rows: pd.DataFrame, x: alt.X, y: alt.Y, by: str, paints: alt.Scale) -> list[alt.Chart]:
    """Lines of several names with a bar of bounds at each point; colour, dashes and shapes tell the names apart.

    rows: the fields of `x` and `y`, `low`, `high`, `tip`, and the column `by`. paints: a scale whose domain names the
    values of `by` in order, three at most.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), field(y), "low", "high", by, "tip"]])
    names = paints.domain
    of_name = {"shorthand": by, "type": "nominal", "legend": None}
    paint = alt.Color(**of_name, scale=paints)
    dashes = alt.StrokeDash(**of_name, scale=alt.Scale(domain=names, range=DASHES[: len(names)]))
    shapes = alt.Shape(**of_name, scale=alt.Scale(domain=names, range=SHAPES[: len(names)]))
    bounds = base.mark_rule(strokeWidth=1.5, aria=False).encode(x, alt.Y("low:Q", title=None), alt.Y2("high:Q"), paint)
    path = base.mark_line(strokeWidth=2).encode(x, y, paint, dashes)
    return [bounds, path, base.mark_point(size=45, opacity=1).encode(x, y, paint, shapes, description="tip:N")]


def intervals(
    rows: pd.DataFrame, x: alt.X, by: str, actors: dict[str, str], near: float = 0, form: str = "+.1f"
) -> alt.LayerChart:
    """One row for each name, in the order of the frame: a dot on its interval, its value above, a rule at zero.

    rows: the field of `x`, `low`, `high`, `tip`, and the column `by`. actors: a name in `by` -> whose colour it has;
    others are grey. near: a value closer to zero than this stands beside the rule, not on it.
    """
    value, order = field(x), list(rows[by])
    paints = [colour(actors.get(name, "other")) for name in order]
    base = alt.Chart(rows[[by, value, "low", "high", "tip"]])
    y = alt.Y(by, type="nominal", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    paint = alt.Color(by, type="nominal", scale=alt.Scale(domain=order, range=paints), legend=None)
    bars = base.mark_rule(strokeWidth=3, aria=False).encode(alt.X("low:Q", title=None), y, paint, alt.X2("high:Q"))
    dots = base.mark_point(size=130, opacity=1).encode(x, y, paint, description="tip:N")
    close, negative = rows[value].abs() < near, rows[value] < 0
    sides: tuple[tuple[pd.DataFrame, dict], ...] = (
        (rows[~close], {}),
        (rows[close & ~negative], {"align": "left", "dx": 7}),
        (rows[close & negative], {"align": "right", "dx": -7}),
    )
    values = [
        alt.Chart(own[[by, value]])
        .mark_text(dy=-13, color="currentColor", **side)
        .encode(x, y, text=alt.Text(value, type="quantitative", format=form))
        for own, side in sides
        if len(own)
    ]
    return alt.layer(rules([0], x, opacity=0.6), bars, dots, *values)


def bars_in_parts(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, width: float = 13) -> alt.Chart:
    """Bars of stacked parts that differ in the strength of their fill and keep a full outline; each part has a tip.

    rows: the fields of `x` and `y`, `part`, `strength` (opacity of the fill, 0 to 1), `tip`.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), field(y), "part", "strength", "tip"]])
    strength, order = alt.FillOpacity("strength:Q", scale=None), alt.Order("part:N", sort="descending")
    bars = base.mark_bar(width=width, color=paint, stroke=paint, strokeWidth=1.5)
    return bars.encode(x, y, strength, order, description="tip:N")


def bars_that_span(rows: pd.DataFrame, x: alt.X, last: str, y: alt.Y, paint: str) -> alt.Chart:
    """Bars from zero that span the time they count, from the field of `x` to the column `last`; a zero has none.

    rows: the fields of `x` and `y`, the column `last`, `tip`.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), last, field(y), "tip"]]).transform_filter(f"datum['{field(y)}'] > 0")
    ends = alt.X2(f"{last}:Q")
    return base.mark_rect(color=paint).encode(x, y, ends, alt.Y2Datum(0), description="tip:N")


def lane_axis(name: str, floors: dict[str, float], bottom: float, top: float) -> alt.Y:
    """An axis that writes the name of each lane at its floor, for marks that stand on one another in lanes."""
    named = " : ".join(f"datum.value == {floor} ? '{lane}'" for lane, floor in floors.items())
    quiet = {"title": None, "domain": False, "ticks": False, "grid": False}
    axis = alt.Axis(values=list(floors.values()), labelExpr=f"{named} : ''", **quiet)
    return alt.Y(name, type="quantitative", scale=alt.Scale(domain=[bottom, top], nice=False), axis=axis)


def squares_in_lanes(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, floors: dict[str, float], lane: str, paints: alt.Scale
) -> alt.Chart:
    """A square for each row, stacked on the floor of its lane; hollow where it is drawn and not counted.

    rows: the field of `x`, the column `lane`, `level_in_stack` (0 for the lowest), `counted` (1 or 0), `tip`. y: a
    `lane_axis` of the same floors. paints: a scale over the lanes.
    """
    refuse_turned(x, y)
    squares = rows[[field(x), lane, "level_in_stack", "counted", "tip"]]
    squares = squares.assign(**{field(y): squares[lane].map(floors) + squares["level_in_stack"]})
    of_lane = {"shorthand": lane, "type": "nominal", "scale": paints, "legend": None}
    full = alt.FillOpacity("counted:Q", scale=None)
    marks = alt.Chart(squares).mark_square(size=81, opacity=1, strokeWidth=1)
    return marks.encode(x, y, alt.Fill(**of_lane), alt.Stroke(**of_lane), full, description="tip:N")


def lanes_over_time(
    rows: pd.DataFrame,
    x: alt.X,
    lane: str,
    lanes: dict[str, tuple[float, str]],
    top: float,
    periods: pd.DataFrame,
) -> alt.LayerChart:
    """Squares stacked in lanes over time, rules where periods begin, a text in each period, and the article.

    rows: as of `squares_in_lanes`. lanes: lane -> the height of its lowest squares, and whose colour it has.
    top: height of the axis, in squares. periods: one line each: the field of `x` (its beginning; the first has no
    rule), `text`, and over that its `name`; the article's stands over both.
    """
    floors = {name: floor for name, (floor, _) in lanes.items()}
    actors = {name: actor for name, (_, actor) in lanes.items()}
    height = lane_axis("y", floors, -ROOM, top)
    squares = squares_in_lanes(rows, x, height, floors, lane, actor_scale(list(actors.values()), list(actors)))
    texts = periods[[field(x), "text"]].rename(columns={"text": "label"}).assign(y=top - 0.9, align="left")
    names = periods[[field(x), "name"]].rename(columns={"name": "label"}).assign(align="left")
    names = labels(names, x, alt.YValue(-6), dx=5)
    beginnings = rules(list(periods[field(x)].iloc[1:]), x, opacity=0.5)
    return alt.layer(beginnings, article(x, y=-32), squares, *labels(texts, x, height, dx=5), *names)


def lines_of_actors(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    by: str,
    actors: dict[str, str],
    words: list[tuple],
    events: list[float],
    named: float,
) -> alt.LayerChart:
    """Lines over time in the colours of actors, thin for others, with words beside them, events as rules, the article.

    rows: as of `lines_with_points` with the column `by`. actors: value of `by` -> an actor or 'other'; the last are in
    front. words: as of `words_at`. events: places on `x`. named: height of the article's name, in pixels.
    """
    refuse_turned(x, y)
    drawn = []
    for actor in dict.fromkeys(actors.values()):
        own = rows[rows[by].isin([name for name, whose in actors.items() if whose == actor])]
        stroke = THIN if actor == "other" else THICK
        drawn += lines_with_points(own, x, y, colour(actor), stroke, size=16 * stroke, by=by)
    marked = rules(events, x, opacity=0.5)
    return alt.layer(marked, article(x, left=False, y=named), *drawn, *words_at(words, x, y))


def bounded_lines(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, by: str, paints: alt.Scale, words: list[tuple]
) -> alt.LayerChart:
    """`lines_with_bounds` with words beside them (as of `words_at`), and the article."""
    refuse_turned(x, y)
    return alt.layer(*lines_with_bounds(rows, x, y, by, paints), *words_at(words, x, y), article(x, y=6))


def panels_in_parts(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    panel: str,
    actors: dict[str, str],
    heights: tuple[float, float],
    names: list[tuple[float, float, str, str]],
) -> alt.VConcatChart:
    """Panels of yearly bars in parts under each other, named in their upper left corner, the article in all of them.

    rows: as of `bars_in_parts`, with the column `panel`. actors: panel -> whose colour it has, from above. heights: of
    the first panel and of each other, in pixels. names: words beside parts of the first panel, as of `words_at`.
    """
    refuse_turned(x, y)
    start, top = x["scale"]["domain"][0], y["scale"]["domain"][1]
    plain = alt.Y(f"{field(y)}:Q")  # of words, which are not stacked
    drawn: list[alt.Chart] = []
    for name, actor in actors.items():
        head = words_at([(start + 0.4, 0.88 * top, name, "left")], x, plain)
        bars = bars_in_parts(rows[rows[panel] == name], x, y.stack("zero"), colour(actor))
        written = [] if drawn else words_at(names, x, plain)
        marks = [article(x, y=6, annual=True, named=not drawn), bars, *head, *written]
        drawn.append(alt.layer(*marks).properties(height=heights[bool(drawn)]))
    return alt.vconcat(*drawn, spacing=10)


def measure_panels(
    rows: pd.DataFrame, x: alt.X, measures: pd.DataFrame, starts: list[float], paint: str
) -> alt.VConcatChart:
    """Several measures of one thing in panels under each other, on one axis of years: lines, or bars that span a year.

    rows: the columns `measure`, the field of `x`, `first` and `last` (where a bar begins and ends), `value`, `tip`.
    measures: a line per panel, from above, its index those of `measure`: `low` and `top` of its axis, `digits` of its
    numbers, whether it is `counted` (bars, else a line), and the `word` at its right. starts: places on `x` where
    periods begin. The article has its name in the first panel.
    """
    ends = (UNDER_HEAD, PANEL)
    terms, line = rules(starts, x, ends, opacity=0.4), rules([ARTICLE], x, ends, strokeDash=DASH)
    name = pd.DataFrame({field(x): [ARTICLE], "label": "article", "align": "right"})
    spanning = on_axis(x, "first")
    drawn: list[alt.Chart] = []
    for look in measures[["low", "top", "digits", "counted", "word"]].itertuples():
        own, rise = rows[rows["measure"] == look.Index], look.top - look.low
        y = amounts("value", look.low + rise * 1.5, [look.low, look.top], f".{look.digits}f", bottom=look.low)
        bars = bars_that_span(own, spanning, "last", y, paint)
        marks = [bars] if look.counted else lines_with_points(own, x, y, paint)
        named = [] if drawn else labels(name, x, alt.YValue(34), dx=-5)
        drawn.append(alt.layer(terms, line, *named, *marks, *heading(look.Index, look.word)).properties(height=PANEL))
    return alt.vconcat(*drawn, spacing=12)
