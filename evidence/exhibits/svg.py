"""The SVG that vl-convert makes, as a static picture that needs no script and is the same bytes wherever it stands."""

import html
import re

from evidence.charts.theme import FONT_SIZE, SVG_FONT
from evidence.exhibits.links import escaped
from evidence.exhibits.parts import FigureError
from evidence.matching import first
from evidence.precision import settled, shortest

PIXEL_DECIMALS = 2
TAG = re.compile(r"<[^>]+>")  # numbers between tags are words that a reader reads
# A colour such as #12e345 is no number, nor is a name such as view_d6e0822.
NAMES = r'\b(?:class|id|clip-path|fill|stroke|(?:xlink:)?href)="[^"]*"|#\w+'
FRACTION = re.compile(NAMES + r"|-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)")
# The image as a whole has a name; a role on a part that has none is a fault (axe: svg-img-alt).
PARTS_ROLE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
LABEL_OF_GROUP = re.compile(r'(<g\b[^>]*?) aria-label="[^"]*"')  # axes, legends and titles label themselves
LABEL_OF_MARK = re.compile(r' aria-label="([^"]*)"')
EMPTY_GROUND = re.compile(r'<path class="(?:fore|back)ground" d="(?:M0,0h0v0h0Z)?"[^>]*/>')
CIRCLE = re.compile(r'<path([^>]*) d="M([\d.]+),0A\2,\2,0,1,1,-\2,0A\2,\2,0,1,1,\2,0"')
DEFAULTS = ('opacity="1"', 'stroke-width="1"', 'text-anchor="start"', 'transform="translate(0,0)"')
DRAWN_WORDS = re.compile(r"<text([^>]*)>([^<]*)</text>")
TYPE = (f'font-family="{SVG_FONT}"', f'font-size="{FONT_SIZE}px"')  # of all texts but a few


def static_svg(drawn: str, name: str, title: str, description: str) -> str:
    """A picture as vl-convert draws it, named, described, with its marks' labels as `data-tip`."""
    svg = LABEL_OF_MARK.sub(r' data-tip="\1"', LABEL_OF_GROUP.sub(r"\1", PARTS_ROLE.sub("", drawn)))
    svg = prefix_ids(lean(with_short_numbers(svg)), name)
    head, body = svg.split(">", 1)
    label = f'<title id="{name}-title">{escaped(title)}</title><desc id="{name}-desc">{escaped(description)}</desc>'
    attributes = (
        f' role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" style="max-width:100%;height:auto"'
    )
    return head + attributes + ">" + label + body


def without_tips(svg: str) -> str:
    """A picture whose marks keep the place of their tips, for the second of a figure: it says what the first says."""
    return re.sub(r' data-tip="[^"]*"', ' data-tip=""', svg)


def lean(svg: str) -> str:
    """An SVG without what says nothing: empty grounds, defaults, the type of every single text, circles as paths."""
    svg = CIRCLE.sub(r'<circle\1 r="\2"', EMPTY_GROUND.sub("", svg))
    for saying_nothing in (*DEFAULTS, *TYPE):
        svg = svg.replace(f" {saying_nothing}", "")
    return svg.replace("<svg", f"<svg {' '.join(TYPE)}", 1)


def with_short_numbers(svg: str) -> str:
    """An SVG with its coordinates in hundredths of a pixel, in place of the sixteen digits that Vega writes."""

    def rounded(match: re.Match) -> str:
        if re.match(NAMES, match[0]):
            return match[0]
        return shortest(settled(float(match[0]), PIXEL_DECIMALS), between="")

    return TAG.sub(lambda tag: "".join(_outside_of_tips(tag[0], lambda part: FRACTION.sub(rounded, part))), svg)


def _outside_of_tips(tag: str, change) -> list[str]:
    """A tag with everything changed but the tip in it, whose numbers are words too."""
    before, tip, after = first(r'(?s)\A(.*?)( data-tip="[^"]*")?((?(2).*))\Z', tag).groups()
    return [change(before), tip or "", change(after)]


def tips(svg: str) -> list[str]:
    """What the marks of a picture say, in their order; those for a phone, which repeat the column's, have none."""
    return [html.unescape(tip) for tip in re.findall(r' data-tip="([^"]+)"', svg)]


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
    """Raise FigureError for type smaller than the book's, which would be too small on a phone."""
    small = sorted({float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg) if float(size) < FONT_SIZE})
    if small:
        raise FigureError(f"{name}: type of {shortest(small[0])} units; less than {FONT_SIZE} can't be read on a phone")


def refuse_lost_words(svg: str, name: str) -> None:
    """Raise FigureError for a name that Vega cut off, or hid because it would lie on its neighbour; numbers may be."""
    for given, words in DRAWN_WORDS.findall(svg):
        hidden = ' opacity="0"' in given and any(letter.isalpha() for letter in words)
        if hidden or words.endswith("…"):
            raise FigureError(
                f"{name}: no room for “{words}” on an axis or in a legend: shorten it, or draw rows of names"
            )
