"""One specification drawn for two widths: the column of a page, and a phone.

Charts are laid out in units in which their type has 16. A picture for the column is laid out 690 / 14 as wide as its
type and shown 690 px wide, so that the type has 14 px; one for a phone 330 / 12, and 12 px. Only the plots take up the
difference: marks, type and what stands between them keep their proportions.
"""

import copy
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import vl_convert

from evidence.charts.theme import FONT_SIZE, WIDTH
from evidence.matching import first
from evidence.precision import fixed, shortest


class Width(NamedTuple):
    """How wide a picture is shown, and how large its type is then, in px."""

    shown: int
    type: int

    @property
    def units(self) -> float:
        """The width in units of the layout."""
        return self.shown * FONT_SIZE / self.type


COLUMN, PHONE = Width(690, 14), Width(330, 12)
ROUNDS = 4  # after which what does not fit has a part of fixed width
EXACT = 2  # units: Vega rounds the size of a picture up
NARROWEST = 60  # units of a plot


class TooWide(ValueError):
    """A chart that can't be as wide or as narrow as it should be. drawn: as SVG, the last time that it was tried."""

    def __init__(self, drawn: str, width: Width):
        super().__init__(f"{fixed(drawn_width(drawn))} units wide where {fixed(width.units)} are asked for")
        self.drawn, self.is_short = drawn, drawn_width(drawn) < width.units


def fitted(spec: dict, width: Width) -> tuple[str, dict]:
    """The picture as SVG that vl-convert makes of a specification of Vega-Lite at a width, and that specification.

    Raises TooWide where the plots can't make up the difference. A map grows in height with its width.
    """
    spec = copy.deepcopy(spec)
    for _ in range(ROUNDS):
        svg = vl_convert.vegalite_to_svg(spec)
        missing = width.units - drawn_width(svg)
        if abs(missing) <= EXACT:
            return shown_at(svg, width), spec
        for view, part in _plots(spec):
            before = view.get("width", WIDTH)
            view["width"] = max(NARROWEST, math.floor(before + missing * part))
            if "projection" in view:
                view["height"] = view["height"] * view["width"] / before
    raise TooWide(svg, width)


def _plots(spec: dict, part: float = 1) -> Iterator[tuple[dict, float]]:
    """Each view of a specification that has a width, with its part of the whole width."""
    beside, below = spec.get("hconcat", ()), spec.get("vconcat", ())
    for one in (*beside, *below):
        yield from _plots(one, part / (len(beside) or 1))
    if not (beside or below):
        yield spec, part


def drawn_width(svg: str) -> float:
    """The width of a picture in units of its layout."""
    return float(first(r'width="([\d.]+)"', svg)[1])


def shown_at(svg: str, width: Width) -> str:
    """A picture whose units are so large that its type is shown as it should be."""
    scale = width.type / FONT_SIZE

    def scaled(match: re.Match) -> str:
        return f'{match[1]}="{shortest(float(match[2]) * scale, between="")}"'

    return re.sub(r'(width|height)="([\d.]+)"', scaled, svg, count=2)
