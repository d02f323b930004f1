"""Axes that the charts of all chapters share: years, amounts, and the date of the article on an axis of years."""

import altair as alt
import pandas as pd

from evidence.forecast import AS_OF


def decimal_year(day) -> float:
    """A date as a number on an axis of years: 2017-07-02 -> 2017.5. Annual values stand at their whole year."""
    day = pd.Timestamp(day)
    first, days = pd.Timestamp(day.year, 1, 1), 366 if day.is_leap_year else 365
    return day.year + (day - first).days / days


ARTICLE = decimal_year(AS_OF)


def years(field: str, first: float, last: float, ticks: list[int]) -> alt.X:
    """An axis of years as numbers; the same domain in both states of a figure keeps them comparable."""
    axis = alt.Axis(values=ticks, format="d", title=None, labelAngle=0, grid=False)
    return alt.X(field, type="quantitative", scale=alt.Scale(domain=[first, last], nice=False), axis=axis)


def amounts(field: str, top: float, ticks: list[float], form: str = ",~r", bottom: float = 0) -> alt.Y:
    """An axis of amounts without a title: the figure's measure names it."""
    axis = alt.Axis(values=ticks, format=form, title=None)
    return alt.Y(field, type="quantitative", scale=alt.Scale(domain=[bottom, top], nice=False), axis=axis)


def article(x: alt.X, left: bool = True, y: float = 6) -> alt.LayerChart:
    """The dashed line of the article's date with its name, on an axis made by `years`."""
    at = alt.Chart(pd.DataFrame({"at": [ARTICLE], "label": ["article"]}))
    place = x.copy()
    place.shorthand = "at"
    line = at.mark_rule(strokeDash=[5, 4], color="currentColor").encode(place)
    side = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
    return line + at.mark_text(color="currentColor", baseline="top", **side).encode(
        place, y=alt.value(y), text="label:N"
    )
