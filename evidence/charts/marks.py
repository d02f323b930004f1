"""Forms for what was claimed, counted and told of: claims over time, panels of estimates, a map.

A tidy frame and the names of its columns in, an Altair chart out; every form takes what a mark says from a column `tip`
and raises KeyError for a column that is not there.
"""

import altair as alt
import pandas as pd

from evidence.charts.axes import amounts, article, article_among_days, field, on_axis, refuse_turned
from evidence.charts.colours import actor_scale
from evidence.charts.forms import estimates
from evidence.charts.maps import NAME_AT, province_shapes

KINDS = {"one value": "circle", "at least": "triangle-up", "at most": "triangle-down"}  # of a claim that is no range
SHADE = 0.1  # opacity of a ground behind marks
NAME_BESIDE = {"left": {"dx": 3}, "right": {"dx": -3}, "center": {"dy": -9}}  # by the end of a name that stands there


def claims_over_time(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    actors: list[str],
    name_at: float,
    by: str = "side",
    spans: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Amounts as claimed, by date: a bar for a range, a dot for one value, a triangle that points where it is open.

    rows: one line per claim, with the columns of `x`, `y` (its value, or its low end) and `by` (an actor), `high`,
    `kind` ('range' or one of KINDS), `shift` (pixels beside its date, where two would coincide) and `tip`. actors:
    those that the legend names if they are in the rows, in its order. name_at: the amount at which the article's line
    has its name. spans: times that a ground shades, one line each: first and last (dates).
    """
    refuse_turned(x, y)
    place, value = field(x), field(y)
    legend = alt.Legend(title=None, symbolType="circle", columns=2)
    scale = actor_scale([actor for actor in actors if (rows[by] == actor).any()])
    paint = alt.Color(by, type="nominal", scale=scale, legend=legend)
    shape = alt.Shape("kind:N", legend=None, scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())))
    tip, layers = alt.Description("tip:N"), []
    for shift, own in rows[["high", by, "kind", value, place, "shift", "tip"]].groupby("shift"):
        wide, points = (
            alt.Chart(own[own["kind"].eq("range") == is_wide].drop(columns="shift")) for is_wide in (True, False)
        )
        bars = wide.mark_rule(strokeWidth=4, xOffset=shift).encode(x, y, alt.Y2("high:Q"), paint, tip)
        layers += [bars, points.mark_point(size=110, opacity=1, xOffset=shift).encode(x, y, paint, shape, tip)]
    return alt.layer(*_shaded(spans, x), *article_among_days(x, y, name_at, align="left", dx=6), *layers)


def _shaded(spans: pd.DataFrame | None, x: alt.X) -> list[alt.Chart]:
    if spans is None:
        return []
    ground = alt.Chart(spans[["first", "last"]]).mark_rect(color="currentColor", opacity=SHADE, aria=False)
    return [ground.encode(on_axis(x, "first"), alt.X2("last:T"))]


def estimate_panels(
    rows: pd.DataFrame, x: alt.X, panel: str, scales: dict[str, tuple], paint: str, left: list[int]
) -> alt.VConcatChart:
    """Estimates with their bounds in panels under each other: one axis of years, for each panel amounts of its own.

    rows: one line per estimate, with the column of `x`, `panel`, `low`, `best`, `high`, `tip`. scales: panel -> the top
    of its amounts, their ticks, its height in pixels, from above. left: years whose value stands left of the dot. The
    article's line stands in every panel, with its name in the first.
    """
    drawn: list[alt.Chart] = []
    for name, (top, ticks, height) in scales.items():
        marks = estimates(rows[rows[panel] == name], x, amounts("best", top, ticks), paint, left=left)
        line = article(x, y=24, annual=True, named=not drawn)
        title = alt.Chart(pd.DataFrame({"label": [name]})).mark_text(align="right", color="currentColor", dx=-2, y=8)
        title = title.encode(x=alt.value("width"), text="label:N")
        drawn.append((line + marks + title).properties(height=height))
    return alt.vconcat(*drawn, spacing=14)


def named_provinces(rows: pd.DataFrame, kind: str, shapes: dict[str, str], paint: str) -> alt.LayerChart:
    """Provinces of Afghanistan that something is told of: shaded, with a sign for its kind, named where there is room.

    rows: one line per province, with `adm1_code`, `name` (one of NAME_AT, which says where there is room), `kind`,
    `tip`, `shade` (opacity from 0 to 1), `longitude` and `latitude` of its sign. shapes: kind -> shape of its sign.
    """
    at = [NAME_AT[name] for name in rows["name"]]
    at = pd.DataFrame(at, columns=["name_longitude", "name_latitude", "end"], index=rows.index)
    rows = rows[["adm1_code", "name", kind, "tip", "shade", "longitude", "latitude"]].join(at)
    here, there = ({axis: f"{start}{axis}:Q" for axis in ("longitude", "latitude")} for start in ("", "name_"))
    outlines = province_shapes(rows.set_index("adm1_code")[["tip", "shade"]].to_dict("index"))
    ground = alt.Chart(outlines).mark_geoshape(fill=None, stroke="currentColor", strokeOpacity=0.35, aria=False)
    filled = alt.Chart(outlines).mark_geoshape(fill=paint, stroke="currentColor")
    filled = filled.transform_filter("isValid(datum.properties.tip)").encode(
        alt.FillOpacity("properties.shade:Q", scale=None, legend=None), description="properties.tip:N"
    )
    points = alt.Chart(rows[["longitude", "latitude", "name_longitude", "name_latitude", kind]])
    leaders = points.mark_rule(strokeOpacity=0.7, aria=False).encode(
        **here, longitude2="name_longitude:Q", latitude2="name_latitude:Q"
    )
    legend = alt.Legend(
        title=None, columns=1, symbolStrokeColor="currentColor", symbolFillColor="transparent", symbolSize=110
    )
    scale = alt.Scale(domain=list(shapes), range=list(shapes.values()))
    shape = alt.Shape(kind, type="nominal", scale=scale, legend=legend)
    signs = points.mark_point(size=90, color="currentColor", filled=False, opacity=1, aria=False).encode(shape, **here)
    names = [
        alt.Chart(own[["name_longitude", "name_latitude", "name"]])
        .mark_text(color="currentColor", align=end, **NAME_BESIDE[end])
        .encode(**there, text="name:N")
        for end, own in rows.groupby("end")
    ]
    return alt.layer(ground, filled, leaders, signs, *names).project("mercator")
