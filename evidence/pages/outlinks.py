"""The addresses outside the book: a list written with every build, and a check for those who have a network.

``python -m evidence.pages.outlinks`` asks each address of the list (`make linkcheck`). A build never does.
"""

import csv
import re
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

from sphinx.application import Sphinx

FILE = "external-links.csv"
NOT_CHECKED = "not checked here"
LINK = re.compile(r'<a\b[^>]*?\bhref="(https?://[^"]*)"')
TIMEOUT = 20  # seconds


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


def ask(address: str) -> str:
    """What an address answers: its status, or why there was none."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (OSError, ValueError) as error:
        return f"no answer: {getattr(error, 'reason', error)}"


def main(book: Path = Path("_build", "html")) -> int:
    """Ask every address of the built book, write the answers into its list, and print what did not answer well."""
    addresses = list(collect(book))
    with ThreadPoolExecutor(16) as pool:
        status = dict(zip(addresses, pool.map(ask, addresses)))
    write(book, status)
    bad = {address: said for address, said in status.items() if not said.startswith(("2", "3"))}
    for address, said in bad.items():
        print(f"{said}: {address}")
    print(f"{len(addresses) - len(bad)} of {len(addresses)} addresses answered; the list: {book / FILE}")
    return 1 if bad else 0


def after_build(app: Sphinx, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        write(Path(app.outdir))


if __name__ == "__main__":
    sys.exit(main())
