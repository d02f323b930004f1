"""Axes that the charts of all chapters share: years, days, amounts, and the date of the article on them."""

from collections.abc import Iterable

import altair as alt
import pandas as pd

from evidence.forecast import AS_OF
from evidence.periods import decimal_year

ARTICLE = decimal_year(AS_OF)
DASH = [5, 4]  # px of the article's line, and of the gaps in it


def field(channel: alt.X | alt.Y) -> str:
    """The column that a channel shows: alt.X("year:Q") -> 'year'."""
    return channel.shorthand.partition(":")[0]


def refuse_turned(x: alt.X, y: alt.Y) -> None:
    """Raise ValueError for axes of which one lies where the other belongs: no form turns a chart."""
    if not (isinstance(x, alt.X) and isinstance(y, alt.Y)):
        raise ValueError(
            "x goes from left to right: years, dates, categories or across make it; y goes upwards: amounts or "
            "magnitudes make it. To draw names in rows, use a form of `rows`."
        )


def on_axis(channel, column: str):
    """The same axis for another column of its type. channel: alt.X or alt.Y; it stays as it is."""
    other = channel.copy()
    other.shorthand = column + channel.shorthand.removeprefix(field(channel))
    return other


def within_year(day) -> float:
    """A date on an axis of annual values, where 2017 is the middle of the year that it names: 2017-07-02 -> 2017.0.

    A year's dot or bar then stands around its tick, and what came before the end of the year to the left of its end.
    """
    return decimal_year(day) - 0.5


def years(field: str, first: float, last: float, ticks: Iterable[int]) -> alt.X:
    """An axis of years as numbers; the same domain in both states of a figure keeps them comparable."""
    axis = alt.Axis(values=list(ticks), format="d", title=None, labelAngle=0, grid=False)
    return alt.X(field, type="quantitative", scale=alt.Scale(domain=[first, last], nice=False), axis=axis)


def dates(field: str, first: str, last: str, every: int = 1) -> alt.X:
    """An axis of dates from one day to another, labelled with every so many years at their beginning."""
    ticks = [f"{year}-01-01" for year in range(int(first[:4]) + 1, int(last[:4]) + 1, every)]
    axis = alt.Axis(values=ticks, format="%Y", labelAngle=0, grid=False)
    return alt.X(field, type="temporal", title=None, scale=alt.Scale(domain=[first, last]), axis=axis)


def categories(field: str, order: Iterable[str]) -> alt.X:
    """An axis of names in their order: a few short ones; long names have room in a form of `rows` alone."""
    axis = alt.Axis(labelAngle=0, ticks=False)
    return alt.X(field, type="nominal", sort=list(order), title=None, axis=axis)


def across(field: str, low: float, high: float, ticks: Iterable[float]) -> alt.X:
    """An axis of amounts from left to right, without a title: the figure's measure names it."""
    axis = alt.Axis(values=list(ticks))
    return alt.X(field, type="quantitative", title=None, scale=alt.Scale(domain=[low, high]), axis=axis)


def amounts(field: str, top: float, ticks: Iterable[float], form: str = ",~f", bottom: float = 0) -> alt.Y:
    """An axis of amounts without a title: the figure's measure names it."""
    axis = alt.Axis(values=list(ticks), format=form, title=None)
    return alt.Y(field, type="quantitative", scale=alt.Scale(domain=[bottom, top], nice=False), axis=axis)


def magnitudes(field: str, low: float, high: float, ticks: list[float]) -> alt.Y:
    """A logarithmic axis of amounts without a title: the figure's measure names it."""
    axis = alt.Axis(values=ticks, format=",d")
    return alt.Y(field, type="quantitative", title=None, scale=alt.Scale(type="log", domain=[low, high]), axis=axis)


def article(
    x: alt.X, left: bool = True, y: float = 6, annual: bool = False, named: bool = True
) -> alt.LayerChart | alt.Chart:
    """The dashed line of the article's date, with its name unless `named` is false, on an axis made by `years`.

    annual: the axis holds annual values, each in the middle of its year (`within_year`), and not dates.
    """
    place_of = within_year if annual else decimal_year
    at = alt.Chart(pd.DataFrame({"at": [place_of(AS_OF)], "label": ["article"]}))
    place = on_axis(x, "at")
    line = at.mark_rule(strokeDash=DASH, color="currentColor", aria=False).encode(place)
    if not named:
        return line
    side = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
    return line + at.mark_text(color="currentColor", baseline="top", **side).encode(
        place, y=alt.value(y), text="label:N"
    )


def article_among_days(x: alt.X, y: alt.Y | alt.YValue, height: float = 0, **look) -> list[alt.Chart]:
    """The dashed line of the article's date and its name, as of `article`, on an axis of days.

    y: how far from the top the name stands (a value in pixels), or an axis on which it stands at `height`. look: of the
    name, as of Altair's `mark_text`.
    """
    row = {field(x): f"{AS_OF:%Y-%m-%d}", "label": "article"} | (
        {} if isinstance(y, alt.YValue) else {field(y): height}
    )
    day = alt.Chart(pd.DataFrame([row]))
    line = day.mark_rule(strokeDash=DASH, color="currentColor", aria=False).encode(x)
    return [line, day.mark_text(color="currentColor", **look).encode(x, y, text="label:N")]
