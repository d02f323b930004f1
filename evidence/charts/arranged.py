"""Forms made of other forms: panels under each other."""

import altair as alt


def under_each_other(
    charts: list[alt.LayerChart | alt.Chart], heights: list[int], spacing: int = 14
) -> alt.VConcatChart:
    """Charts as panels from above, each with a height of its own (px). Raises ValueError for unequal lengths."""
    panels = [chart.properties(height=height) for chart, height in zip(charts, heights, strict=True)]
    return alt.vconcat(*panels, spacing=spacing)
