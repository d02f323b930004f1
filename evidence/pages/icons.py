"""The few icons that the theme's pages use, as a style sheet, in place of the theme's whole icon script.

The theme sends every page a script of 1.5 MB (0.5 MB gzip) that holds all of Font Awesome. Its pages use some fifteen
icons. After a run of Sphinx this module takes their outlines out of that script (Font Awesome Free, icons CC BY 4.0),
writes them as masks that take the colour of the text, and drops the script from every page and from the book.
"""

import re
from pathlib import Path
from urllib.parse import quote

SCRIPT = Path("_static/scripts/fontawesome.js")
STYLES = Path("_static/icons.css")
TAG = re.compile(r'<script defer src="([^"]*)scripts/fontawesome\.js[^"]*"></script>')
USED = re.compile(r'class="(?:[^"]*\s)?(?:fa-solid|fas|far|fab)\s[^"]*"')
NAME = re.compile(r"\bfa-([a-z][a-z-]*)\b")
OUTLINE = re.compile(r'(?<![\w-])"?([a-z][a-z-]*)"?:\[(\d+),(\d+),\[[^\]]*\],"[0-9a-f]+","([^"]+)"\]')
NOT_ICONS = {"solid", "lg"}
BY_SCRIPT = {"xmark"}  # the theme's own script shows it
RULE = """:is(.fa-solid, .fas, .far, .fab) { display: inline-block; flex: none;
  width: 1em; height: 1em; vertical-align: -.125em;
  background: currentColor; -webkit-mask: var(--ev-icon) center / contain no-repeat;
  mask: var(--ev-icon) center / contain no-repeat; }
:is(.fa-solid, .fas, .far, .fab)::before { content: none !important; }
.fa-lg { font-size: 1em; }
"""


class IconError(Exception):
    """An icon that the pages use and the theme's script does not hold."""


def slim(pages: dict[str, str], book: Path) -> dict[str, str]:
    """The pages with the style sheet in place of the script; writes the one into the book, drops the other from it.

    pages: path in the book -> HTML. book: folder of what the pages load. Raises IconError.
    """
    if not (book / SCRIPT).exists():
        return pages
    names = sorted({name for text in pages.values() for name in icons_in(text)} | BY_SCRIPT)
    (book / STYLES).write_text(style_sheet((book / SCRIPT).read_text(encoding="utf-8"), names), encoding="utf-8")
    (book / SCRIPT).unlink()
    return {path: TAG.sub(r'<link rel="stylesheet" href="\1icons.css" />', text) for path, text in pages.items()}


def icons_in(page: str) -> set[str]:
    """Names of the icons in a page: '<span class="fas fa-bars">' -> {'bars'}."""
    return {name for classes in USED.findall(page) for name in NAME.findall(classes)} - NOT_ICONS


def style_sheet(script: str, names: list[str]) -> str:
    """The rules for some icons, their outlines taken from the theme's script. Raises IconError."""
    # Regular outlines come first in the script, solid ones last; of two of one name the last stays.
    outlines = {name: _picture(*size_and_path) for name, *size_and_path in OUTLINE.findall(script) if name in names}
    if missing := sorted(set(names) - set(outlines)):
        raise IconError(f"the theme's icon script holds no {', '.join(map(repr, missing))}")
    return RULE + "".join(f'.fa-{name} {{ --ev-icon: url("{outlines[name]}"); }}\n' for name in names)


def _picture(width: str, height: str, path: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
    return "data:image/svg+xml," + quote(svg, safe=" /:=,")
