"""The lookup page: where each figure, table, claim, row and source of the book comes from, and where it is used.

Figures and tables stand in the page, folded by chapter. Claims, rows, tables of the data and sources have pages of
their own; for the search they come in a script beside the page (`held_back`), each as one entry that leads there.
"""

from collections.abc import Iterator

from sphinx.application import Sphinx

from evidence import tables
from evidence.descriptors import listed
from evidence.exhibits import trail
from evidence.exhibits.links import escaped, safe_link
from evidence.exhibits.lists import FIRST, group, in_list, paged, told, turn
from evidence.pages.backlinks import chapters_of, items_that_show, where_cited, where_shown, where_used
from evidence.pages.numbering import chapter_number
from evidence.pages.published import ANCHORS, OnPage, on_pages, uri
from evidence.precision import fixed

KIND = "lookup"  # of the script beside the page
WORDS = {  # what is said of a row; of rows of other tables, their longest text
    "events": ["date", "summary"],
    "statements": ["date", "speaker", "quote", "translation"],
    "forecasts": ["date", "author", "forecast"],
}
# Entries of their own, or told beside a claim or a correction.
APART = {"claims", "sources", "claim_evidence", "article_sentences", "corrections", "second_sources"}
KINDS = {"events": "event", "statements": "statement", "forecasts": "forecast"}  # of entries; other rows are a "row"
OF_KINDS = "; ".join(["claim", *KINDS.values(), "row", "data", "source"])
HELD = (
    f'<div class="ev-paged" hidden><ul{in_list("item", "ev-sources")}'
    f"{told({'part': KIND, 'kind': OF_KINDS, 'chapter': 'none'})}></ul>{turn(FIRST)}</div>\n"
    '<noscript><p class="ev-meta">The search needs a script. Without one, each claim, row and source tells where it is '
    'used on a page of its own: <a href="claims.html">claims</a>, <a href="timeline.html">events</a>, '
    '<a href="statements.html">statements and forecasts</a>, <a href="data.html">tables of the data</a>, '
    '<a href="sources.html">sources</a>.</p></noscript>\n'
)


def traced(app: Sphinx, docname: str, labels: dict) -> str:
    """Every figure and table, folded by page: its tables, the rows it shows, its sources, the claims it bears on."""
    pages = dict.fromkeys(there for there, _ in labels.values())  # in the order of their numbers
    return HELD + "\n".join(_fold(app, docname, there, labels) for there in pages)


def _fold(app: Sphinx, docname: str, there: str, labels: dict) -> str:
    page = on_pages(app.env)[there]
    entries = "\n".join(_exhibit(app, docname, there, page, item, labels) for item in page.items)
    counts = {word: sum(kind == word for kind, _, _ in page.items) for word in ("figure", "table")}
    said = ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for word, n in counts.items() if n)
    whole = paged(f"<div{in_list('item')}>\n{entries}\n</div>", len(page.items))
    return group(f"{app.env.titles[there].astext()} ({said})", whole)


def _exhibit(app: Sphinx, docname: str, there: str, page: OnPage, item: tuple[str, str, str], labels: dict) -> str:
    (kind, name, rows_of), homes, bears = item, trail.row_ids(), trail.claims_of_rows()
    own, place = page.rows[kind, name], f"{ANCHORS[kind]}-{name}"
    facts = {
        "Tables": ", ".join(map(trail.table_link, rows_of.split())),
        "Rows": _linked({row: homes[row] for row in own}),
        "Sources": _linked(dict.fromkeys(page.sources[kind, name], "sources")),
        "Bears on": _linked(dict.fromkeys(sorted({claim for row in own for claim in bears.get(row, [])}), "claims")),
    }
    lines = "".join(f"<dt>{word}</dt><dd>{text}</dd>" for word, text in facts.items() if text)
    return (
        f'<section class="ev-entry" id="trace-{place}" data-kind="{kind}" '
        f'data-chapter="{chapter_number(there) or "appendix"}">\n'
        f'<h3><a href="{uri(app, docname, there, place)}">{labels[kind, name][1]}</a>. {page.titles[kind, name]}</h3>\n'
        f'<dl class="ev-facts">{lines}</dl></section>'
    )


def _linked(places: dict[str, str]) -> str:
    """Ids, each as a link to its place on a page of the appendix."""
    return ", ".join(f'<a href="{page}.html#{escaped(own)}">{escaped(own)}</a>' for own, page in places.items())


def looked_up(app: Sphinx, docname: str, labels: dict) -> list[str]:
    """One entry for each claim, each row with an id of its own, each table of the data and each source."""
    found, chapters = items_that_show(app, docname, labels), chapters_of(app)
    return [
        _entry(kind, link, words, origin, used, chapters.get(own, "none"))
        for entries in (
            _claims(app, docname, found),
            _rows(found),
            _tables(app, docname, labels),
            _sources(found),
        )
        for kind, own, link, words, origin, used in entries
    ]


def _entry(kind: str, link: str, words: str, origin: str, used: list[str], chapters: str) -> str:
    """kind, words: as text. link, origin, used: HTML."""
    places = "; ".join(text for text in used if text) or "nothing else"
    return (
        f'<li data-kind="{kind}" data-chapter="{chapters}"><strong>{link}</strong> '
        f'{escaped(words)} <span class="ev-meta">Comes from: {origin}. Used in: {places}.</span></li>'
    )


def _claims(app: Sphinx, docname: str, found: dict) -> Iterator[tuple]:
    evidence = tables.load("claim_evidence").groupby("claim_id")
    for row in tables.load("claims").itertuples():
        own = evidence.get_group(row.claim_id)
        sources = _linked(dict.fromkeys(sorted(set(own["source_id"])), "sources"))
        origin = f"the article, {escaped(row.sentence_ids.replace(';', ', '))}; its evidence: {sources}"
        used = [where_cited(app, docname, row.claim_id), where_shown(found, "claim", row.claim_id)]
        yield "claim", row.claim_id, _linked({row.claim_id: "claims"}), row.paraphrase, origin, used


def with_ids() -> dict[str, str]:
    """Table -> column of its ids, for the tables whose rows have an id of their own that no other table gave them."""
    keys = {}
    for name in tables.names():
        schema = tables.resource(name)["schema"]
        key = listed(schema["primaryKey"])
        given = [listed(foreign["fields"]) for foreign in schema.get("foreignKeys", [])]
        if name not in APART and len(key) == 1 and key[0].endswith("_id") and key not in given:
            keys[name] = key[0]
    return keys


def _rows(found: dict) -> Iterator[tuple]:
    bears = trail.claims_of_rows()
    for name, key in with_ids().items():
        for row in tables.load(name).to_dict("records"):
            own = row[key]
            homeless = f"{escaped(own)} of {trail.table_link(name)}"
            link = trail.row_link(name, own) if name in trail.HOMES else homeless
            claims = _linked(dict.fromkeys(bears.get(own, []), "claims"))
            origin = _linked({row["source_id"]: "sources"})
            yield KINDS.get(name, "row"), own, link, _words(name, row), origin, [claims, where_shown(found, "row", own)]


def _words(name: str, row: dict) -> str:
    texts = {column: text for column, text in row.items() if isinstance(text, str)}
    if name in WORDS:
        return ": ".join(texts[column] for column in WORDS[name] if column in texts)
    return max(texts.values(), key=len)


def _tables(app: Sphinx, docname: str, labels: dict) -> Iterator[tuple]:
    for name in tables.names():
        resource = tables.resource(name)
        origin = "; ".join(escaped(source["title"]) for source in resource.get("sources", []))
        used = [where_used(app, docname, name, labels)]
        yield "data", name, trail.table_link(name), resource["title"], origin, used


def _sources(found: dict) -> Iterator[tuple]:
    uses = trail.rows_of_sources()
    evidence = tables.load("claim_evidence").groupby("source_id")["claim_id"].agg(lambda ids: sorted(set(ids)))
    for row in tables.load("sources").itertuples():
        own = row.source_id
        tables_of = ", ".join(f"{trail.table_link(name)} ({fixed(n)})" for name, n in sorted(uses.get(own, {}).items()))
        claims = _linked(dict.fromkeys(evidence.get(own, []), "claims"))
        origin = safe_link(row.producer, row.url_main) if isinstance(row.producer, str) else "no producer named"
        used = [claims, where_shown(found, "source", own), tables_of]
        yield "source", own, _linked({own: "sources"}), str(row.title), origin, used
