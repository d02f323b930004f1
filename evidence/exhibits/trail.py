"""The trail between rows, figures, claims and sources: which rows an output shows, and where each row is at home."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Container, Iterable
from urllib.parse import unquote

from evidence import tables
from evidence.exhibits.links import escaped

# Rows that have a place of their own in the book: table -> page of the appendix.
HOMES = {"events": "timeline", "statements": "statements", "forecasts": "statements"}
KEYS = {"events": "event_id", "statements": "statement_id", "forecasts": "forecast_id"}
CSV_LINK = re.compile(r'download="([a-z0-9-]+\.csv)" href="data:text/csv;charset=utf-8,([^"]*)"')
NAMED_SOURCES = re.compile(r'<p class="ev-source" data-sources="([a-z0-9 -]*)"')
ROW_ID = re.compile(r"(?<![A-Za-z0-9#])(?:E\d{3}|S\d{3}|F\d{2})(?![A-Za-z0-9])")


def row_ids() -> dict[str, str]:
    """Every row with a place of its own: id -> page of the appendix, such as 'E102' -> 'timeline'."""
    return {row: page for table, page in HOMES.items() for row in tables.load(table)[KEYS[table]]}


def shown_rows(markup: str, known: Container[str]) -> list[str]:
    """Ids of events, statements and forecasts that an output shows or offers as CSV, each once and in order.

    known: those that there are (`row_ids`).
    """
    return sorted({found for found in ROW_ID.findall("\n".join([markup, *_csv_texts(markup)])) if found in known})


def shown_sources(markup: str) -> list[str]:
    """Ids of the sources that an output's rows (its CSV) or its source line name, each once and in order."""
    named = [source for ids in NAMED_SOURCES.findall(markup) for source in ids.split()]
    rows = [row for text in _csv_texts(markup) for row in csv.DictReader(io.StringIO(text, newline=""))]
    return sorted({row["source_id"] for row in rows if row.get("source_id")} | set(named))


def _csv_texts(markup: str) -> list[str]:
    return [unquote(text) for _, text in CSV_LINK.findall(markup)]


def title_of(markup: str) -> str:
    """The finding of a figure or the title of a table, as HTML without its number."""
    match = re.search(r'<p class="ev-title"><span class="ev-number">[^<]*</span> ([^<]*)', markup)
    return match[1].strip() if match else ""


def row_link(table: str, row: str, base: str = "") -> str:
    """Link to a row's place, or to its table where rows have none: ('events', 'E102') -> timeline.html#E102."""
    if table in HOMES:
        return f'<a href="{base}{HOMES[table]}.html#{escaped(row)}">{escaped(row)}</a>'
    return table_link(table, base)


def table_anchor(table: str) -> str:
    """The id of a table's place in the register of data: 'row_checks' -> 'table-row-checks'."""
    return f"table-{table.replace('_', '-')}"


def table_link(table: str, base: str = "") -> str:
    """Link to a table's place in the register of data."""
    return f'<a href="{base}data.html#{table_anchor(table)}">{escaped(table)}</a>'


def claim_links(claims: Iterable[str]) -> str:
    """Links to claims in the ledger, in a row, for a page beside it."""
    return ", ".join(f'<a href="claims.html#{escaped(claim)}">{escaped(claim)}</a>' for claim in claims)


def claims_of_rows() -> dict[str, list[str]]:
    """Row id -> claims that it bears on, out of the table of evidence."""
    evidence = tables.load("claim_evidence").dropna(subset=["row_id"])
    bears: dict[str, list[str]] = defaultdict(list)
    for row, claim in sorted(set(zip(evidence["row_id"], evidence["claim_id"]))):
        bears[row].append(claim)
    return dict(bears)


def rows_of_sources() -> dict[str, dict[str, int]]:
    """Source -> table -> number of rows that name it; a further source of a row counts for the row's table."""
    uses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in tables.names():
        if name == "sources":
            continue
        frame = tables.load(name)
        home = frame["table"] if name == "row_sources" else None
        for at, source in enumerate(frame["source_id"]):
            uses[source][name if home is None else home.iloc[at]] += 1
    return {source: dict(counts) for source, counts in uses.items()}
