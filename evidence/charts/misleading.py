"""Forms that mislead, for a class that looks for what is wrong with them. Each says so across its plot, in the picture.

A tidy frame and the names of its columns in, an Altair chart out. No page may use one but to teach how to see through
it: `evidence.exhibits.specimens` shows them, without a number, a citation or a CSV.
"""

import altair as alt
import pandas as pd

from evidence.charts.axes import field, refuse_turned
from evidence.charts.panels import lines_with_points

WARNING = "MISLEADING ON PURPOSE"
FAINT = 0.7  # of the words, which are read first and leave the marks to be seen; they have no actor's colour
PLACES = (0.2, 0.8)  # of the words: parts of the height, so that no half of the picture is without them


def marked(chart: alt.LayerChart) -> alt.LayerChart:
    """The chart with words across it that say what it is."""
    words = pd.DataFrame({"label": [WARNING] * len(PLACES), "across": [0.5] * len(PLACES), "up": PLACES})
    whole = {"axis": None, "title": None, "scale": alt.Scale(domain=[0, 1])}
    text = alt.Chart(words).mark_text(fontSize=22, fontWeight="bold", color="currentColor", opacity=FAINT)
    text = text.encode(alt.X("across:Q", **whole), alt.Y("up:Q", **whole), text="label:N")
    return alt.layer(alt.layer(chart), text).resolve_scale(x="independent", y="independent")


def cut_bars(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str) -> alt.LayerChart:
    """Bars whose axis does not begin at zero: the length of a bar says nothing.

    rows: the fields of `x` (a name) and `y` (whose scale has the cut), and `tip`.
    """
    refuse_turned(x, y)
    base = alt.Chart(rows[[field(x), field(y), "tip"]])
    bars = base.mark_bar(color=paint, clip=True, width=alt.RelativeBandSize(0.5))
    return marked(bars.encode(x, y, description="tip:N"))


def running_total(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str) -> alt.LayerChart:
    """A sum from the first year on, which can't fall, in place of the years.

    rows: the fields of `x` (years) and `y` (already summed), and `tip`.
    """
    refuse_turned(x, y)
    return marked(alt.layer(*lines_with_points(rows, x, y, paint, stroke=4, size=90)))


def two_scales(left: pd.DataFrame, right: pd.DataFrame, x: alt.X, ys: tuple, paints: tuple) -> alt.LayerChart:
    """Two lines on two axes, each stretched until the lines meet or part as one likes.

    left, right: the field of `x`, that of the line's own axis out of `ys`, and `tip`. ys: both axes of amounts.
    """
    other = ys[1].to_dict()
    other = alt.Y(field(ys[1]), type=other["type"], scale=other["scale"], axis=other["axis"] | {"orient": "right"})
    parts = zip((left, right), (ys[0], other), paints)
    drawn = [alt.layer(*lines_with_points(rows, x, y, paint, stroke=4, size=90)) for rows, y, paint in parts]
    return marked(alt.layer(*drawn).resolve_scale(y="independent"))
