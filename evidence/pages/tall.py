"""Tall pictures: those of rows in groups side by side in two columns, so that they fit a slide and half a sheet of
paper; and a sheet of its own for one that a page has.

In: an SVG as a chapter shows it, with a bold title over each group of rows and its axis at the foot. Out: HTML. The cut
is made above the title of a group; the left column repeats the axis, so that both can be read.
"""

import re
from xml.etree import ElementTree

from evidence.matching import first
from evidence.precision import shortest

# Times as high as wide, from which on the type of a picture in one piece would be too small: on a slide; on the part of
# a sheet that a page in print gives its pictures.
TALL, FOR_A_SHEET = 1.6, 1.27
CHART = re.compile(r'<div class="ev-chart">(?=(<svg[^>]*>))')
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
OPENED = re.compile(r"<svg[^>]*>")
SIZE = re.compile(r' (?:width|height)="[\d.]+"')
TOLD = re.compile(r' (?:role|aria-\w+)="[^"]*"|<(title|desc)\b.*?</\1>', re.DOTALL)
SHIFT = re.compile(r"translate\([-\d.]+[, ]([-\d.]+)\)")
ABOVE = 18  # units of the SVG from the foot of a group's title to the cut above it


def is_tall(svg: str) -> bool:
    """Whether a picture is much higher than wide and has groups to part it by."""
    return _is_higher(svg, TALL) and len(_places(svg)[0]) > 1


def marked(page: str) -> str:
    """A page whose pictures that need a sheet of their own say so to the style sheet for print."""
    alone = '<div class="ev-chart ev-tall">'
    return CHART.sub(lambda match: alone if _is_higher(match[1], FOR_A_SHEET) else match[0], page)


def _is_higher(svg: str, times: float) -> bool:
    width, height = map(float, first(VIEW_BOX, svg).groups())
    return height > times * width


def fitted(svg: str) -> str:
    """The picture as it is, or, if it is tall, in two columns."""
    if not is_tall(svg):
        return svg
    titles, axis = _places(svg)
    height = float(first(VIEW_BOX, svg)[2])
    cut = min(titles[1:], key=lambda y: abs(y - height / 2)) - ABOVE
    hidden = TOLD.sub("", svg).replace("<svg", '<svg aria-hidden="true"', 1)
    left, right = _part(svg, 0, cut) + _part(hidden, axis, height), _part(hidden, cut, height)
    return f'<div class="columns"><div>{left}</div><div>{right}</div></div>'


def _places(svg: str) -> tuple[list[float], float]:
    """How far down the titles of groups stand, from above, and the axis at the foot."""
    titles, ticks = [], []

    def walk(element: ElementTree.Element, y: float, named: str) -> None:
        shift = SHIFT.search(element.get("transform", ""))
        y, named = y + (float(shift[1]) if shift else 0), element.get("class", named)
        if element.get("font-weight") == "bold":
            titles.append(y)
        if "role-axis-tick" in named:
            ticks.append(y)
        for one in element:
            walk(one, y, named)

    walk(ElementTree.fromstring(svg), 0, "")
    return sorted(titles), max(ticks, default=0)


def _part(svg: str, top: float, foot: float) -> str:
    """What of a picture stands between two heights."""
    width = first(VIEW_BOX, svg)[1]
    opened = SIZE.sub("", first(OPENED, svg)[0])
    opened = VIEW_BOX.sub(f'viewBox="0 {shortest(top, "")} {width} {shortest(foot - top, "")}"', opened)
    return OPENED.sub(lambda _: opened, svg, count=1)
