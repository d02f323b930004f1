"""A specification of Vega-Lite as a static SVG that needs no script and is the same bytes wherever it stands."""

import re

import vl_convert

from evidence.charts.theme import FONT_SIZE
from evidence.exhibits.links import shown
from evidence.exhibits.parts import FigureError

PHONE = 350  # px left for a chart on a 390 px screen
MIN_TYPE = 10.9  # px on that phone
# The image as a whole has a name; a role on a part that has none is a fault (axe: svg-img-alt).
PARTS_ROLE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')


def static_svg(spec: dict, name: str, title: str, description: str) -> str:
    svg = vl_convert.vegalite_to_svg(spec)
    svg = prefix_ids(PARTS_ROLE.sub("", svg), name)
    head, body = svg.split(">", 1)
    label = f'<title id="{name}-title">{shown(title)}</title><desc id="{name}-desc">{shown(description)}</desc>'
    attributes = (
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" style="max-width:100%;height:auto"'
    )
    return head + attributes + ">" + label + body


def prefix_ids(svg: str, name: str) -> str:
    """Give every id of an SVG, and what refers to it, the figure's name and a number in order of appearance.

    vl-convert counts clip paths and gradients per process, so that the same chart has other bytes in another order of
    cells, and a page with two charts the same id twice.
    """
    ids = dict.fromkeys(re.findall(r'\sid="([^"]+)"', svg))
    fresh = {old: f"{name}-{number}" for number, old in enumerate(ids, start=1)}

    def renamed(match: re.Match) -> str:
        return match[1] + fresh.get(match[2], match[2]) + match[3]

    return re.sub(r'(\sid="|url\(#|href="#)([^")]+)("|\))', renamed, svg)


def refuse_small_type(svg: str, name: str) -> None:
    width = float(re.search(r'width="([\d.]+)"', svg)[1])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    smallest = min(sizes, default=FONT_SIZE) * min(1, PHONE / width)
    if smallest < MIN_TYPE:
        raise FigureError(
            f"{name}: type of {smallest:.1f} px on a phone (chart {width:.0f} px wide, smallest type {min(sizes)} px); "
            f"keep the chart under {min(sizes) * PHONE / MIN_TYPE:.0f} px or use larger type"
        )
