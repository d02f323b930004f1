"""Numbers that show themselves: {n}`19 <days>` in the prose of a notebook is the text that `say(days=...)` gave, and
{fig}`2.3 <un-votes>` or {tab}`2.1 <visits>` is the number that the book gives to that figure or table.

The value stands beside its key: a notebook is read as it is, and a diff shows sentences with old and new numbers.
An update writes what changed; prose that says something else than the cells and the book is stale.
"""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from evidence.pages import numbering
from evidence.pages.lessons import outputs, said

NUMBER = re.compile(r"\{n\}`(?P<value>[^`<>]*) <(?P<key>[a-z0-9_]+)>`")
REFERENCE = re.compile(r"\{(?P<kind>fig|tab)\}`(?:(?P<number>[^`<>]*) <)?(?P<name>[a-z][a-z0-9-]*)>?`")
NOT_SHOWN = {"remove-cell", "remove-output"}  # tags of cells whose outputs no page has


def told(source: str, texts: dict[str, str]) -> str:
    """The source of a Markdown cell with the texts as they are now; a number that no cell says stays as it is."""
    return NUMBER.sub(lambda match: f"{{n}}`{texts.get(match['key'], match['value'])} <{match['key']}>`", source)


def wrong(notebook: NotebookNode) -> list[str]:
    """What the prose says and the cells do not, one sentence each. Markdown cells are counted apart, from 0."""
    texts, reasons = said(notebook), []
    for cell, match in _found(NUMBER, notebook):
        value, key = match["value"], match["key"]
        if key not in texts:
            reasons.append(f"prose of cell {cell} asks for {key}, which no cell says")
        elif texts[key] != value:
            reasons.append(f"prose of cell {cell} says {value!r} for {key}, which is {texts[key]!r}")
    return reasons


def _found(pattern: re.Pattern, notebook: NotebookNode) -> Iterator[tuple[int, re.Match]]:
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return ((number, match) for number, source in enumerate(prose) for match in pattern.finditer(source))


def shown(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Kind and name of the figures and tables that the outputs of a notebook show, in order: ('figure', 'un-votes')."""
    cells = [cell for cell in notebook.cells if not NOT_SHOWN & set(cell.metadata.get("tags", []))]
    return [item for cell in cells for markup in outputs(cell) for item in numbering.shown(markup)]


def renumbered(source: str, numbers: dict[tuple[str, str], str]) -> str:
    """The source of a Markdown cell with the numbers of figures and tables as they are now; unknown ones stay.

    numbers: ('fig', 'un-votes') -> '2.3'. A reference that holds no number yet, {fig}`un-votes`, gets it.
    """

    def written(match: re.Match) -> str:
        number = numbers.get((match["kind"], match["name"]))
        return f"{{{match['kind']}}}`{number} <{match['name']}>`" if number else match[0]

    return REFERENCE.sub(written, source)


def misnumbered(notebook: NotebookNode, numbers: dict[tuple[str, str], str]) -> list[str]:
    """What the prose calls a figure or table and the book does not, one sentence each; numbers as `renumbered`."""
    reasons = []
    for cell, match in _found(REFERENCE, notebook):
        (kind, word), name = numbering.KINDS[match["kind"]], match["name"]
        number = numbers.get((match["kind"], name))
        if number is None:
            reasons.append(f"prose of cell {cell} refers to {kind} {name}, which no page in _toc.yml shows")
        elif match["number"] is None:
            reasons.append(f"prose of cell {cell} refers to {name} without its number, {word} {number}")
        elif match["number"] != number:
            reasons.append(f"prose of cell {cell} calls {name} {word} {match['number']}, which is {word} {number}")
    return reasons
