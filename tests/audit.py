"""The audit's own route: tables as plain CSV, numbers and dates written out anew, and what executed notebooks hold.

Nothing here knows a room of `evidence`. A module `audit_*` says from the words of titles, measures and sentences what
each number and each drawn row must be; `test_audit.py` sets that beside the notebooks.
"""

import ast
import csv
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from by_hand import over, table

ROOT = Path(__file__).resolve().parents[1]
CUT_OFF = "2017-08-15"
MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]
SMALL = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
CSV = re.compile(r'download="([^"]+)\.csv" href="data:text/csv;charset=utf-8,([^"]*)"')
ASKED = re.compile(r"\{n\}`[^`<>]* <([a-z0-9_]+)>`")
TITLE = re.compile(
    r'data-(?:figure|table)="([^"]+)".*?<p class="ev-title"><span.*?</span>(.*?)<a class="headerlink"', re.S
)
NOTHING = re.compile(r'<div class="ev-nothing".*?</div>', re.S)  # stands for a state of which nothing could be known
TAG = re.compile(r"<[^>]+>")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")

__all__ = ["CUT_OFF", "by", "day", "known", "number", "only", "over", "percent", "row", "signed", "span", "table"]


def number(value: float, digits: int = 0) -> str:
    """Seven significant digits, then halves away from zero, thousands with commas: 2842 -> '2,842'."""
    return f"{Decimal(f'{value:.7g}').quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def percent(share: float, digits: int = 0) -> str:
    return f"{number(100 * share, digits)}%"


def signed(value: float, digits: int = 0) -> str:
    return ("+" if value >= 0 else "−") + number(abs(value), digits)


def words(value: int) -> str:
    return SMALL[value] if value <= 10 else number(value)


def span(low: float, high: float, form=number) -> str:
    return f"{form(low)}–{form(high)}"


def row_of(texts: list) -> str:
    """'a, b and c'."""
    *first, last = map(str, texts)
    return f"{', '.join(first)} and {last}" if first else last


def day(text: str) -> str:
    """'2017-08-15' -> '15 August 2017', '2016-04' -> 'April 2016'."""
    year, *rest = text.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([str(int(part)) for part in rest[1:]] + month + [year])


def known(found: dict[str, str]) -> bool:
    """Whether a row of a dated table could be known before the cut-off: dated, stated and told before it."""
    return all(over(found[column], CUT_OFF) for column in ("date", "date_stated", "date_known") if found.get(column))


def only(name: str, **cells: str) -> list[dict[str, str]]:
    """The rows of a table whose cells are these."""
    return [found for found in table(name) if all(found[column] == cell for column, cell in cells.items())]


def by(name: str, key: str) -> dict[str, dict[str, str]]:
    return {found[key]: found for found in table(name)}


def row(name: str, **cells: str) -> dict[str, str]:
    """The one row whose cells are these."""
    (found,) = only(name, **cells)
    return found


def accessed(*rows: list[dict[str, str]]) -> str:
    """The last day on which a source of these rows was read."""
    sources = by("sources", "source_id")
    return day(max(sources[found["source_id"]]["date_accessed"] for own in rows for found in own))


# ------------------------------------------------------------------------------------------------- what the book holds
@cache
def cells_of(path: str) -> list[dict]:
    return json.loads((ROOT / path).read_text("utf-8"))["cells"]


def outputs(path: str) -> list[dict]:
    return [output for cell in cells_of(path) for output in cell.get("outputs", [])]


def said(path: str) -> dict[str, str]:
    """Key -> text, as the cells of a notebook say them."""
    glued = {}
    for output in outputs(path):
        if name := output.get("metadata", {}).get("scrapbook", {}).get("name"):
            (text,) = output["data"].values()
            glued[name] = ast.literal_eval("".join(text))
    return glued


def asked(path: str) -> set[str]:
    """The keys that the prose of a notebook asks for."""
    prose = ["".join(cell["source"]) for cell in cells_of(path) if cell["cell_type"] == "markdown"]
    return set(ASKED.findall("\n".join(prose)))


def drawn(path: str) -> dict[str, list[dict[str, str]]]:
    """Figure or table, its state of 2017 as 'name-2017' -> the rows that it offers as CSV."""
    html = "\n".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs(path))
    return {name: list(csv.DictReader(io.StringIO(unquote(text)))) for name, text in CSV.findall(html)}


def titled(path: str) -> dict[str, str]:
    """Figure or table, its state of 2017 as 'name-2017' -> its title, without the number that a build gives it."""
    found: dict[str, str] = {}
    page = "\n".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs(path))
    for name, text in TITLE.findall(NOTHING.sub("", page)):
        found[f"{name}-2017" if name in found else name] = unescape(TAG.sub("", text)).strip()
    return found


def differences(name: str, mine: list[dict], book: list[dict[str, str]]) -> list[str]:
    """What two lists of rows have apart, by the columns of mine; fractions as far as the book prints them."""
    columns = list(mine[0])
    digits = {column: max(decimals(found[column]) for found in book) for column in columns}
    ours = sorted(tuple(settled(found[column], digits[column]) for column in columns) for found in mine)
    theirs = sorted(tuple(settled(found[column], digits[column]) for column in columns) for found in book)
    both = [f"{name}: {len(ours)} rows by hand, {len(theirs)} in the book"] if len(ours) != len(theirs) else []
    both += [f"{name}: by hand alone {found}" for found in ours if found not in theirs]
    return both + [f"{name}: in the book alone {found}" for found in theirs if found not in ours]


def decimals(cell: str) -> int:
    return max(0, -Decimal(cell).as_tuple().exponent) if NUMBER.fullmatch(cell) else 0


def settled(value, digits: int) -> str:
    text = "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)
    if not NUMBER.fullmatch(text):
        return {"TRUE": "True", "FALSE": "False"}.get(text, text)
    return str(Decimal(f"{Decimal(text):.7g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0)
