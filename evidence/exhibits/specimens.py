"""Charts that mislead on purpose, as a page shows them: no number, no citation, no rows, no CSV.

A specimen is no figure of the book: `evidence.pages` counts, cites and traces none. Its picture says what it is, and so
do its heading, its title for screen readers and its name.
"""

import altair as alt

from evidence.charts.misleading import WARNING
from evidence.exhibits.figures import Figure, picture, specification
from evidence.exhibits.links import escaped
from evidence.exhibits.parts import FigureError, require
from evidence.exhibits.svg import without_tips
from evidence.exhibits.widths import COLUMN, PHONE


def specimen(chart: alt.TopLevelMixin, *, name: str, claims: str, measure: str, description: str) -> Figure:
    """Show a chart of `evidence.charts.misleading`.

    name: lower-case slug, unique in the book. claims: what a reader would take from it, one sentence. measure: what is
    measured, in which unit. description: what is drawn, in words, as honest and as misleading as the picture: it stands
    in a fold under it, and for a reader who can't see it is the picture. Raises FigureError for a chart without
    the words of warning, a bad name, an empty text, a chart that does not fit, or type too small to read on a phone.
    """
    require(name, {"claims": claims, "measure": measure, "description": description})
    spec = specification(chart, name)
    if WARNING not in str(spec):
        raise FigureError(f"{name}: the picture does not say that it misleads on purpose")
    title = f"Misleading on purpose, for an exercise: {claims}"
    column, _ = picture(spec, name, COLUMN, title, description)
    phone, _ = picture(spec, f"{name}-phone", PHONE, title, description)
    markup = (
        f'<div class="ev-figure" role="group" aria-label="{escaped(title)}">\n'
        f'<p class="ev-title">Misleading on purpose: “{escaped(claims)}”</p>\n'
        f'<p class="ev-measure">{escaped(measure)}. Made to be seen through: no finding of this book, not to be quoted.'
        f'</p>\n<div class="ev-chart">{column}</div>\n'
        f'<div class="ev-chart ev-phone" hidden>{without_tips(phone)}</div>\n'
        '<details class="ev-box"><summary>What is drawn, in words</summary>'
        f"<p>{escaped(description)}</p></details></div>"
    )
    return Figure(name, markup, chart)
