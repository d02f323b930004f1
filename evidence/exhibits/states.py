"""Two states of one figure or table: as known today, and as known in August 2017."""

from evidence.exhibits.captioned import Table
from evidence.exhibits.figures import Figure
from evidence.exhibits.parts import FigureError


def hindsight(today: Figure | Table, in_2017: Figure | Table | None) -> Figure | Table:
    """One figure or table in two states: as known today, and as known in August 2017.

    The page shows the first, and two buttons over it put the second in its place; None says that nothing of it could be
    known then. The build keeps the second out of the page, in a script that loads when it is asked for.
    Raises FigureError if the two are not of one kind and name.
    """
    if in_2017 is not None and (type(in_2017), in_2017.name) != (type(today), today.name):
        raise FigureError(f"{today!r} and {in_2017!r}: two states of one figure or table have one name")
    earlier = _nothing_then(today) if in_2017 is None else _with_csv_of_2017(in_2017)
    markup = f'<div class="ev-hindsight">{today.html}\n<template class="ev-then">{earlier}</template></div>'
    return Figure(today.name, markup, today.chart) if isinstance(today, Figure) else Table(today.name, markup)


def _with_csv_of_2017(state: Figure | Table) -> str:
    return state.html.replace(f'download="{state.name}.csv"', f'download="{state.name}-2017.csv"')


def _nothing_then(state: Figure | Table) -> str:
    """A stand-in with the number and the title's place, for what August 2017 could not know."""
    kind, short = ("figure", "fig") if isinstance(state, Figure) else ("table", "tab")
    return (
        f'<div class="ev-nothing" id="{short}-{state.name}" data-{kind}="{state.name}">'
        f'<p class="ev-title"><span class="ev-number">{kind.capitalize()}</span> '
        "None of this could be known in August 2017.</p></div>"
    )
