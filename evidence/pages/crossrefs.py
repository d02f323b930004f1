"""Numbers and links of the built book: figures, tables and claims, in both directions.

When the book is built, figures and tables get a number ("Figure 2.3": chapter, then order in the chapter), {fig}`name`
and {tab}`name` become links to them, {claim}`C17` becomes a badge, and the generated pages learn where a table is used
and a claim is taken up. `published` gathers what that takes, `roles` marks the places, `backlinks` leads back.
"""

import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from evidence import tables
from evidence.exhibits import trail
from evidence.exhibits.verdicts import badge, board, strip
from evidence.pages.backlinks import items_that_show, traced, where_cited, where_shown, where_used
from evidence.pages.published import KINDS, LEDGER, PUBLISHED, collect, forget, merge, numbers, on_pages, uri
from evidence.pages.roles import (
    VerdictBoard,
    VerdictStrip,
    claim_badge,
    claim_role,
    number_role,
    numbered_reference,
    reference_role,
    verdict_board,
    verdict_strip,
)

logger = logging.getLogger(__name__)

USED = re.compile(r'<span data-used-table="([a-z0-9_]+)">([^<]*)</span>')
SHOWN = re.compile(r'<span data-shown-(row|claim|source)="([\w-]+)">([^<]*)</span>')
TRACE = "<div data-trace></div>"
CITED = re.compile(r'<span data-cited-claim="(C\d+)">([^<]*)</span>')
CSV_FOLDER = "_figures"


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    labels = numbers(app.env)
    for node in list(doctree.findall(numbered_reference)):
        node.replace_self(_link(app, node, docname, labels))
    for node in list(doctree.findall(claim_badge)):
        node.replace_self(nodes.raw("", _badge(app, node, docname), format="html"))
    for node in list(doctree.findall(verdict_board)):
        markup = board(tables.load("claims"), uri(app, docname, LEDGER, "").removesuffix("#"))
        node.replace_self(nodes.raw("", markup, format="html"))
    for node in list(doctree.findall(verdict_strip)):
        markup = strip(_claims_of(node, docname), uri(app, docname, LEDGER, "").removesuffix("#"))
        node.replace_self(nodes.raw("", markup, format="html"))
    for raw in doctree.findall(nodes.raw):
        markup = raw.astext()
        waits = any(pattern.search(markup) for pattern in (PUBLISHED, USED, CITED, SHOWN))
        if waits or TRACE in markup:
            raw[:] = [nodes.Text(_finished(app, raw.astext(), docname, labels))]
    _write_then(app, docname, labels)


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


def then_file(docname: str) -> str:
    """Script with the states of August 2017 of one page: 'chapters/01-concerns' -> 'chapters-01-concerns.2017.js'."""
    return f"{docname.replace('/', '-')}.2017.js"


def _write_then(app: Sphinx, docname: str, labels: dict) -> None:
    """A script, not a JSON file: a page opened from a disk may not fetch."""
    page = on_pages(app.env).get(docname)
    if page and page.then and app.builder.format == "html":
        states = [_finished(app, markup, docname, labels) for markup in page.then]
        content = json.dumps(states, ensure_ascii=False, separators=(",", ":"))
        _write(app, then_file(docname), f"window.evThen={content};\n")


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
    markup = USED.sub(lambda match: where_used(app, docname, match[1], labels) or match[0], markup)
    markup = CITED.sub(lambda match: where_cited(app, docname, match[1]) or match[0], markup)
    if SHOWN.search(markup):
        found = items_that_show(app, docname, labels)
        markup = SHOWN.sub(lambda match: where_shown(found, match[1], match[2]) or match[3], markup)
    if TRACE in markup:
        markup = markup.replace(TRACE, traced(app, docname, labels))
    return (
        trail.CSV_LINK.sub(lambda match: _csv_file(app, docname, match), markup)
        if app.builder.format == "html"
        else markup
    )


def _csv_file(app: Sphinx, docname: str, match: re.Match) -> str:
    content = unquote(html.unescape(match[2]))
    _write(app, match[1], content)
    return f'download="{match[1]}" href="{"../" * docname.count("/")}{CSV_FOLDER}/{match[1]}"'


def _write(app: Sphinx, name: str, content: str) -> None:
    """Write a file beside the pages; one of that name may be the earlier book's as well, which stays as it is."""
    path = Path(app.outdir) / CSV_FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(content, encoding="utf-8", newline="")


def setup(app: Sphinx) -> None:
    app.add_node(numbered_reference)
    app.add_node(claim_badge)
    app.add_node(verdict_board)
    app.add_node(verdict_strip)
    app.add_directive("verdict-board", VerdictBoard)
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
