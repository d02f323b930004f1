"""The way from a cell of a table into an exhibit: as text, as a link, as a row of a CSV file.

A cell is trusted for where it goes, never for the column it comes from: ids, dates and codes are texts too. A page that
the build makes of cells by itself, as a handout or the lab on paper, escapes them there.
"""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

# Characters that turn the direction of the text around them, and could make one address look like another.
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
# What a spreadsheet takes for a formula at the beginning of a cell, and what none does.
FORMULA, NUMBER = re.compile(r"[\s\0]*[=+\-@\t\r|%＝＋－＠]"), re.compile(r"\s*[+\-−]?[\d,. ]*\d\s*%?\s*")


def escaped(text: Any) -> str:
    """Text of a cell as HTML, between tags or in an attribute: escaped, and without what `plain` takes off."""
    return escape(plain(text))


def plain(text: Any) -> str:
    """Text of a cell without the characters that override the direction of the text around them."""
    return str(text).translate(DIRECTION)


def plain_frame(data: pd.DataFrame) -> pd.DataFrame:
    """A frame with every text in it plain, headings included, as charts, tables and files show it."""
    cleaned = data.rename(columns=lambda name: plain(name) if isinstance(name, str) else name)
    for name in cleaned.select_dtypes(include=["object", "string", "category"]):
        cleaned[name] = cleaned[name].map(lambda cell: plain(cell) if isinstance(cell, str) else cell)
    return cleaned


def for_spreadsheets(data: pd.DataFrame) -> pd.DataFrame:
    """A frame whose texts no spreadsheet runs: what begins like a formula begins with an apostrophe; numbers stay."""

    def harmless(cell: Any) -> Any:
        runs = isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell)
        return f"'{cell}" if runs else cell

    texts = {name: data[name].map(harmless) for name in data if not pd.api.types.is_numeric_dtype(data[name])}
    return data.assign(**texts).rename(columns=harmless)


def safe_link(label: str, url: str | float | None, name: str = "") -> str:
    """A link for an address over http or https; for anything else, `javascript:` included, the label alone.

    name: what a screen reader says instead of a label that stands on many links; it begins with the label.
    """
    if pd.isna(url) or not _is_web_address(str(url)):
        return escaped(label)
    spoken = f' aria-label="{escaped(name)}"' if name else ""
    return f'<a href="{escape(str(url))}"{spoken}>{escaped(label)}</a>'


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable() and " " not in url
