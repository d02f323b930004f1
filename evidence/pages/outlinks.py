"""The addresses outside the book: a list written with every build, which asks none (`evidence.build.linkcheck`)."""

import csv
import re
from html import unescape
from pathlib import Path

from sphinx.application import Sphinx

FILE = "external-links.csv"
NOT_CHECKED = "not checked here"
LINK = re.compile(r'<a\b[^>]*?\bhref="(https?://[^"]*)"')


def collect(book: Path) -> dict[str, list[str]]:
    """Address -> pages that link to it, over all pages of a built book and what stands whole beside them."""
    found: dict[str, set[str]] = {}
    for path in sorted(book.rglob("*.htm*")):
        if "_static" in path.parts:
            continue
        for address in LINK.findall(path.read_text("utf-8")):
            found.setdefault(unescape(address), set()).add(path.relative_to(book).as_posix())
    return {address: sorted(pages) for address, pages in sorted(found.items())}


def write(book: Path, status: dict[str, str] | None = None) -> None:
    """Write the list into the book: url, status, pages."""
    with (book / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["url", "status", "pages"])
        for address, pages in collect(book).items():
            writer.writerow([address, (status or {}).get(address, NOT_CHECKED), " ".join(pages)])


def after_build(app: Sphinx, failure: Exception | None) -> None:
    """Write the list once the pages stand."""
    if failure is None and app.builder.format == "html":
        write(Path(app.outdir))
