"""People, places, words: what the glossary says, where the words stand and on a page of its own.

Each entry has an anchor, its source and the chapters that use it, which are known when the book is built.
"""

from evidence import tables
from evidence.exhibits.appendix import source_links
from evidence.exhibits.exhibit import Page
from evidence.exhibits.links import escaped
from evidence.exhibits.lists import filters, register_box
from evidence.exhibits.parts import permalink

NO_CHAPTER = "no chapter"
KINDS = {"person": "Person", "organisation": "Organisation", "place": "Place", "abbreviation": "Abbreviation"}
KINDS |= {"dataset": "Data", "word": "Word"}


def enclosing(says: str, href: str, anchor: str) -> tuple[str, str]:
    """What stands before and behind glossed words: a link, and what it says on hover, focus and tap.

    A screen reader has the explanation as the description of the link; as text it would come a second time.
    """
    own = escaped(anchor)
    tip = f'<span class="ev-tip" role="tooltip" aria-hidden="true" id="{own}-tip">{escaped(says)}</span>'
    return (
        f'<span class="ev-gloss" id="{own}"><a href="{escaped(href)}" aria-describedby="{own}-tip">',
        f"</a>{tip}</span>",
    )


def people() -> Page:
    """The persons with a longer entry, each under its name. Anchor: the term's id."""
    rows, links = tables.load("glossary").dropna(subset=["longer"]), _links()
    return Page("people", [_person(row, links[row.term_id]) for row in rows.itertuples()])


def glossary() -> Page:
    """Everybody and everything else in the order of the alphabet, as a table with a filter. Anchor: its id."""
    rows, links = tables.load("glossary"), _links()
    rows = rows[rows["longer"].isna()].sort_values("term", key=lambda names: names.str.lower(), kind="stable")
    heads = ("name", "kind", "what it is", "chapters", "source")
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    body = "\n".join(_row(row, links[row.term_id]) for row in rows.itertuples())
    box = register_box("Glossary", head, body, "term", len(rows))
    return Page("glossary", [filters({"kind": "Kind"}, "term"), box])


def _links() -> dict[str, str]:
    """Term -> links to its source and to further ones."""
    pages, further = source_links(), tables.load("row_sources").query("table == 'glossary'")
    return {
        row.term_id: "; ".join(
            pages[source] for source in [row.source_id, *further.loc[further["row_id"] == row.term_id, "source_id"]]
        )
        for row in tables.load("glossary").itertuples()
    }


def _person(row, links: str) -> str:
    own = escaped(row.term_id)
    return (
        f'<section class="ev-entry" id="{own}">\n'
        f"<h3>{escaped(row.term)}{permalink(own, 'person')}</h3>\n"
        f"<p>{escaped(row.longer)}</p>\n"
        f'<p class="ev-meta">In the text of {_chapters(own)}. Source: {links}.</p>\n</section>'
    )


def _row(row, links: str) -> str:
    own = escaped(row.term_id)
    cells = {"kind": KINDS[row.kind], "what it is": _says(row), "chapters": _chapters(own), "source": links}
    texts = {"what it is": ' class="ev-text"'}
    return (
        f'<tr id="{own}" data-kind="{KINDS[row.kind]}"><th scope="row"><a href="#{own}">{escaped(row.term)}</a></th>'
        + "".join(f'<td{texts.get(name, "")} data-label="{name}">{cell}</td>' for name, cell in cells.items())
        + "</tr>"
    )


def _says(row) -> str:
    """The gloss, and how else the name is written, but for a part of it that explains itself."""
    written = row.written.split(";") if isinstance(row.written, str) else []
    others = ", ".join(escaped(one) for one in written if one not in row.term)
    also = f'<br><span class="ev-meta">Also: {others}</span>' if others else ""
    return f"{escaped(row.gloss)}{also}"


def _chapters(own: str) -> str:
    return f'<span data-glossed="{own}">{NO_CHAPTER}</span>'
