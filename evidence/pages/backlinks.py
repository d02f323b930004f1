"""Links backwards: from a table, a row, a source or a claim to the figures, tables and chapters that show it."""

from sphinx.application import Sphinx

from evidence import tables
from evidence.exhibits import trail
from evidence.exhibits.links import shown
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
    """Id of a row or a source -> place in the book of the figures and tables that show it, and a link to each."""
    found: dict[str, list[tuple[int, str]]] = {}
    items = [(there, page, item) for there, page in sorted(on_pages(app.env).items()) for item in page.rows]
    for at, (there, page, (kind, name)) in enumerate(items):
        place = uri(app, docname, there, f"{ANCHORS[kind]}-{name}")
        for key in [*page.rows[kind, name], *page.sources[kind, name]]:
            found.setdefault(key, []).append((at, f'<a class="ev-ref" href="{place}">{labels[kind, name][1]}</a>'))
    return found


def where_shown(found: dict[str, list[tuple[int, str]]], what: str, key: str) -> str:
    """Links for one row or source, or for all rows that bear on a claim; nothing where no figure shows them."""
    rows = [row for row, claims in trail.claims_of_rows().items() if key in claims] if what == "claim" else [key]
    return ", ".join(link for _, link in sorted({item for row in rows for item in found.get(row, [])}))


def claims_of(page: OnPage, kind: str, name: str) -> list[str]:
    """The claims that a figure or table bears on: by the rows it shows, and by its tables whose rows have no place."""
    evidence = tables.load("claim_evidence")
    own = next(rows.split() for one, called, rows in page.items if (one, called) == (kind, name))
    whole = evidence["table"].isin([table for table in own if table not in trail.HOMES])
    return sorted(set(evidence.loc[whole | evidence["row_id"].isin(page.rows[kind, name]), "claim_id"]))


def traced(app: Sphinx, docname: str, labels: dict) -> str:
    """Every figure and table of the chapters: its tables, the rows it shows, the claims that these bear on."""
    homes, bears = trail.row_ids(), trail.claims_of_rows()
    entries = []
    for there, page in sorted(on_pages(app.env).items()):
        for kind, name, rows_of in page.items:
            place = uri(app, docname, there, f"{ANCHORS[kind]}-{name}")
            own = page.rows[kind, name]
            of = ", ".join(map(trail.table_link, rows_of.split()))
            rows = ", ".join(f'<a href="{homes[row]}.html#{shown(row)}">{shown(row)}</a>' for row in own)
            claims = sorted({claim for row in own for claim in bears.get(row, [])})
            cited = ", ".join(f'<a href="claims.html#{shown(claim)}">{shown(claim)}</a>' for claim in claims)
            origins = ", ".join(
                f'<a href="sources.html#{shown(one)}">{shown(one)}</a>' for one in page.sources[kind, name]
            )
            facts = {"Tables": of, "Rows": rows, "Sources": origins, "Bears on": cited}
            lines = "".join(f"<dt>{word}</dt><dd>{text}</dd>" for word, text in facts.items() if text)
            entries.append(
                f'<section class="ev-entry" id="trace-{ANCHORS[kind]}-{name}">\n'
                f'<h3><a href="{place}">{labels[kind, name][1]}</a>. {page.titles[kind, name]}</h3>\n'
                f'<dl class="ev-facts">{lines}</dl></section>'
            )
    return "\n".join(entries)


def where_cited(app: Sphinx, docname: str, claim: str) -> str:
    """Links to the first badge of a claim in every chapter that takes it up, or nothing."""
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        anchors = [anchor for cited, anchor in page.claims if cited == claim]
        if anchors and there != LEDGER:  # its own example of a badge
            number = chapter_number(there)
            links.append(
                f'<a href="{uri(app, docname, there, anchors[0])}">{f"chapter {number}" if number else there}</a>'
            )
    return ", ".join(links)
