"""What a page holds back until its reader asks: the rows behind figures, the states of August 2017, the code of cells.

Each kind stands in one script beside the pages, from which `static/parts.js` takes it: a script and not a JSON file,
because a page opened from a disk may not fetch. Where no script runs, the CSV files and the notebook hold the same.
"""

import json
import re
from pathlib import Path

FOLDER = "_figures"
# Each pattern's first group opens the place that stays in the page; the second is what goes.
ROWS = re.compile(r'(<div class="ev-rows")>(.*?)(</div></details>)', re.DOTALL)
THEN = re.compile(r'(<div class="ev-hindsight")>(.*?)\n<template class="ev-then">(.*?)</template>', re.DOTALL)
CODE = re.compile(
    r'<details class="admonition hide above-input">.*?<div class="cell_input[^>]*>(.*?)</div>\s*</details>', re.DOTALL
)
STATES = (
    '<div class="ev-states pst-js-only" role="group" aria-label="As known">'
    '<button type="button" value="2017" aria-pressed="false">as known in August 2017</button>'
    '<button type="button" value="today" aria-pressed="true">today</button></div>'
)
NOTHING = '<div class="ev-nothing"'  # what `evidence.exhibits.states` puts where a state of 2017 is missing
NOTHING_THEN = '<p class="ev-meta">None of this could be known in August 2017.</p>'


def file_name(docname: str, kind: str) -> str:
    """'chapters/01-concerns', 'rows' -> 'chapters-01-concerns.rows.js'."""
    return f"{docname.replace('/', '-')}.{kind}.js"


def script(kind: str, parts: list[str]) -> str:
    """The script that holds the parts of one kind."""
    content = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f'(window.evParts ??= {{}})["{kind}"] = {content};\n'


def take_rows(markup: str, held: list[str]) -> str:
    """The markup without the rows in its drawers, which go to the list."""

    def taken(match: re.Match) -> str:
        held.append(match[2])
        return f'{match[1]} data-part="{len(held) - 1}">{match[3]}'

    return ROWS.sub(taken, markup)


def take_then(markup: str, held: list[str]) -> str:
    """The markup without its states of August 2017, which go to the list, with two buttons to choose the state.

    Where August 2017 could know nothing, that is said, and there is nothing to choose.
    """

    def taken(match: re.Match) -> str:
        if match[3].startswith(NOTHING):
            return f"<div>{NOTHING_THEN}{match[2]}"
        held.append(match[3])
        return f'{match[1]} data-part="{len(held) - 1}">{STATES}{match[2]}'

    return THEN.sub(taken, markup)


def take_code(body: str, held: list[str]) -> str:
    """A page's body without its folded code, which goes to the list."""

    def taken(match: re.Match) -> str:
        held.append(match[1].strip())
        return f'<div class="ev-code" data-part="{len(held) - 1}"></div>'

    return CODE.sub(taken, body)


def write_beside(book: Path, name: str, content: str, folder: str = FOLDER) -> None:
    """Write a file beside the pages; one of that name may be the earlier book's as well, which stays as it is."""
    path = Path(book, folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
