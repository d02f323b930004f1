"""Numbers and links of the built book: figures, tables and claims, in both directions.

When the book is built, figures and tables get a number ("Figure 2.3": chapter, then order in the chapter), which
{fig}`2.3 <name>` and {tab}`2.1 <name>` show as links to them. {claim}`C17` becomes a badge with its verdict in words,
and the generated pages learn where a table is used and a claim is taken up. `published` gathers what that takes,
`numbering` counts, `roles` marks the places, `backlinks` leads back.
"""

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from evidence import tables
from evidence.exhibits import trail
from evidence.exhibits.verdicts import badge, strip
from evidence.pages import citing, held_back, lookup, named
from evidence.pages.backlinks import chapters_of, claims_of, items_that_show, where_cited, where_shown, where_used
from evidence.pages.numbering import KINDS, PUBLISHED
from evidence.pages.published import LEDGER, collect, forget, merge, numbers, on_pages, uri
from evidence.pages.roles import (
    VerdictStrip,
    claim_badge,
    claim_role,
    number_role,
    numbered_reference,
    reference_role,
    verdict_strip,
)
from evidence.pages.unbroken import unbroken

# A line of sources that counts them, and the CSV of its figure or table, which names them row by row.
COUNTED = re.compile(r'named row by row in the data table(?=.*?download="([^"]+)")', re.DOTALL)

logger = logging.getLogger(__name__)

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows that a CSV file is UTF-8
USED = re.compile(r'<span data-used-table="([a-z0-9_]+)">([^<]*)</span>')
SHOWN = re.compile(r'<span data-shown-(row|claim|source)="([\w-]+)">([^<]*)</span>')
CHAPTERS = re.compile(r' data-chapters-of="([\w-]+)"')
TRACE = "<div data-trace></div>"
ABOUT = re.compile(r'<p class="ev-about" data-about="(fig)-([a-z0-9-]+)">.*?</p>', re.DOTALL)
CITED = re.compile(r'<span data-cited-claim="(C\d+)">([^<]*)</span>')


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    labels = numbers(app.env)
    for node in list(doctree.findall(numbered_reference)):
        node.replace_self(_link(app, node, docname, labels))
    for node in list(doctree.findall(claim_badge)):
        node.replace_self(nodes.raw("", _badge(app, node, docname), format="html"))
    for node in list(doctree.findall(verdict_strip)):
        claims = _claims_of(node, docname)
        markup = strip(claims, uri(app, docname, LEDGER, "").removesuffix("#"))
        node.replace_self(nodes.raw("", named.claims_named(markup, claims), format="html"))
    for raw in doctree.findall(nodes.raw):
        markup = raw.astext()
        waits = any(pattern.search(markup) for pattern in (PUBLISHED, USED, CITED, SHOWN, CHAPTERS))
        if waits or TRACE in markup:
            raw[:] = [nodes.Text(_finished(app, raw.astext(), docname, labels))]
    _write_held(app, docname, labels)


def _claims_of(node: verdict_strip, docname: str) -> pd.DataFrame:
    claims = tables.load("claims")
    named, known = node["claims"], set(claims["claim_id"])
    for claim in named:
        if claim not in known:
            logger.warning("no claim is called %r", claim, location=docname)
    own = claims["claim_id"].isin(named) if named else claims["chapter"] == docname.rsplit("/", 1)[-1]
    if not own.any():
        logger.warning("no claim belongs to this page: name those of the strip", location=docname)
    return claims[own]


def _write_held(app: Sphinx, docname: str, labels: dict) -> None:
    page = on_pages(app.env).get(docname)
    for kind, parts in (page.held if page and app.builder.format == "html" else {}).items():
        if parts:
            finished = [unbroken(_finished(app, markup, docname, labels)) for markup in parts]
            finished = list(map(citing.folds_then, finished)) if kind == "2017" else finished
            held_back.write_beside(
                Path(app.outdir), held_back.file_name(docname, kind), held_back.script(kind, finished)
            )


def _link(app: Sphinx, node: numbered_reference, docname: str, labels: dict) -> nodes.Node:
    kind, word = KINDS[node["kind"]]
    target = labels.get((kind, node["target"]))
    if target is None:
        logger.warning("no %s is called %r", kind, node["target"], location=node)
        return nodes.Text(f"{word} {node['target']}")
    place = uri(app, docname, target[0], f"{node['kind']}-{node['target']}")
    return nodes.reference("", target[1], refuri=place, internal=True, classes=["ev-ref"])


def _badge(app: Sphinx, node: claim_badge, docname: str) -> str:
    row = tables.load("claims").set_index("claim_id").loc[node["claim"]]
    href = uri(app, docname, LEDGER, node["claim"])
    return badge(node["claim"], row["paraphrase"], row["verdict_2017"], row["verdict_today"], href, node["anchor"])


def _finished(app: Sphinx, markup: str, docname: str, labels: dict) -> str:
    """The markup of one output with its numbers and links, its CSV as a file of the book."""
    for kind, name, _ in PUBLISHED.findall(markup):
        before, opening, after = markup.partition(f'data-{kind}="{name}"')
        numbered = f'<span class="ev-number">{labels[kind, name][1]}.</span>'
        markup = before + opening + re.sub(r'<span class="ev-number">[^<]*</span>', numbered, after, count=1)
    markup = named.named(markup, labels)
    markup = ABOUT.sub(lambda match: match[0] + _about(app, docname, match[1], match[2], labels), markup)
    markup = citing.with_folds(markup, labels) if app.builder.format == "html" else markup
    markup = USED.sub(lambda match: where_used(app, docname, match[1], labels) or match[0], markup)
    markup = CITED.sub(lambda match: where_cited(app, docname, match[1]) or match[0], markup)
    if SHOWN.search(markup):
        found = items_that_show(app, docname, labels)
        markup = SHOWN.sub(lambda match: where_shown(found, match[1], match[2]) or match[3], markup)
    if CHAPTERS.search(markup):
        chapters = chapters_of(app)
        markup = CHAPTERS.sub(lambda match: f' data-chapter="{chapters.get(match[1], "none")}"', markup)
    if app.builder.format != "html":
        return markup
    if TRACE in markup:
        markup = markup.replace(TRACE, lookup.traced(app, docname, labels))
        held = held_back.script(lookup.KIND, lookup.looked_up(app, docname, labels))
        held_back.write_beside(Path(app.outdir), held_back.file_name(docname, lookup.KIND), held)
    markup = COUNTED.sub(lambda match: match[0] + _where_on_paper(app, match[1]), markup)
    return trail.CSV_LINK.sub(lambda match: _csv_file(app, docname, match), markup)


def _about(app: Sphinx, docname: str, short: str, name: str, labels: dict) -> str:
    """What the drawer of a figure adds once numbers and places are known: tables, trail, claims, how to cite."""
    page, (kind, _) = on_pages(app.env)[docname], KINDS[short]
    ledger = uri(app, docname, LEDGER, "").removesuffix("#")
    claims = ", ".join(f'<a href="{ledger}#{claim}">{claim}</a>' for claim in claims_of(page, kind, name))
    claims = named.claims_named(claims, tables.load("claims"))
    bears = f'<p class="ev-about">Bears on {claims}</p>' if claims else ""
    rows_of = next(rows for one, called, rows in page.items if (one, called) == (kind, name)).split()
    base = ledger.removesuffix("claims.html")
    of = ", ".join(trail.table_link(table, base) for table in rows_of)
    origin = f'<p class="ev-about">From {of}; <a href="{base}trace.html#trace-{short}-{name}">rows and sources</a></p>'
    return f"{origin}{bears}{citing.fold(f'{short}-{name}', labels[kind, name][1])}"


def _where_on_paper(app: Sphinx, csv: str) -> str:
    """Where the table is that a counted line of sources speaks of, for paper, on which it is not."""
    base = app.config.html_baseurl
    address = f"{base.rstrip('/')}/{held_back.FOLDER}/{csv}" if base else f"{held_back.FOLDER}/{csv}"
    return f'<span class="ev-where"> (in the book: {address})</span>'


def _csv_file(app: Sphinx, docname: str, match: re.Match) -> str:
    content = unquote(html.unescape(match[2]))
    held_back.write_beside(Path(app.outdir), match[1], f"{BYTE_ORDER_MARK}{content}")
    return f'download="{match[1]}" href="{"../" * docname.count("/")}{held_back.FOLDER}/{match[1]}"'


def setup(app: Sphinx) -> None:
    app.add_node(numbered_reference)
    app.add_node(claim_badge)
    app.add_node(verdict_strip)
    app.add_directive("verdict-strip", VerdictStrip)
    for kind in KINDS:
        app.add_role(kind, reference_role)
    app.add_role("claim", claim_role)
    app.add_role("n", number_role)
    app.add_object_type("claim", "claim-object")
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", resolve)
