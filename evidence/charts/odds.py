"""Charts of probabilities: intervals in rows, a hundred squares, a number over time with its range.

Each form takes a tidy frame with a column `tip`, what a mark says in words, and raises KeyError for a column that it
lacks.
"""

from typing import cast

import altair as alt
import pandas as pd

from evidence.charts.axes import field, on_axis, refuse_turned
from evidence.precision import settled

ROW = 46  # units of the layout from one row to the next: its name stands above its bar
HEAD = 34  # units that a heading takes
SIDE = 10  # squares on a side of a hundred
SQUARE = 23  # units from one square to the next


def intervals(
    rows: pd.DataFrame,
    domain: tuple[float, float],
    ticks: list[float] | dict[float, str],
    paint: str,
    kind: str = "linear",
    form: str = "~%",
    reference: float | None = None,
    sides: tuple[str, str] | None = None,
) -> alt.LayerChart:
    """A range per row as a bar, its middle as a dot, its name above it, what it comes to at the right end.

    rows: one line per row from the top: label, low, high, middle (missing where there is none), value (text), tip, and
    head, a heading that stands above the first row that has it (or missing). domain, kind:
    of the scale of x ("linear", "sqrt", "log"). reference: a value that a short upright line marks on each bar. sides:
    what a value further left and one further right means; these words and the names of the ticks, a dict then, stand
    above and below, with lines between.
    """
    rows = rows[["label", "low", "high", "middle", "value", "tip", "head"]].reset_index(drop=True)
    starts = rows["head"].notna() & (rows["head"] != rows["head"].shift())
    rows = rows.assign(place=rows.index * ROW + starts.cumsum() * HEAD)
    height = int(rows["place"].iloc[-1]) + ROW
    y = alt.Y("place:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    axis = alt.Axis(values=list(ticks), format=form, title=None, grid=bool(sides), labels=not sides, labelOverlap=False)
    scale = {"scale": alt.Scale(type=kind, domain=list(domain), nice=False), "type": "quantitative"}
    x, edges = alt.X("low", axis=axis, **scale), [alt.datum(end, **scale) for end in domain]
    lying = rows.assign(place=rows["place"] + 30)
    bars = alt.Chart(lying[["low", "high", "place"]]).mark_rule(strokeWidth=5, color=paint, aria=False)
    layers = [
        bars.encode(x=x, x2="high", y=y),
        *([] if reference is None else [_marked(lying, reference, x, y)]),
        *_labels(rows, edges, y),
        *_middles(lying, x, y, paint),
        *_heads(rows[starts], edges[0], y),
        *(_named_ends(cast(dict[float, str], ticks), sides, on_axis(x, "at"), height) if sides else []),
    ]
    return alt.layer(*layers).properties(height=height)


def _marked(lying: pd.DataFrame, reference: float, x: alt.X, y: alt.Y) -> alt.Chart:
    """A short upright line at one value on each bar."""
    ends = lying.assign(at=reference, top=lying["place"] - 9, bottom=lying["place"] + 9)[["at", "top", "bottom"]]
    tick = alt.Chart(ends).mark_rule(strokeWidth=2, color="currentColor", aria=False)
    return tick.encode(x=on_axis(x, "at"), y=on_axis(y, "top"), y2="bottom")


def _labels(rows: pd.DataFrame, edges: list, y: alt.Y) -> list[alt.Chart]:
    """The name of each row at the left edge, what it comes to at the right one."""
    named = alt.Chart(rows.assign(place=rows["place"] + 10))
    return [
        named.mark_text(align=align, baseline="middle").encode(x=edge, y=y, text=f"{text}:N")
        for edge, align, text in zip(edges, ("left", "right"), ("label", "value"))
    ]


def _middles(lying: pd.DataFrame, x: alt.X, y: alt.Y, paint: str) -> list[alt.Chart]:
    """The dot of each row that has a middle, the solid bar of each that has none."""
    dotted, solid = (lying[lying["middle"].notna() == has] for has in (True, False))
    dots = alt.Chart(dotted[["middle", "place", "tip"]]).mark_point(size=120, opacity=1, color=paint)
    bars = alt.Chart(solid[["low", "high", "place", "tip"]]).mark_bar(size=12, color=paint)
    drawn = [dots.encode(x=on_axis(x, "middle"), y=y, description="tip:N")] if len(dotted) else []
    return drawn + ([bars.encode(x=x, x2="high", y=y, description="tip:N")] if len(solid) else [])


def _heads(starts: pd.DataFrame, left, y: alt.Y) -> list[alt.Chart]:
    """The heading above each row that begins a group."""
    heads = alt.Chart(starts[["head", "place"]].assign(place=starts["place"] - 14))
    heads = heads.mark_text(align="left", baseline="middle", fontWeight="bold")
    return [heads.encode(x=left, y=y, text="head:N")] if len(starts) else []


def _named_ends(ticks: dict[float, str], sides: tuple[str, str], x: alt.X, height: int) -> list[alt.Chart]:
    """The names of ticks, and what each side of a scale means, above and below rows of a height."""
    names = alt.Chart(pd.DataFrame({"at": list(ticks), "label": list(ticks.values())}))
    texts = [names.mark_text().encode(x=x, y=alt.value(at), text="label:N") for at in (-14, height + 16)]
    for at in (-36, height + 38):
        for word, align, edge in zip(sides, ("left", "right"), (0, "width")):
            word = alt.Chart(pd.DataFrame({"label": [word]})).mark_text(align=align)
            texts.append(word.encode(x=alt.value(edge), y=alt.value(at), text="label:N"))
    return texts


def hundred(counts: pd.DataFrame, empty: str) -> alt.HConcatChart:
    """Squares of a hundred, side by side: how many are filled says a probability without a scale.

    counts: one line per block: block (its name), filled (0 to 100), paint, tip (what a filled square says). empty: what
    an empty square says. Filled squares come first, from the top left.
    """
    blocks = []
    for row in counts[["block", "filled", "paint", "tip"]].itertuples():
        grid = pd.DataFrame([(at // SIDE, at % SIDE) for at in range(SIDE * SIDE)], columns=["line", "column"])
        grid["filled"] = grid.index < row.filled
        grid["tip"] = grid["filled"].map({True: row.tip, False: empty})
        place = {
            "x": alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.7, SIDE - 0.3], nice=False)),
            "y": alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[SIDE - 0.3, -0.7], nice=False)),
        }
        squares = alt.Chart(grid).mark_square(size=270, opacity=1, stroke="currentColor", strokeWidth=1)
        fill = alt.condition("datum.filled", alt.value(row.paint), alt.value("transparent"))
        title = alt.TitleParams(row.block, fontWeight="bold")
        blocks.append(
            squares.encode(**place, fill=fill, description="tip:N").properties(
                title=title, width=SIDE * SQUARE, height=SIDE * SQUARE
            )
        )
    return alt.hconcat(*blocks, spacing=12)


def over_time(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, events: pd.DataFrame) -> alt.LayerChart:
    """A probability as a line of steps with its range, its first and last value, events named on upright lines.

    rows: one line per date: the columns of `x` and `y`, low, high, tip. events: at (on the axis of x), label, height
    (units from the top at which the name stands), align ("left" or "right" of its line).
    """
    refuse_turned(x, y)
    rows = rows[[field(x), field(y), "low", "high", "tip"]]
    base = alt.Chart(rows)
    outlined = {"fill": alt.value(paint), "stroke": alt.value(paint)}  # a pale ground alone would hardly be seen
    band = base.mark_area(interpolate="step-after", opacity=1, fillOpacity=0.3, strokeWidth=1)
    band = band.encode(x, on_axis(y, "low"), alt.Y2("high"), **outlined)
    line = base.mark_line(interpolate="step-after", color=paint).encode(x, y)
    points = base.mark_point(size=45, opacity=1, color=paint).encode(x, y, description="tip:N")
    value = alt.Text(field(y), type="quantitative", format=".1%")
    values = [
        alt.Chart(rows.iloc[[end]]).mark_text(align=side, dx=dx, dy=-14, color="currentColor").encode(x, y, text=value)
        for end, side, dx in ((0, "left", 4), (-1, "right", 4))
    ]
    at, named = on_axis(x, "at"), []
    for (height, side), own in events[["at", "label", "height", "align"]].groupby(["height", "align"]):
        marked = alt.Chart(own)
        rule = marked.mark_rule(strokeDash=[2, 3], color="currentColor", aria=False)
        text = marked.mark_text(align=side, dx=5 if side == "left" else -5, baseline="top", color="currentColor")
        named += [
            rule.encode(at, y=alt.value(int(height)), y2=alt.value("height")),
            text.encode(at, y=alt.value(int(height)), text="label:N"),
        ]
    return alt.layer(band, line, *named, *values, points)


def beginnings(chances: pd.DataFrame, began: pd.DataFrame, x: alt.X, paint: str) -> alt.LayerChart:
    """Chances per year as bars, and above them, without an axis, a dot and a name for each thing that began.

    chances: year, chances, tip. began: year, country, level (0 for the first of its year), tip. x: an axis of years.
    """
    began = began[["year", "country", "level", "tip"]].assign(height=lambda rows: 22 + 22 * rows["level"])
    axis = alt.Axis(values=[0, 10, 20, 30, 40])
    y = alt.Y("chances:Q", title=None, scale=alt.Scale(domain=[0, 1.8 * int(chances["chances"].max())]), axis=axis)
    height = alt.Y("height:Q", scale=None, axis=None)
    bars = alt.Chart(chances[["year", "chances", "tip"]]).mark_bar(width=10, opacity=0.55, color="currentColor")
    dots = alt.Chart(began[["year", "height", "tip"]]).mark_point(size=110, opacity=1, color=paint)
    late = began["year"] > began["year"].min() + (began["year"].max() - began["year"].min()) / 2
    names = [
        alt.Chart(own[["year", "height", "country"]])
        .mark_text(align=side, dx=dx, baseline="middle")
        .encode(x, height, text="country:N")
        for own, side, dx in ((began[~late], "left", 9), (began[late], "right", -9))
        if len(own)
    ]
    above = alt.layer(dots.encode(x, height, description="tip:N"), *names)
    return (
        alt.layer(bars.encode(x, y, description="tip:N"), above).resolve_scale(y="independent").properties(height=300)
    )


def in_a_hundred(probabilities: dict[str, float], paints: list[str]) -> pd.DataFrame:
    """Blocks for `hundred`: name -> probability (share of one), and a colour for each."""
    filled = [int(settled(100 * value, 0)) for value in probabilities.values()]
    tips = [f"{name}: {number} in a hundred" for name, number in zip(probabilities, filled)]
    return pd.DataFrame({"block": list(probabilities), "filled": filled, "paint": paints, "tip": tips})
