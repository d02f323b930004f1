"""Text in two directions: words written from the right are isolated, so that they turn nothing around them.

After an Arabic or Persian word a browser shows '2017-07-23' as '23-07-2017', even where the date stands outside the
quotation marks. Each run of such words gets an element of its own (`bdi`), and so does each date or range inside it.
"""

import re
from collections.abc import Callable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from evidence.pages import languages

FROM_THE_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew, Arabic and their neighbours, presentation forms
MIXED = re.compile(f"[{FROM_THE_RIGHT}]")
# From the first such letter to the last before a letter that is written from the left: blanks, digits, signs between.
RUN = re.compile(rf"[{FROM_THE_RIGHT}](?:(?:&#?\w+;|[\W\d_])*?[{FROM_THE_RIGHT}])*")
FIGURES = re.compile(r"\d+(?:[-–/.:]\d+)+")
TAGS = re.compile(r"(<[^>]*>)")
NO_ELEMENT_WITHIN = re.compile(r"<(/?)(svg|script|style|title|option|textarea)\b", re.IGNORECASE)


def isolated(markup: str) -> str:
    """Markup with its runs from the right isolated; as it was where there are none."""
    return in_texts(markup, lambda text, _: RUN.sub(_run, text)) if MIXED.search(markup) else markup


def in_texts(markup: str, change: Callable[[str, str], str]) -> str:
    """Markup with its texts changed, but for those where no element may stand. change: of a text and the tag before."""
    parts, within = TAGS.split(markup), 0
    for at, part in enumerate(parts):
        if at % 2:
            found = NO_ELEMENT_WITHIN.match(part)
            within += 0 if not found or part.endswith("/>") else -1 if found[1] else 1
        elif not within:
            parts[at] = change(part, parts[at - 1] if at else "")
    return "".join(parts)


def _run(match: re.Match) -> str:
    return f"<bdi>{FIGURES.sub(_figure, match[0])}</bdi>"


def _figure(match: re.Match) -> str:
    return f'<bdi dir="ltr">{match[0]}</bdi>'


def isolate(app: Sphinx, doctree: nodes.document) -> None:
    """Do so in what notebooks show and in the prose of a document, before either is taken apart.

    Where the whole page is written from the right there is nothing to isolate.
    """
    if (own := languages.of(app.env.docname)) and own.direction == "rtl":
        return
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", ""):
            raw[:] = [nodes.Text(isolated(raw.astext()))]
    for text in list(doctree.findall(nodes.Text)):
        if MIXED.search(text) and not isinstance(text.parent, (nodes.raw, nodes.literal_block, nodes.title)):
            text.parent.replace(text, nodes.raw("", isolated(escape(text, quote=False)), format="html"))


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", isolate, priority=400)  # before states and parts are taken out of the page
