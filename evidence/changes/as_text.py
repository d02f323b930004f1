"""A report for a terminal."""

from evidence.changes.report import Report
from evidence.changes.told import Block, Line, Moved, Section, heading, headline, sections, unchanged

MOST = 12  # lines of one block, and blocks of one section, that a terminal shows; the page shows all
LONGEST = 300  # characters of one value, and of what stands before it


def whole(report: Report) -> str:
    """Every section with its blocks, long ones cut with a word on how much is left out; and `short` at the end."""
    parts = [_section(section) for section in sections(report)]
    return "\n\n".join([*map(printable, parts), short(report)])


def _section(section: Section) -> str:
    blocks = [_block(block) for block in section.blocks[:MOST]]
    return "\n".join([section.title.upper(), *blocks, *_more(len(section.blocks), "of them")])


def short(report: Report) -> str:
    """One line for each section."""
    first = [f"  {line_of_text(headline(report))}"] if headline(report) else []
    lines = [*first, *(f"  {section.title}: {clipped(section.said)}" for section in sections(report))]
    unsure = [f"  Mind: {one}" for one in report.unsure]
    return printable("\n".join([f"{heading(report)}:", *lines, *unsure, f"  {unchanged(report)}"]))


def _block(block: Block) -> str:
    lines = [f"    {line_of_text(line)}" for line in block.lines[:MOST]]
    return "\n".join([f"  {clipped(block.heading)}", *lines, *_more(len(block.lines), "lines", "    ")])


def _more(number: int, what: str, indent: str = "  ") -> list[str]:
    return [f"{indent}... and {number - MOST} more {what}, on the page"] if number > MOST else []


def line_of_text(line: Line) -> str:
    """What is the same as it is, what moved as [old -> new]."""
    if not any(isinstance(one, Moved) for one in line):
        return clipped("".join(map(str, line)))
    return "".join(_moved(one) if isinstance(one, Moved) else clipped(one) for one in line)


def _moved(one: Moved) -> str:
    return f"[{clipped(one.old) or 'nothing'} -> {clipped(one.new) or 'nothing'}]"


def clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def printable(text: str) -> str:
    """Text without what a terminal takes for an order: escapes and other control characters stand there by name."""
    return "".join(one if one.isprintable() or one == "\n" else f"\\x{ord(one):02x}" for one in text)
