"""Pages of rows: the timeline's table, the statements and forecasts, and the lookup of all rows.

Like `evidence.exhibits.appendix`: generated from the data package, each row with an anchor of its own.
"""

import re
from collections.abc import Callable, Mapping

import pandas as pd

from evidence import tables
from evidence.exhibits.appendix import language, source_links
from evidence.exhibits.exhibit import Page
from evidence.exhibits.links import escaped
from evidence.exhibits.lists import MISSING, filters, register_box, told
from evidence.exhibits.trail import claim_links, claims_of_rows

LANES = {
    "russia-kabul": "Russia and Kabul",
    "russia-taliban": "Russia and the Taliban",
    "us-nato": "US and NATO",
    "isil-k": "ISIL-K",
    "region": "region",
}
# By heading, the class of cells that are wide, or that do not break.
CELL_CLASSES = dict.fromkeys(("event", "words", "forecast"), ' class="ev-text"') | {"date": ' class="ev-date"'}
RIGHT_TO_LEFT = {"ar", "fa", "ps"}  # languages of quotations
WHOLE = re.compile(r'["“]([^"“”]*)["”]')


def events() -> Page:
    """Every event, in order of date: date, lane, what happened, claims, figures, source. Anchor: its id."""
    rows = tables.load("events").sort_values(["date_start", "date_end", "event_id"])
    cells: dict[str, Callable] = {
        "date": lambda row: _date(row),
        "lane": lambda row: LANES[row.lane],
        "event": lambda row: _words(row.summary, row.quote, row.quote_language, row.note),
        "bears on": _bears_on("event_id"),
        "shown in": _shown_in("event_id"),
        "source": _source(),
    }
    facts = {"lane": lambda row: LANES[row.lane], "type": lambda row: row.type, "year": lambda row: str(row.date)[:4]}
    fields = {"lane": "Lane", "type": "Type", "year": "Year"}
    return Page("events", [filters(fields, "event"), register(rows, "event_id", "All events", cells, facts, "event")])


def statements() -> Page:
    """Every statement: date, speaker, side, topic, words with translation, language, claims, source."""
    rows = tables.load("statements").sort_values(["date_start", "date_end", "statement_id"])
    cells: dict[str, Callable] = {
        "date": _date,
        "speaker": _speaker,
        "topic": lambda row: escaped(row.topic.replace("-", " ")),
        "words": lambda row: _quoted(row.quote, row.quote_language, row.translation, row.note),
        "bears on": _bears_on("statement_id"),
        "shown in": _shown_in("statement_id"),
        "source": _source(),
    }
    facts = {
        "side": lambda row: row.side,
        "topic": lambda row: row.topic.replace("-", " "),
        "language": lambda row: language(row.quote_language) if isinstance(row.quote_language, str) else "none",
    }
    fields = {"side": "Side", "topic": "Topic", "language": "Language"}
    whole = register(rows, "statement_id", "All statements", cells, facts, "statement")
    return Page("statements", [filters(fields, "statement"), whole])


def forecasts() -> Page:
    """Every forecast by others: date, author, forecast, words, claims, source. Anchor: its id."""
    rows = tables.load("forecasts").sort_values(["date_start", "date_end", "forecast_id"])
    cells: dict[str, Callable] = {
        "date": _date,
        "author": lambda row: escaped(row.author),
        "forecast": lambda row: _words(row.forecast, row.quote, row.quote_language, row.note),
        "bears on": _bears_on("forecast_id"),
        "shown in": _shown_in("forecast_id"),
        "source": _source(),
    }
    whole = register(rows, "forecast_id", "All forecasts by others", cells, {}, "forecast")
    return Page("forecasts", [filters({}, "forecast"), whole])


def trace() -> Page:
    """The lookup of all that stands in the book, and every figure and table; filled in when the book is built."""
    fields = {"kind": "Kind", "chapter": "Used in chapter"}
    return Page("trace", [filters(fields, "item", words="Id or words"), "<div data-trace></div>"])


def _speaker(row) -> str:
    office = f'<br><span class="ev-meta">{escaped(row.role)}</span>' if isinstance(row.role, str) else ""
    return escaped(row.speaker) + office


def _date(row) -> str:
    return escaped(row.date) if isinstance(row.date, str) else MISSING


def _words(text: str, quote, language, note) -> str:
    parts = [escaped(text)]
    parts += [_quotation(quote, _lang(language))] if isinstance(quote, str) else []
    parts += [f'<span class="ev-meta">{escaped(note)}</span>'] if isinstance(note, str) else []
    return "<br>".join(parts)


def _quoted(quote, language, translation, note) -> str:
    parts = [_quotation(quote, _lang(language))] if isinstance(quote, str) else []
    parts += [f"{_quotation(translation)} (translated)"] if isinstance(translation, str) else []
    parts += [f'<span class="ev-meta">{escaped(note)}</span>'] if isinstance(note, str) else []
    return "<br>".join(parts) or MISSING


def _quotation(words: str, attributes: str = "") -> str:
    """The words between quotation marks, which the page puts: marks around the whole are taken off before."""
    whole = WHOLE.fullmatch(words)
    return f"<q{attributes}>{escaped(whole[1] if whole else words)}</q>"


def _lang(language) -> str:
    """The direction is said: `auto` would not look into the isolated words, and sets the marks from left to right."""
    if not isinstance(language, str):
        return ""
    return f' lang="{escaped(language)}" dir="{"rtl" if language in RIGHT_TO_LEFT else "ltr"}"'


def _bears_on(key: str) -> Callable:
    bears = claims_of_rows()
    return lambda row: claim_links(bears.get(getattr(row, key), []))


def _source() -> Callable:
    links = source_links()
    return lambda row: links[row.source_id]


def _shown_in(key: str) -> Callable:
    return lambda row: f'<span data-shown-row="{escaped(getattr(row, key))}"></span>'


def register(
    rows: pd.DataFrame,
    key: str,
    label: str,
    cells: Mapping[str, Callable],
    facts: Mapping[str, Callable],
    what: str = "row",
) -> str:
    """Rows as a table, each with an anchor, whose first 25 are shown until more are asked for; on a phone as blocks.

    key: column of the ids. cells: heading -> HTML of a row's cell. facts: data attribute -> text, for the menus of
    `filters(fields, what)`, which governs this table if `what` is the same.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in cells)
    lines = "\n".join(_line(row, key, cells, facts) for row in rows.itertuples())
    return register_box(label, f'<th scope="col">id</th>{head}', lines, what, len(rows))


def _line(row, key: str, cells: Mapping[str, Callable], facts: Mapping[str, Callable]) -> str:
    own = escaped(getattr(row, key))
    data = told({name: fact(row) for name, fact in facts.items()})
    return (
        f'<tr id="{own}"{data}><th scope="row"><a href="#{own}">{own}</a></th>'
        + "".join(
            f'<td{CELL_CLASSES.get(name, "")} data-label="{name}">{cell(row)}</td>' for name, cell in cells.items()
        )
        + "</tr>"
    )
