"""What is wrong with the text of one cell, whichever program wrote it: pure functions, a sentence each.

Stricter than Frictionless, which takes full-width digits, ``10_026``, ``inf`` and integers of any length, and passes
over blanks, line breaks and NUL: what a spreadsheet shows as a value need not be one.
"""

import math
import re
from datetime import datetime, timedelta, timezone

from evidence.periods import period

INTEGER = re.compile(r"-?[0-9]+")
NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
DIGITS = 15  # whole numbers of more are not kept exactly by a spreadsheet, nor by a page's script
TRUE, FALSE = ("TRUE", "true", "True"), ("FALSE", "false", "False")
YEARS = {"year", "calendar year"}  # units of whole numbers that name a year
ERROR_OF_A_SHEET = re.compile(r"#(?:N/A|NAME\?|REF!|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|#+)|Err:[0-9]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
EARLIEST = timezone(timedelta(hours=14))  # where a day begins first
TURNED = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
LOST = re.compile(r"[\ufffd\ufeff\u200b\u00ad]")


def problem(field: dict, cell: str, newest: str) -> str:
    """What is wrong with a cell of a column, or ''.

    field: the column as the descriptor has it. newest: the last day (ISO) that a cell may tell of. An empty cell is
    wrong only where a value is required.
    """
    if not cell:
        return "the cell is empty, and a value is required" if field.get("constraints", {}).get("required") else ""
    return _text(cell) or _typed(field, cell) or _to_come(field, cell, newest)


def _text(cell: str) -> str:
    """What no cell may hold, of whatever type."""
    if not cell.strip():
        return f"{cell!r} holds blanks only; leave the cell empty, or write a value if one is required"
    if found := CONTROL.search(cell):
        return f"{cell[:80]!r} holds {_name(found[0])}; write it on one line, without control characters"
    if TURNED.search(cell) or LOST.search(cell):
        return f"{cell[:80]!r} holds a character that isn't seen, or one that was lost; write it again"
    if cell != cell.strip():
        return f"{cell!r} begins or ends with a blank; take it away"
    if ERROR_OF_A_SHEET.fullmatch(cell):
        return f"{cell!r} is an error of a spreadsheet, and no value"
    if meant := _misread(cell):
        return f"{cell[:80]!r} should read {meant[:80]!r}: the file was opened in another encoding than UTF-8"
    return ""


def _name(character: str) -> str:
    names = {"\n": "a line break", "\r": "a line break", "\t": "a tab", "\x00": "a NUL"}
    return names.get(character, f"the control character {character!r}")


def _misread(cell: str) -> str:
    """What UTF-8 that was read as Western European letters meant: 'Iraq â€“ IS' -> 'Iraq – IS'; else ''."""
    try:
        return "" if cell.isascii() else cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _typed(field: dict, cell: str) -> str:
    kind = field["type"]
    if kind in ("integer", "year"):
        return _integer(cell)
    if kind == "number":
        return _number(cell)
    if kind == "boolean":
        known = (*field.get("trueValues", TRUE), *field.get("falseValues", FALSE))
        return "" if cell in known else f"{cell!r} is no boolean; write TRUE or FALSE"
    if kind == "date":
        return "" if _is_day(cell) else f"{cell!r} is not a real date; write a day as 2017-08-15"
    if field.get("partialDate"):
        return "" if _is_period(cell) else f"{cell!r} is not a real date; write 2017-08-15, 2017-08 or 2017"
    return ""


def _integer(cell: str) -> str:
    if not INTEGER.fullmatch(cell):
        return f"{cell!r} is no integer; write a whole number in the digits 0 to 9, without separators, e.g. 10026"
    if len(cell.lstrip("-0")) > DIGITS:
        return f"{cell!r} is an integer of more than {DIGITS} digits, which can't be kept exactly"
    return ""


def _number(cell: str) -> str:
    if not NUMBER.fullmatch(cell):
        return (
            f"{cell!r} is no number; write digits 0 to 9 with a point before decimals, e.g. 1234.5, or leave it empty"
        )
    if not math.isfinite(float(cell)):
        return f"{cell!r} is too large for a number"
    return ""


def _is_day(cell: str) -> bool:
    return len(cell) == len("2017-08-15") and _is_period(cell)


def _is_period(cell: str) -> bool:
    if not (cell.isascii() and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", cell)):
        return False
    try:
        period(cell)
    except ValueError:
        return False
    return True


def _to_come(field: dict, cell: str, newest: str) -> str:
    if field["type"] == "year" or field.get("unit") in YEARS:
        later = int(cell) > int(newest[:4])
    else:
        dated = (field["type"] == "date" or field.get("partialDate")) and not field.get("mayBeAhead")
        later = bool(dated) and cell > newest[: len(cell)]
    return f"{cell!r} has not come yet" if later else ""


def newest_day(created: str | None) -> str:
    """The last day that a cell may tell of: today, where it begins first, or the package's day if a clock is behind.

    An editor's today has to hold in the time zone of another reader, and of the second kernel that executes a notebook.
    """
    today = datetime.now(EARLIEST).date()
    return max(today.isoformat(), (created or "")[:10])
