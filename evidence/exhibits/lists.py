"""Long lists of the generated pages: a filter over them, their first entries, the fold around a group of them.

`static/filters.js` fills the filter's menus and shows the first 25 entries of a list, then more. Without it every list
is whole, no filter is shown, and a fold is a <details>.
"""

from evidence.exhibits.links import escaped
from evidence.exhibits.parts import scroll_box
from evidence.precision import fixed

FIRST = 25  # entries; as in static/filters.js and, for the time before it, in book.css
MISSING = '<span class="ev-missing">–</span>'  # of a cell


def filters(fields: dict[str, str], what: str, words: str = "Words") -> str:
    """The menus over the lists of one kind, empty until a script fills them from the data attributes of the entries.

    They stand here, not in the script, so that nothing below them moves when it comes. fields: data attribute -> label
    of its menu. what: one entry, such as 'claim', of the lists 'claims'. words: what the search in the text is called.
    """
    menus = "".join(
        f'<label>{escaped(label)} <select data-key="{escaped(key)}"><option value="">all</option></select></label>'
        for key, label in fields.items()
    )
    search = f'<label>{escaped(words)} <input type="search" autocomplete="off"></label>'
    said = '<p><output></output> <button type="button" hidden>Show all</button></p>'
    return f'<div class="ev-filters" data-what="{escaped(what)}s">{menus}{search}{said}</div>'


def in_list(what: str, kind: str = "", **facts: str) -> str:
    """Attributes of the element whose children are the entries of a list.

    what: as in `filters`. facts: data attributes of those entries that do not bear them.
    """
    return f' class="{f"ev-list {kind}".strip()}" data-list="{escaped(what)}s"{told(facts)}'


def told(facts: dict[str, str]) -> str:
    """Facts as data attributes."""
    return "".join(f' data-{name}="{escaped(fact)}"' for name, fact in facts.items())


def paged(content: str, entries: int) -> str:
    """Markup that holds one list of so many entries, with the control that shows more where there are more."""
    return f'<div class="ev-paged">\n{content}{turn(entries) if entries > FIRST else ""}</div>'


def register_box(label: str, head: str, lines: str, what: str, entries: int, **facts: str) -> str:
    """A list as a table whose rows stand as blocks on a phone, with the control that shows more.

    label: its name for a screen reader. head, lines: HTML of headings and of rows. what, facts: as in `in_list`.
    """
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody{in_list(what, **facts)}>\n{lines}\n</tbody></table>"
    return paged(f'<div class="ev-table ev-register">{scroll_box(table, label, " ev-stack")}</div>', entries)


def turn(entries: int) -> str:
    """The control below a list; seen only where scripts run."""
    more = f'<button type="button">{min(FIRST, entries - FIRST)} more</button>'
    return f'\n<p class="ev-turn pst-js-only">{more} <button type="button">all {fixed(entries)}</button></p>\n'


def group(summary: str, content: str, opened: bool = False) -> str:
    """A fold around a list. summary: as text."""
    opening = f'<details class="ev-group"{" open" if opened else ""}>'
    return f"{opening}<summary>{escaped(summary)}</summary>\n{content}\n</details>"
