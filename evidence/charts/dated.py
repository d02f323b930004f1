"""Forms on an axis of time with rows of their own: events in lanes, counts above years.

Tidy frames and the names of their columns in, an Altair chart out, with the article's date. Each takes what a mark says
from a column `tip` and raises KeyError for a column that is not there.
"""

import altair as alt
import pandas as pd

from evidence.charts.axes import article, article_among_days, field, refuse_turned
from evidence.charts.colours import actor_scale
from evidence.forecast import AS_OF


def events_in_lanes(
    rows: pd.DataFrame, lanes: dict[str, tuple[str, str]], first: str, last: str, ticks: list[str], turn: str
) -> alt.LayerChart:
    """Events as dots with their names beside them, a row each, in lanes under a heading right of the article's line.

    rows: one line per event: lane, row (its place from above; the one before a lane's first is its heading's),
    date_start, label, tip. lanes: lane -> heading, actor. first, last, ticks: days of the axis, labelled by year. turn:
    a day; names of what came before it stand right of the dot, of later events left.
    """
    axis = alt.Axis(values=ticks, format="%Y", title=None, grid=False)
    x = alt.X("date_start:T", axis=axis, scale=alt.Scale(domain=[first, last], nice=False))
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[rows["row"].max() + 0.6, -1.6], nice=False))
    actors = [actor for _, actor in lanes.values()]
    shade = alt.Color("lane:N", legend=None, scale=actor_scale(actors, list(lanes)))
    places = alt.Chart(rows[["date_start", "row", "lane", "label", "tip"]]).encode(x, y)
    early = f"datum.date_start < toDate('{turn}')"
    names = [
        places.transform_filter(rule).mark_text(align=align, dx=dx).encode(text="label:N")
        for rule, align, dx in ((early, "left", 10), (f"!({early})", "right", -10))
    ]
    heads = rows.groupby("lane", sort=False)["row"].min().sub(1).reset_index()
    heads = heads.assign(heading=[lanes[lane][0] for lane in heads["lane"]], date_start=f"{AS_OF:%Y-%m-%d}")
    headings = alt.Chart(heads).mark_text(align="left", dx=8, fontWeight="bold").encode(x, y, text="heading:N")
    return alt.layer(
        *article_among_days(x, y, -1.0, align="left", dx=5),
        headings,
        places.mark_point(size=110, opacity=1).encode(shade, description="tip:N"),
        *names,
    )


def counts_above_years(
    counts: pd.DataFrame,
    others: pd.DataFrame,
    marks: pd.DataFrame,
    full: str,
    x: alt.X,
    y: alt.Y,
    paint: str,
    words: pd.DataFrame,
) -> alt.LayerChart:
    """Counts as dots on a line that breaks between stretches, others as diamonds, and a row of marks below: one a year.

    counts: the fields of `x` and `y`, stretch, tip. others: the fields of `x` and `y`, tip. marks: the field of `x`,
    row (their height on `y`), tip, and the column `full`, true for a square, false for a hollow circle. words: texts,
    with the field of `x`, row and label, from where they begin.
    """
    refuse_turned(x, y)
    at, value = field(x), field(y)
    reports = alt.Chart(counts[[at, value, "stretch", "tip"]]).encode(x, y)
    beside = alt.Chart(others[[at, value, "tip"]]).encode(x, y, description="tip:N")
    below = alt.Chart(marks[[at, "row", full, "tip"]]).encode(x, alt.Y("row:Q"), description="tip:N")
    yes, no = below.transform_filter(f"datum['{full}']"), below.transform_filter(f"!datum['{full}']")
    names = alt.Chart(words[[at, "row", "label"]]).encode(x, alt.Y("row:Q"), text="label:N")
    return alt.layer(
        article(x),
        reports.mark_line(color=paint, strokeWidth=2.5).encode(detail="stretch:N"),
        reports.mark_point(color=paint, size=22, opacity=1).encode(description="tip:N"),
        beside.mark_point(shape="diamond", size=80, filled=False, strokeWidth=2, opacity=1, color=paint),
        yes.mark_point(size=64, opacity=1, shape="square", filled=True, color=paint),
        no.mark_point(size=64, opacity=1, shape="circle", filled=False, color="currentColor"),
        names.mark_text(align="left", color="currentColor"),
    )
