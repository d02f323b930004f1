"""The theme's menu and hints without Bootstrap, whose script every page would load for them (81 KB, 24 KB compressed).

The pages have one menu, of downloads, which `static/first.js` opens, and hints of four buttons, which the browser shows
by mouse and `static/book.css` by keyboard.
"""

import re
from pathlib import Path

SCRIPT = Path("_static/scripts/bootstrap.js")
TAG = re.compile(
    r'<(?:script defer src|link rel="preload" as="script" href)="[^"]*scripts/bootstrap\.js[^"]*"(?:></script>| />)\n?'
)


def slim(pages: dict[str, str], book: Path) -> dict[str, str]:
    """The pages without the script, which is dropped from the book. pages: path in the book -> HTML."""
    (book / SCRIPT).unlink(missing_ok=True)
    return {path: TAG.sub("", text) for path, text in pages.items()}
