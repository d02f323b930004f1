"""Links backwards: from a table, a row, a source or a claim to the figures, tables and chapters that show it."""

from collections import defaultdict
from html import escape

from sphinx.application import Sphinx

from evidence import tables
from evidence.exhibits import trail
from evidence.pages.numbering import chapter_number
from evidence.pages.published import ANCHORS, LEDGER, OnPage, on_pages, uri


def where_used(app: Sphinx, docname: str, table: str, labels: dict) -> str:
    """Links to the figures and tables whose rows come from a table, or nothing."""
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        for kind, name, rows in page.items:
            if table in rows.split():
                place = uri(app, docname, there, f"{ANCHORS[kind]}-{name}")
                links.append(f'<a class="ev-ref" href="{place}">{labels[kind, name][1]}</a>')
    return ", ".join(links)


def items_that_show(app: Sphinx, docname: str, labels: dict) -> dict[str, list[tuple[int, str]]]:
    """What is shown -> place in the book of the figures and tables that show it, and a link to each.

    What: id of a row or of a source, or name of a table whose rows have no place of their own.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    items = [(there, page, item) for there, page in sorted(on_pages(app.env).items()) for item in page.items]
    for at, (there, page, (kind, name, rows)) in enumerate(items):
        place = uri(app, docname, there, f"{ANCHORS[kind]}-{name}")
        whole = [table for table in rows.split() if table not in trail.HOMES]
        for key in [*whole, *page.rows[kind, name], *page.sources[kind, name]]:
            found.setdefault(key, []).append((at, f'<a class="ev-ref" href="{place}">{labels[kind, name][1]}</a>'))
    return found


def where_shown(found: dict[str, list[tuple[int, str]]], what: str, key: str) -> str:
    """Links for one row or source, or for all rows that bear on a claim; nothing where no figure shows them."""
    keys = [key]
    if what == "claim":
        evidence = tables.load("claim_evidence").query("claim_id == @key")
        keys = [*evidence["row_id"].dropna(), *evidence["table"].dropna()]
    return ", ".join(link for _, link in sorted({item for own in keys for item in found.get(own, [])}))


def claims_of(page: OnPage, kind: str, name: str) -> list[str]:
    """The claims that a figure or table bears on: by the rows it shows, and by its tables whose rows have no place."""
    evidence = tables.load("claim_evidence")
    own = next(rows.split() for one, called, rows in page.items if (one, called) == (kind, name))
    whole = evidence["table"].isin([table for table in own if table not in trail.HOMES])
    return sorted(set(evidence.loc[whole | evidence["row_id"].isin(page.rows[kind, name]), "claim_id"]))


def chapters_of(app: Sphinx) -> dict[str, str]:
    """Id of a claim, row or source, or name of a table -> the chapters that use it, such as '1; 4; appendix'.

    A chapter uses what its figures and tables show, the claims it takes up, and what bears on the claims it settles.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for there, page in on_pages(app.env).items():
        here = chapter_number(there) or "appendix"
        rows_of = [table for _, _, names in page.items for table in names.split()]
        cited = [claim for claim, _ in page.claims if there != LEDGER]
        shows = [key for keys in (*page.rows.values(), *page.sources.values()) for key in keys]
        for key in (*rows_of, *cited, *shows):
            found[key].add(here)
    settled_in = tables.load("claims").set_index("claim_id")["chapter"].map(chapter_number)
    for row in tables.load("claim_evidence").itertuples():
        for key in (row.row_id, row.source_id):
            found[key].add(settled_in[row.claim_id])
    return {key: "; ".join(sorted(chapters)) for key, chapters in found.items()}


def where_cited(app: Sphinx, docname: str, claim: str) -> str:
    """Links to the first badge of a claim in every chapter that takes it up, or nothing."""
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        anchors = [anchor for cited, anchor in page.claims if cited == claim]
        if anchors and there != LEDGER:  # its own example of a badge
            links.append(f'<a href="{uri(app, docname, there, anchors[0])}">{name_of(app, there)}</a>')
    return ", ".join(links)


def name_of(app: Sphinx, docname: str) -> str:
    """What a list of pages calls one, as HTML: 'chapter 3', or the title of a page without a number."""
    number = chapter_number(docname)
    return f"chapter {number}" if number else escape(app.env.titles[docname].astext())
