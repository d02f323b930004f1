"""A report as Markdown for the text of a pull request: short, and with nothing in it that a cell could make a mark."""

import re

from evidence.changes.as_text import clipped, printable
from evidence.changes.report import Report
from evidence.changes.told import Line, Moved, Section, heading, headline, sections, unchanged

BLOCKS, LINES = 8, 5  # of one section, and of one block, that are shown
MOST = 40_000  # characters: a pull request takes 65,536, and of a refresh it says first what is left to do by hand
SPECIAL = re.compile(r"([\\`*_{}\[\]#+!|~$:]|^-)")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;\u200b"}  # a name behind @ would be called
UNSAFE = re.compile("[&<>@]")
WEB = re.compile(r"(?i)\bwww\.")


def markdown(report: Report) -> str:
    """Sections as headings, blocks as items of a list, with how much is left out."""
    last = [*(f"Mind: {escaped(one)}" for one in report.unsure), escaped(unchanged(report))]
    parts, left = [f"## What changed\n\n{escaped(heading(report))}."], MOST - sum(map(len, last))
    parts += [_line(headline(report))] if headline(report) else []
    for section in sections(report):
        head, items = f"### {escaped(section.title)}\n\n{escaped(clipped(section.said))}", _items(section)
        left -= len(head) + len(items)
        parts.append(f"{head}\n\n{items}" if left > 0 else head)
    return "\n\n".join([*parts, *last]) + "\n"


def _items(section: Section) -> str:
    items = []
    for block in section.blocks[:BLOCKS]:
        items.append(f"- **{escaped(clipped(block.heading))}**")
        items += [f"  - {_line(line)}" for line in block.lines[:LINES]]
        items += _more(len(block.lines) - LINES, "lines", "  ")
    return "\n".join([*items, *_more(len(section.blocks) - BLOCKS, "of them")])


def _line(line: Line) -> str:
    return "".join(
        f"~~{_value(one.old)}~~ → **{_value(one.new)}**" if isinstance(one, Moved) else escaped(clipped(one))
        for one in line
    )


def _value(text: str) -> str:
    return escaped(clipped(text).strip()) or "nothing"


def _more(number: int, what: str, indent: str = "") -> list[str]:
    return [f"{indent}- and {number} more {what}"] if number > 0 else []


def escaped(text: str) -> str:
    """Text in which nothing is a mark of Markdown, a tag, a link or a name that is called."""
    text = SPECIAL.sub(r"\\\1", printable(re.sub(r"\s+", " ", text)))
    return WEB.sub("www&#46;", UNSAFE.sub(lambda match: ENTITIES[match[0]], text))
