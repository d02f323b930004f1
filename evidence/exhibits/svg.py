"""A specification of Vega-Lite as a static SVG that needs no script and is the same bytes wherever it stands."""

import html
import re

import vl_convert

from evidence.charts.theme import FONT_SIZE
from evidence.exhibits.links import shown
from evidence.exhibits.parts import FigureError
from evidence.precision import fixed, settled, shortest

PHONE = 350  # px left for a chart on a 390 px screen
MIN_TYPE = 10.9  # px on that phone
PIXEL_DECIMALS = 3
TAG = re.compile(r"<[^>]+>")  # numbers between tags are words that a reader reads
FRACTION = re.compile(r"#\w+|-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)")  # a colour such as #12e345 is no number
# The image as a whole has a name; a role on a part that has none is a fault (axe: svg-img-alt).
PARTS_ROLE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
LABEL_OF_GROUP = re.compile(r'(<g\b[^>]*?) aria-label="[^"]*"')  # axes, legends and titles label themselves
LABEL_OF_MARK = re.compile(r' aria-label="([^"]*)"')


def static_svg(spec: dict, name: str, title: str, description: str) -> str:
    svg = vl_convert.vegalite_to_svg(spec)
    svg = LABEL_OF_MARK.sub(r' data-tip="\1"', LABEL_OF_GROUP.sub(r"\1", PARTS_ROLE.sub("", svg)))
    svg = prefix_ids(with_short_numbers(svg), name)
    head, body = svg.split(">", 1)
    label = f'<title id="{name}-title">{shown(title)}</title><desc id="{name}-desc">{shown(description)}</desc>'
    attributes = (
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" style="max-width:100%;height:auto"'
    )
    return head + attributes + ">" + label + body


def with_short_numbers(svg: str) -> str:
    """An SVG with its coordinates in thousandths of a pixel, in place of the sixteen digits that Vega writes."""

    def rounded(match: re.Match) -> str:
        if match[0].startswith("#"):
            return match[0]
        return shortest(settled(float(match[0]), PIXEL_DECIMALS), between="")

    return TAG.sub(lambda tag: "".join(_outside_of_tips(tag[0], lambda part: FRACTION.sub(rounded, part))), svg)


def _outside_of_tips(tag: str, change) -> list[str]:
    """A tag with everything changed but the tip in it, whose numbers are words too."""
    before, tip, after = re.fullmatch(r'(.*?)( data-tip="[^"]*")?((?(2).*))', tag, re.DOTALL).groups()
    return [change(before), tip or "", change(after)]


def tips(svg: str) -> list[str]:
    """What the marks of a picture say, in the order of the marks."""
    return [html.unescape(tip) for tip in re.findall(r' data-tip="([^"]*)"', svg)]


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
            f"{name}: type of {fixed(smallest, 1)} px on a phone (chart {fixed(width)} px wide, smallest type "
            f"{min(sizes)} px); keep the chart under {fixed(min(sizes) * PHONE / MIN_TYPE)} px or use larger type"
        )
