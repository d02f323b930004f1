"""Numbers that show themselves: {n}`19 <days>` in the prose of a notebook is the text that `say(days=...)` gave.

The value stands beside its key: a notebook is read as it is, and a diff shows sentences with old and new numbers.
An execution writes what changed; prose that says something else than the cells is stale.
"""

import ast
import re

from nbformat import NotebookNode

NUMBER = re.compile(r"\{n\}`(?P<value>[^`<>]*) <(?P<key>[a-z0-9_]+)>`")
RECORD = "application/papermill.record/text/plain"


def said(notebook: NotebookNode) -> dict[str, str]:
    """Key -> text of everything that the cells of a notebook said, as its outputs keep it."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name and RECORD in output.get("data", {}):
                found[name] = ast.literal_eval(output["data"][RECORD])
    return found


def told(source: str, texts: dict[str, str]) -> str:
    """The source of a Markdown cell with the texts as they are now; a number that no cell says stays as it is."""
    return NUMBER.sub(lambda match: f"{{n}}`{texts.get(match['key'], match['value'])} <{match['key']}>`", source)


def wrong(notebook: NotebookNode) -> list[str]:
    """What the prose says and the cells do not, one sentence each. Markdown cells are counted apart, from 0."""
    texts, reasons = said(notebook), []
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for number, source in enumerate(prose):
        for match in NUMBER.finditer(source):
            value, key = match["value"], match["key"]
            if key not in texts:
                reasons.append(f"prose of cell {number} asks for {key}, which no cell says")
            elif texts[key] != value:
                reasons.append(f"prose of cell {number} says {value!r} for {key}, which is {texts[key]!r}")
    return reasons
