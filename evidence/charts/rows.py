"""Charts in rows: what has a time or a number of its own stands on a line of its own, the lines in groups.

A line is named 'heading|name': the heading is a row of its own in bold, once for all lines that have it. Each form
takes a tidy frame with a column `tip`, what each mark says in words, and raises KeyError for a column that it lacks.
"""

from typing import Any

import altair as alt
import pandas as pd

from evidence.charts.axes import article, article_among_days, decimal_year, field, on_axis, refuse_turned
from evidence.charts.colours import ACTORS, actor_scale, colour

DOT = {"size": 110, "opacity": 1}
SQUARE = {"size": 70, "opacity": 1}
SQUARE_WIDTH = 9.5 / 230  # of the axis, from one square to the next: units over those of the plot on a phone
EARLIER = 0.0375  # of the axis: how far to the left of a bar its arrow stands


def with_headings(lines) -> list[str]:
    """Names of lines in their order, each heading before the first line that has it: a|x, a|y -> a, a|x, a|y."""
    return list(dict.fromkeys(name for line in lines for name in (line.split("|")[0], line)))


def headed_axis(lines) -> alt.Y:
    """An axis of lines named 'heading|name' in their order; a heading has a row of its own, bold and without grid."""
    names, heading = with_headings(lines), {"test": "indexof(datum.value, '|') < 0"}
    axis = alt.Axis(
        title=None,
        ticks=False,
        domain=False,
        grid=True,
        labelLimit=250,
        labelOverlap=False,
        labelExpr="indexof(datum.value, '|') < 0 ? datum.value : split(datum.value, '|')[1]",
        labelFontWeight={"condition": {**heading, "value": "bold"}, "value": "normal"},
        gridOpacity={"condition": {**heading, "value": 0}, "value": 1},
    )
    return alt.Y("line", type="nominal", sort=names, scale=alt.Scale(domain=names), axis=axis)


def ranges(
    rows: pd.DataFrame,
    x: alt.X,
    thickness: int = 11,
    step: int = 27,
    earlier: str | None = None,
    event: tuple[str, pd.Timestamp] | None = None,
    hollow: str | None = None,
    **name: Any,
) -> alt.LayerChart:
    """The time that something lasted or can mean as a bar, one day as a dot, on lines of their own.

    rows: one line per mark, in order: line ('heading|name'), side (an actor), first and last (dates; without a last the
    bar goes on to the end of the axis), tip. x: made by `years`. step: px per line. earlier: a column that says whether
    a bar began even earlier, which an arrow shows. event: an actor and a day, drawn as a line in the actor's colour
    with its name left of it, as high as the article's. hollow: a column that says whether a bar is an outline. name:
    where the article's name stands, as `article` takes it (left, y).
    """
    asked = ["line", "side", "first", "last", "tip", *([earlier] if earlier else []), *([hollow] if hollow else [])]
    one_day = rows["first"] == rows["last"]
    end = x["scale"]["domain"][1]
    shown = rows[asked].assign(
        first=rows["first"].map(decimal_year), last=rows["last"].map(decimal_year, na_action="ignore").fillna(end)
    )
    places = {"x": on_axis(x, "first"), "y": headed_axis(rows["line"]), "color": _painted()}
    layers = _event(x, *event, y=name.get("y", 6)) if event else []
    bars = alt.Chart(shown[~one_day]).mark_bar(height=thickness, strokeWidth=2)
    inside = {"stroke": _painted(alt.Stroke), "fillOpacity": _filled_unless(hollow)} if hollow else {}
    layers += [bars.encode(**places, **inside, x2="last", description="tip:N")]
    if earlier:
        arrows = shown[shown[earlier]].assign(
            first=lambda own: own["first"] - EARLIER * (end - x["scale"]["domain"][0])
        )
        arrow = alt.Chart(arrows.drop(columns="tip")).mark_point(shape="triangle-left", size=130, opacity=1, aria=False)
        layers += [arrow.encode(**places)]
    layers += [alt.Chart(shown[one_day]).mark_point(**DOT).encode(**places, description="tip:N")]
    return alt.layer(*layers, article(x, **name)).properties(height=step * len(with_headings(rows["line"])))


def squares(rows: pd.DataFrame, x: alt.X, lines: list[str], step: int = 26, **name: Any) -> alt.LayerChart:
    """One square per occasion on its line; squares that would cover each other stand side by side.

    rows: in order of time, one line per occasion: line (one of `lines`, each 'heading|name'), side (an actor), middle
    (a date), tip. x: made by `years`. step: units per line. name: where the article's name stands.
    """
    first, last = x["scale"]["domain"]
    at = apart(rows["middle"].map(decimal_year), rows["line"], SQUARE_WIDTH * (last - first))
    marks = (
        alt.Chart(rows[["line", "side", "tip"]].assign(at=at))
        .mark_square(**SQUARE)
        .encode(on_axis(x, "at"), headed_axis(lines), _painted(), description="tip:N")
    )
    return (article(x, **name) + marks).properties(height=step * len(with_headings(lines)))


def apart(at: pd.Series, lines: pd.Series, gap: float) -> pd.Series:
    """Places on an axis at least `gap` apart on each line: what would cover its neighbour on the left moves right."""
    last: dict[str, float] = {}
    moved = []
    for place, line in zip(at, lines):
        last[line] = max(place, last.get(line, place - gap) + gap)
        moved.append(last[line])
    return pd.Series(moved, index=at.index, dtype=float)


def tellings(rows: pd.DataFrame, lines: list[str], first: str, last: str) -> alt.LayerChart:
    """A chain of tellings within a year: each on its line, a dotted line to the one whose telling it takes up.

    rows: one line per telling: line (one of `lines`, each 'heading|name'), side (an actor), date_start and date_end
    (a bar where they differ, a dot where it is one day), follows_line (the line of the telling that it takes up, or
    none), tip. first, last: days on which the axis begins and ends; it has a tick where a month begins.
    """
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range(first, last, freq="MS")]
    axis = alt.Axis(values=months, format="%b", title=None, labelAngle=0, grid=False)
    x = alt.X("at", type="temporal", scale=alt.Scale(domain=[first, last]), axis=axis)
    y, paint = headed_axis(lines), _painted()
    shown = rows[["line", "side", "date_start", "date_end", "follows_line", "tip"]].assign(
        at=rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    )
    one_day = shown["date_end"] == shown["date_start"]
    places = shown.set_index("line")["at"]
    links = shown.dropna(subset="follows_line").assign(at_of=lambda own: own["follows_line"].map(places))
    links = links[["line", "at", "follows_line", "at_of"]]
    told = shown.drop(columns="follows_line")
    bars = alt.Chart(told[~one_day]).mark_bar(height=11)
    bars = bars.encode(on_axis(x, "date_start"), y, paint, x2="date_end:T", description="tip:N")
    dots = alt.Chart(told[one_day]).mark_point(**DOT).encode(x, y, paint, description="tip:N")
    taken_up = alt.Chart(links).mark_rule(strokeDash=[2, 3], aria=False).encode(x, y, x2="at_of:T", y2="follows_line:N")
    named = article_among_days(x, alt.YValue(4), align="right", dx=-5, baseline="top")
    return alt.layer(alt.layer(*named), taken_up, bars, dots)


def bounded_bars(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    by: str,
    paints: alt.Scale,
    legend: str | None = None,
    ends: str | None = None,
    middle: str | None = None,
    valued: bool = False,
) -> alt.LayerChart:
    """Best estimates as bars with their bounds as a line.

    rows: one line per bar: the columns of x and y and `by` (colour), low and high, tip. legend: its title. ends,
    middle: where x is an axis of years, the columns that say where a bar ends and where its line of bounds stands; the
    article stands on that axis. valued: each bar's value stands over its bounds.
    """
    refuse_turned(x, y)
    wanted = dict.fromkeys([field(x), field(y), by, "low", "high", "tip"])
    base = alt.Chart(rows[[*wanted, *([ends, middle] if ends else [])]])
    paint = alt.Color(by, type="nominal", scale=paints, legend=alt.Legend(title=legend))
    spans = {"x2": alt.X2(ends), "y2": alt.Y2(datum=0)} if ends else {}
    bars = base.mark_bar().encode(x=x, y=y, color=paint, description="tip:N", **spans)
    bounds = base.mark_rule(color="currentColor", strokeWidth=1.5, aria=False)
    drawn = bars + bounds.encode(on_axis(x, middle or field(x)), on_axis(y, "low"), alt.Y2("high"))
    if valued:
        value = alt.Text(field(y), type="quantitative", format=",d")
        drawn += base.mark_text(dy=-9, color="currentColor").encode(x, on_axis(y, "high"), text=value)
    return drawn + article(x, annual=True) if ends else drawn


def _painted(channel: type = alt.Color) -> alt.Color | alt.Stroke:
    return channel("side:N", scale=actor_scale(list(ACTORS)), legend=None)


def _filled_unless(hollow: str) -> dict:
    return alt.condition(f"datum['{hollow}']", alt.value(0), alt.value(1))


def _event(x: alt.X, actor: str, day: pd.Timestamp, y: float) -> list[alt.Chart]:
    at = alt.Chart(pd.DataFrame({"at": [decimal_year(day)], "label": [actor]}))
    line = at.mark_rule(color=colour(actor), strokeWidth=1.5, aria=False).encode(on_axis(x, "at"))
    name = at.mark_text(align="right", dx=-5, color="currentColor", baseline="top")
    return [line, name.encode(on_axis(x, "at"), y=alt.value(y), text="label:N")]
