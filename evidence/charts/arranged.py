"""Forms made of other forms: panels under each other, the matrix of an analysis of competing hypotheses."""

import altair as alt
import pandas as pd

from evidence.charts.colours import colour
from evidence.charts.lines import matrix

READINGS = pd.DataFrame(  # how each is drawn: its sign, the colour of its ground and how strong that is
    {
        "sign": ["+", "·", "−"],
        "paint": [colour("Afghan government"), colour("other"), colour("Russia")],
        "weight": [0.2, 0, 0.6],
    },
    index=["consistent", "neutral", "inconsistent"],
)
ROW = 25  # px


def under_each_other(
    charts: list[alt.LayerChart | alt.Chart], heights: list[int], spacing: int = 14
) -> alt.VConcatChart:
    """Charts as panels from above, each with a height of its own (px). Raises ValueError for unequal lengths."""
    panels = [chart.properties(height=height) for chart, height in zip(charts, heights, strict=True)]
    return alt.vconcat(*panels, spacing=spacing)


def evidence_matrix(rows: pd.DataFrame, x: str, y: str, order: list[str], against: pd.Series) -> alt.LayerChart:
    """Items of evidence (rows) against hypotheses (columns) as signs, with a last row of the items against each.

    rows: one line per cell, with the columns `x`, `y`, `reading` (consistent, neutral, inconsistent) and `tip`. order:
    the values of `y` from the top. against: counts by the values of `x`, from the left.
    """
    totals = {name: f"{count} −" for name, count in against.items()}
    chart = matrix(rows, x, y, order, READINGS, totals, "Against, in all")
    return chart.properties(height=ROW * (len(order) + 1))
