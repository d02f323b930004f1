"""The book as PDF files, printed by Chromium: ``python -m evidence.build.pdf``, after a build (`make pdf`).

Into ``_build/pdf/`` go the whole book and each of its chapters. Each document is printed twice: first to find the page
of every heading, then with those numbers in its contents; a third time would give the same. The files are tagged for
screen readers, have an outline, their title and language, and the day of the book's version (`SOURCE_DATE_EPOCH`, if
set), so that one Chromium prints the same bytes from the same book.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser
from pypdf import PdfReader

from evidence import tables
from evidence.build import chromium, made, paper
from evidence.build.book import BOOK, BuildError
from evidence.pages import citations, citing

CHAPTER = re.compile(r"chapters/\d\d-")
PASSES = 3


class PdfError(Exception):
    """No PDF can be made. The message says what to do."""


def write(
    book: Path, target: Path, work: citations.Work, chosen: list[paper.Listed], running: Browser, when: datetime
) -> None:
    """Print the chosen pages of a built book into the file ``target``. work: the record of what is printed.

    when: the time that the file bears. Raises PdfError if its contents do not settle.
    """
    printed = paper.leaves(book, chosen)
    pages: dict[str, int] = {}
    source = target.with_suffix(".html")
    for _ in range(PASSES):
        source.write_text(paper.document(work, printed, paper.styles_of(book).as_uri(), pages), encoding="utf-8")
        content = _print(source, running)
        before, pages = pages, places(content)
        if before == pages:
            break
    else:
        raise PdfError(f"{target.name}: the numbers in its contents do not settle")
    source.unlink()
    target.write_bytes(chromium.dated(content, when))


def _print(source: Path, running: Browser) -> bytes:
    with running.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(source.as_uri())
        return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def places(content: bytes) -> dict[str, int]:
    """The page of every anchor of a PDF to which a link leads, counted from 1."""
    reader = PdfReader(io.BytesIO(content))
    own = ((page.indirect_reference, number) for number, page in enumerate(reader.pages, start=1))
    numbers = {reference.idnum: number for reference, number in own if reference}
    return {
        name.removeprefix("/"): numbers[place.raw_get("/Page").idnum]
        for name, place in reader.named_destinations.items()
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build.pdf", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="pages to print alone, such as chapters/01-concerns; default: all")
    asked = parser.parse_args(arguments).pages
    try:
        with made.checkout() as (root, state):
            book, when = root / BOOK, made.moment(root)
            wanted = [*documents(book, asked)]  # nothing is taken away for a page that is not there
            with chromium.launched() as running:
                assert running is not None  # it was needed
                folder = made.anew(root, made.PDFS)
                for name, work, chosen in wanted:
                    write(book, folder / f"{name}.pdf", work, chosen, running, when)
                    print(f"{os.path.relpath(folder)}/{name}.pdf", flush=True)
            made.mark(root, made.PDFS, state)
    except (tables.TableError, BuildError, made.MadeError, PdfError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def documents(book: Path, asked: list[str]) -> Iterator[tuple[str, citations.Work, list[paper.Listed]]]:
    """Of each PDF its name, the record of what it holds, and its pages: the book and its chapters, or what is asked.

    Raises PdfError for a page that the book has not.
    """
    work, all_pages = citing.of_book(), paper.listed(book)
    names = [one.name for one in all_pages]
    if unknown := [name for name in asked if name not in names]:
        raise PdfError("\n".join([f"the book has no page {', '.join(unknown)}; it has:", *names]))
    if not asked:
        yield tables.package()["name"], work, all_pages
    for one in all_pages:
        if one.name in asked or not asked and CHAPTER.match(one.name):
            own = citations.part(work, without_number(one), one.name, "")
            yield one.name.rpartition("/")[2], own, [one]


def without_number(page: paper.Listed) -> str:
    """The title of a page without its number."""
    return re.sub(r"^\d+ ", "", page.title)


if __name__ == "__main__":
    sys.exit(main())
