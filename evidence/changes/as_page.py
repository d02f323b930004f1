"""A report as one page: no script, nothing fetched, and every text in it escaped.

Pictures are the book's own, of both states; each stands in an image, in which no script of an SVG would run and no id
of one could be taken for that of another.
"""

import base64
import re

from evidence.changes.exhibits import Pictures
from evidence.changes.report import Report
from evidence.changes.told import Block, Line, Moved, Section, heading, headline, sections, unchanged
from evidence.exhibits.links import escaped

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FOLDED = 40  # lines of one block from which the rest is folded
STYLE = """
:root { color-scheme: light dark; --line: #ccc; --old: #b3261e; --new: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --line: #555; --old: #ff8a80; --new: #81c995; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin-bottom: .3rem; }
section { border-top: 1px solid var(--line); }
ul { padding-left: 1.2rem; margin: .3rem 0; }
del { color: var(--old); } ins { color: var(--new); font-weight: 600; text-decoration: none; }
.pair { display: flex; flex-wrap: wrap; gap: 1rem; margin: .5rem 0 1rem; }
figure { flex: 1 1 20rem; margin: 0; max-width: 700px; }
img { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); padding: .3rem; }
"""
XMLNS = ' xmlns="http://www.w3.org/2000/svg"'


def page(report: Report) -> str:
    """The whole page as HTML."""
    parts = sections(report)
    contents = "".join(
        f'<li><a href="#{_anchor(one)}">{escaped(one.title)}</a>: {escaped(one.said)}</li>' for one in parts
    )
    first = f"<p><strong>{_line(headline(report))}</strong></p>\n" if headline(report) else ""
    unsure = "".join(f"<p><strong>Mind:</strong> {escaped(one)}</p>" for one in report.unsure)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What changed</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>What changed</h1>\n"
        f"<p>{escaped(heading(report))}.</p>\n{first}<ul>{contents}</ul>\n{unsure}<p>{escaped(unchanged(report))}</p>\n"
        f"{''.join(map(_section, parts))}</main>\n</body>\n</html>\n"
    )


def _anchor(section: Section) -> str:
    return re.sub("[^a-z]+", "-", section.title.lower())


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return f'<section id="{_anchor(section)}">\n<h2>{escaped(section.title)}</h2>\n{blocks}</section>\n'


def _block(block: Block) -> str:
    first, rest = block.lines[:FOLDED], block.lines[FOLDED:]
    folded = f"<details><summary>{len(rest)} more lines</summary>{_list(rest)}</details>\n" if rest else ""
    pictures = "".join(_pair(one, block.heading) for one in block.pictures)
    return f"<h3>{escaped(block.heading)}</h3>\n{_list(first)}{folded}{pictures}"


def _list(lines: tuple[Line, ...]) -> str:
    return f"<ul>{''.join(f'<li>{_line(line)}</li>' for line in lines)}</ul>\n"


def _line(line: Line) -> str:
    return "".join(
        f"<del>{escaped(one.old) or 'nothing'}</del> → <ins>{escaped(one.new) or 'nothing'}</ins>"
        if isinstance(one, Moved)
        else escaped(one)
        for one in line
    )


def _pair(pictures: Pictures, name: str) -> str:
    """Two pictures side by side, on a narrow screen one below the other and in the form for a phone."""
    both = zip(("Before", "After"), pictures.column, pictures.phone)
    drawn = "".join(
        f"<figure><figcaption>{when} ({escaped(pictures.state)})</figcaption>{_image(column, phone, f'{when}: {name}')}"
        "</figure>"
        for when, column, phone in both
    )
    return f'<div class="pair">{drawn}</div>\n'


def _image(column: str, phone: str, alt: str) -> str:
    if not column:
        return "<p>There is none.</p>"
    return (
        f'<picture><source media="(max-width: 760px)" srcset="{_address(phone)}">'
        f'<img src="{_address(column)}" alt="{escaped(alt)}"></picture>'
    )


def _address(svg: str) -> str:
    """An SVG as an address; one from a page of HTML may lack the name of its language, without which no image is."""
    head, close, body = svg.partition(">")
    named = svg if "xmlns=" in head else f"{head}{XMLNS}{close}{body}"
    return f"data:image/svg+xml;base64,{base64.b64encode(named.encode()).decode()}"
