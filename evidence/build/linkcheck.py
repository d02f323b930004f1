"""Ask every address outside the book whether it answers: ``python -m evidence.build.linkcheck`` (`make linkcheck`).

It needs a network, which no build does. The answers go into the list in the book (`evidence.pages.outlinks`).
"""

import argparse
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evidence import tables
from evidence.build.book import BOOK
from evidence.pages import outlinks

TIMEOUT = 20  # seconds


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


def check(book: Path) -> int:
    """Ask every address of a built book, write the answers into its list, and print what did not answer well.

    Returns the exit status: 1 as well if there is nothing to ask, which no book is.
    """
    addresses = list(outlinks.collect(book))
    if not addresses:
        print(f"{book} holds no book, or one without an address outside it: `make book` first", file=sys.stderr)
        return 1
    with ThreadPoolExecutor(16) as pool:
        status = dict(zip(addresses, pool.map(ask, addresses)))
    outlinks.write(book, status)
    bad = {address: said for address, said in status.items() if not said.startswith(("2", "3"))}
    for address, said in bad.items():
        print(f"{said}: {address}")
    print(f"{len(addresses) - len(bad)} of {len(addresses)} addresses answered; the list: {book / outlinks.FILE}")
    return 1 if bad else 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    argparse.ArgumentParser(prog="python -m evidence.build.linkcheck", description=__doc__.splitlines()[0]).parse_args(
        arguments
    )
    try:
        return check(tables.root() / BOOK)
    except (tables.TableError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
