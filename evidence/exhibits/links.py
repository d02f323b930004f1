"""The one way from an address in a table to a link in a page."""

from html import escape
from urllib.parse import urlsplit

import pandas as pd

# Characters that turn the direction of the text around them, and could make one address look like another.
DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def shown(text: str) -> str:
    """Text of a cell as HTML: escaped, without the characters that override the direction of the text around them."""
    return escape(str(text).translate(DIRECTION))


def safe_link(label: str, url: str | float | None, name: str = "") -> str:
    """A link for an address over http or https; for anything else, `javascript:` included, the label alone.

    name: what a screen reader says instead of a label that stands on many links; it begins with the label.
    """
    if pd.isna(url) or not _is_web_address(str(url)):
        return shown(label)
    spoken = f' aria-label="{shown(name)}"' if name else ""
    return f'<a href="{escape(str(url))}"{spoken}>{shown(label)}</a>'


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable() and " " not in url
