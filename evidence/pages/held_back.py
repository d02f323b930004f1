"""What a page holds back until its reader asks: rows behind figures, states of August 2017, code, entries of registers.

Each kind stands in one script beside the pages, from which `static/parts.js` takes it: a script and not a JSON file,
because a page opened from a disk may not fetch. Where no script runs, the CSV files and the notebook hold the same, and
each entry that a register only names leads to its place on a page beside it that holds all of them.
"""

import json
import re
from html import escape, unescape
from pathlib import Path

from evidence.exhibits.lists import FIRST
from evidence.pages.policy import FOR_WHOLE_PAGES, META, unstyled
from evidence.pages.slim import STYLES

FOLDER = "_figures"
CODE_HERE = "<p data-code-here></p>"  # where a page wants its control for code, which stands under its title otherwise
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
# Of a register that is heavy: lists in folds that are closed at first, lists, the entries that a link can name, and
# what an entry with a heading folds away.
HEAVY = 200_000  # characters of a page's body
REGISTER = 'class="ev-page'
NAMED = (
    '<noscript><p class="ev-meta">Long lists and folds give names here. Each leads to its entry on '
    '<a href="{there}">one page that holds them all</a>.</p></noscript>'
)
CLOSED = re.compile(r'<details class="ev-group">.*?</details>', re.DOTALL)
LIST = re.compile(r'(<(ul|tbody) class="ev-list[^>]*>)(.*?)(</\2>)', re.DOTALL)
ENTRY = re.compile(r'<(li|tr)( id="([^"]+)"(?:(?! data-entry)[^>])*)>(.*?)</\1>', re.DOTALL)
FOLDED = re.compile(
    r'(<section class="ev-entry[^>]*? id="([^"]+)"[^>]*>(?:(?!</section>).)*?'
    r'<details(?! class="ev-cite)[^>]*> *<summary>(.*?)</summary>)(.*?)'
    r'(</details>\s*(?:<details class="ev-cite|</section>))',
    re.DOTALL,
)
HEAD = re.compile(r'<th scope="row">(.*?)</th>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
NAME = 48  # characters of an entry that stand for it
FOR_SCRIPTS = re.compile(
    r'<div class="ev-filters".*?</div>|<p class="ev-turn.*?</p>|<(button|script|noscript)\b.*?</\1>', re.DOTALL
)
RELATIVE = re.compile(r'(?<= href=")(?!#|[a-z]+:)')
WHOLE = """<!doctype html>
<html lang="en" data-theme="light"><head>
<meta charset="utf-8" />{policy}
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{title}, whole</title>
<link rel="stylesheet" href="../{styles}" />
<style>{style}</style>
</head><body><main>
<p><a href="{page}">As a page of the book, with its search</a></p>
{body}
</main></body></html>
"""
NOTHING = '<div class="ev-nothing"'  # what `evidence.exhibits.states` puts where a state of 2017 is missing
NOTHING_THEN = '<p class="ev-meta">None of this could be known in August 2017.</p>'


def file_name(docname: str, kind: str) -> str:
    """'chapters/01-concerns', 'rows' -> 'chapters-01-concerns.rows.js'."""
    return f"{docname.replace('/', '-')}.{kind}.js"


def script(kind: str, parts: list[str]) -> str:
    """The script that holds the parts of one kind."""
    content = json.dumps([unstyled(part) for part in parts], ensure_ascii=False, separators=(",", ":"))
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


def take_entries(body: str, held: list[str], whole: str) -> str:
    """The body of a heavy register with names in place of what it does not show at first: later entries, and folds.

    held: gets what stands in each of them. whole: address of the page that holds all, where their names lead.
    """

    def named(entry: re.Match) -> str:
        tag, attributes, own, content = entry.groups()
        head = HEAD.search(content)
        link = f'<a href="{whole}#{own}">{_name(head[1] if head else content)}</a>'
        held.append(content)
        inner = f'<th scope="row">{link}</th>' if head else link
        return f'<{tag}{attributes} data-entry="{len(held) - 1}">{inner}</{tag}>'

    def shortened(kept: int, markup: str) -> str:
        def of_list(match: re.Match) -> str:
            entries = list(ENTRY.finditer(match[3]))
            begin = entries[kept].start() if len(entries) > kept else len(match[3])
            return match[1] + match[3][:begin] + ENTRY.sub(named, match[3][begin:]) + match[4]

        return LIST.sub(of_list, markup)

    def emptied(fold: re.Match) -> str:
        opening, own, summary, content, closing = fold.groups()
        held.append(content)
        link = f'<a href="{whole}#{own}">{_name(summary)}</a>'
        return f'{opening}<div data-entry="{len(held) - 1}">{link}</div>{closing}'

    return FOLDED.sub(emptied, shortened(FIRST, CLOSED.sub(lambda fold: shortened(0, fold[0]), body)))


def _name(markup: str) -> str:
    """The words that an entry begins with, as HTML."""
    words = " ".join(unescape(TAG.sub("", markup)).split())
    return escape(words if len(words) <= NAME else words[:NAME].rpartition(" ")[0] + " …")


def whole_page(docname: str, title: str, body: str) -> str:
    """A page of its own for readers without scripts, and for paper: the body of a register, all folds open."""
    folder = f"../{docname.rpartition('/')[0]}/".replace("//", "/")
    body = FOR_SCRIPTS.sub("", body).replace('class="ev-list', 'class="').replace("<details", "<details open")
    page = f"../{docname}.html"
    parts = {"policy": META, "title": title, "styles": STYLES, "style": FOR_WHOLE_PAGES, "page": page}
    return WHOLE.format_map(parts | {"body": RELATIVE.sub(folder, unstyled(body))})


def write_beside(book: Path, name: str, content: str, folder: str = FOLDER) -> None:
    """Write a file beside the pages; one of that name may be the earlier book's as well, which stays as it is."""
    path = Path(book, folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
