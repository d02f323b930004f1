"""Numbers and links of the built book: figures, tables and claims, in both directions.

Figures and tables arrive as the HTML that `evidence.publish.figures` made. When the book is built they get a number
("Figure 2.3": chapter, then order in the chapter), {fig}`name` and {tab}`name` become links to them, {claim}`C17`
becomes a badge, and the generated pages learn where a table is used and a claim is taken up.
"""

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from evidence import tables
from evidence.publish import status, trail
from evidence.publish.verdicts import badge, board

logger = logging.getLogger(__name__)

APPENDIX = "chapters/appendix/"
KINDS = {"fig": ("figure", "Figure"), "tab": ("table", "Table")}
WORDS = dict(KINDS.values())
PUBLISHED = re.compile(r' data-(figure|table)="([a-z][a-z0-9-]*)"(?: data-rows="([a-z0-9_ ]*)")?')
USED = re.compile(r'<span data-used-table="([a-z0-9_]+)">([^<]*)</span>')
SHOWN = re.compile(r'<span data-shown-(row|claim|source)="([\w-]+)">([^<]*)</span>')
TRACE, EXECUTED, TESTED = "<div data-trace></div>", "<div data-executed></div>", "<div data-tested></div>"
CITED = re.compile(r'<span data-cited-claim="(C\d+)">([^<]*)</span>')
THEN = re.compile(r'<template class="ev-then">(.*?)</template>', re.DOTALL)
CSV_FOLDER = "_figures"
LEDGER = "chapters/appendix/claims"


@dataclass
class OnPage:
    """What one document publishes and cites, in order."""

    items: list[tuple[str, str, str]] = field(default_factory=list)  # kind, name, tables joined by a space
    claims: list[tuple[str, str]] = field(default_factory=list)  # claim, anchor of its badge
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, name) -> title as HTML
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (kind, name) -> ids of rows shown
    sources: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (kind, name) -> ids of sources
    tells_state: bool = False  # says how the notebooks and tests stand, which any edit changes
    then: list[str] = field(default_factory=list)  # markup as known in August 2017, taken out of the page


class numbered_reference(nodes.Inline, nodes.TextElement):
    """Placeholder for a link to a figure or table, until all numbers are known."""


class verdict_board(nodes.General, nodes.Element):
    """Placeholder for the board of all verdicts, until it is known where the ledger stands."""


class claim_badge(nodes.Inline, nodes.Element):
    """Placeholder for the badge of a claim, until it is known where the ledger stands."""


def reference_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{fig}`name` or {tab}`name` -> 'Figure 2.3' as a link."""
    node = numbered_reference(rawtext, kind=name, target=text)
    node.source, node.line = inliner.document.current_source, lineno
    return [node], []


def claim_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{claim}`C17` -> the id with its verdict, both explained on hover, focus and tap, and a link to the ledger."""
    env = inliner.document.settings.env
    if text not in set(tables.load("claims")["claim_id"]):
        logger.warning("no claim is called %r", text, location=(env.docname, lineno))
        return [nodes.literal(text, text)], []
    return [claim_badge(rawtext, claim=text, anchor=f"cites-{text}-{env.new_serialno('claim') + 1}")], []


class VerdictBoard(Directive):
    """{verdict-board}: every claim and its verdict at a glance, out of the table of claims."""

    def run(self) -> list[nodes.Node]:
        return [verdict_board()]


def on_pages(env: BuildEnvironment) -> dict[str, OnPage]:
    """What each document publishes and cites."""
    if not hasattr(env, "evidence_on_pages"):
        env.evidence_on_pages = {}
    return env.evidence_on_pages


def collect(app: Sphinx, doctree: nodes.document) -> None:
    then: list[str] = []
    for raw in doctree.findall(nodes.raw):
        if THEN.search(raw.astext()):
            raw[:] = [nodes.Text(_without_then(raw.astext(), then))]
    published = [
        (match, raw.astext()) for raw in doctree.findall(nodes.raw) for match in PUBLISHED.findall(raw.astext())
    ]
    claims = [(node["claim"], node["anchor"]) for node in doctree.findall(claim_badge)]
    titles = {(kind, name): trail.title_of(markup) for (kind, name, _), markup in published}
    known = trail.row_ids() if published else {}
    rows = {(kind, name): trail.shown_rows(markup, known) for (kind, name, _), markup in published}
    sources = {(kind, name): trail.shown_sources(markup) for (kind, name, _), markup in published}
    state = any(mark in raw.astext() for raw in doctree.findall(nodes.raw) for mark in (EXECUTED, TESTED))
    on_pages(app.env)[app.env.docname] = OnPage(
        [match for match, _ in published], claims, titles, rows, sources, state, then
    )
    if app.env.docname == LEDGER:
        _make_claims_searchable(app)


def _make_claims_searchable(app: Sphinx) -> None:
    """The search finds each claim by its id and leads to its place in the ledger."""
    for claim in tables.load("claims")["claim_id"]:
        app.env.get_domain("std").note_object("claim", claim, claim)


def _without_then(markup: str, then: list[str]) -> str:
    """The markup without its states of August 2017, which go to the list; the page keeps their places."""

    def kept(match: re.Match) -> str:
        then.append(match[1])
        return ""

    opening = f'<div class="ev-hindsight" data-then="{len(then)}">'
    return THEN.sub(kept, markup.replace('<div class="ev-hindsight">', opening))


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    on_pages(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    on_pages(env).update({name: page for name, page in on_pages(other).items() if name in docnames})


def chapter_number(docname: str) -> str:
    """'chapters/02-kabul-moscow-ties' -> '2'; pages without a number have none."""
    match = re.match(r"0*(\d+)-", docname.rsplit("/", 1)[-1])
    return match[1] if match else ""


def numbers(env: BuildEnvironment) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, name) -> (document, label), such as ('figure', 'un-votes') -> ('chapters/02-…', 'Figure 2.1').

    A chapter counts from 1; the appendix counts on from page to page.
    """
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for docname in sorted(on_pages(env), key=lambda docname: (_place(env, docname), docname)):
        chapter = "A" if docname.startswith(APPENDIX) else chapter_number(docname)
        for kind, name, _ in on_pages(env)[docname].items:
            word = WORDS[kind]
            if (kind, name) in labels:
                first = labels[kind, name][0]
                logger.warning("%s %r stands twice: here and in %s", word, name, first, location=docname)
            counts[chapter or docname, kind] += 1
            number = ".".join(filter(None, (chapter, str(counts[chapter or docname, kind]))))
            labels[kind, name] = (docname, f"{word} {number}")
    return labels


def _place(env: BuildEnvironment, docname: str) -> int:
    """Where a document stands in the table of contents; documents that it does not list come last."""
    listed = [entry for entries in env.toctree_includes.values() for entry in entries]
    return listed.index(docname) if docname in listed else len(listed)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    labels = numbers(app.env)
    for node in list(doctree.findall(numbered_reference)):
        node.replace_self(_link(app, node, docname, labels))
    for node in list(doctree.findall(claim_badge)):
        node.replace_self(nodes.raw("", _badge(app, node, docname), format="html"))
    for node in list(doctree.findall(verdict_board)):
        markup = board(tables.load("claims"), _uri(app, docname, LEDGER, "").removesuffix("#"))
        node.replace_self(nodes.raw("", markup, format="html"))
    for raw in doctree.findall(nodes.raw):
        markup = raw.astext()
        waits = any(pattern.search(markup) for pattern in (PUBLISHED, USED, CITED, SHOWN))
        if waits or any(mark in markup for mark in (TRACE, EXECUTED, TESTED)):
            raw[:] = [nodes.Text(_finished(app, raw.astext(), docname, labels))]
    _write_then(app, docname, labels)


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


def _uri(app: Sphinx, here: str, there: str, anchor: str) -> str:
    return f"{'' if here == there else app.builder.get_relative_uri(here, there)}#{anchor}"


def _link(app: Sphinx, node: numbered_reference, docname: str, labels: dict) -> nodes.Node:
    kind, word = KINDS[node["kind"]]
    target = labels.get((kind, node["target"]))
    if target is None:
        logger.warning("no %s is called %r", kind, node["target"], location=node)
        return nodes.Text(f"{word} {node['target']}")
    uri = _uri(app, docname, target[0], f"{node['kind']}-{node['target']}")
    return nodes.reference("", target[1], refuri=uri, internal=True, classes=["ev-ref"])


def _badge(app: Sphinx, node: claim_badge, docname: str) -> str:
    row = tables.load("claims").set_index("claim_id").loc[node["claim"]]
    href = _uri(app, docname, LEDGER, node["claim"])
    return badge(node["claim"], row["paraphrase"], row["verdict_2017"], row["verdict_today"], href, node["anchor"])


def _finished(app: Sphinx, markup: str, docname: str, labels: dict) -> str:
    """The markup of one output with its numbers and links, its CSV as a file of the book."""
    for kind, name, _ in PUBLISHED.findall(markup):
        before, opening, after = markup.partition(f'data-{kind}="{name}"')
        numbered = f'<span class="ev-number">{labels[kind, name][1]}.</span>'
        markup = before + opening + re.sub(r'<span class="ev-number">[^<]*</span>', numbered, after, count=1)
    markup = USED.sub(lambda match: _where_used(app, docname, match[1], labels) or match[0], markup)
    markup = CITED.sub(lambda match: _where_cited(app, docname, match[1]) or match[0], markup)
    if SHOWN.search(markup):
        found = _items_that_show(app, docname, labels)
        markup = SHOWN.sub(lambda match: _where_shown(found, match[1], match[2]) or match[3], markup)
    if TRACE in markup:
        markup = markup.replace(TRACE, _traced(app, docname, labels))
    if EXECUTED in markup:
        markup = markup.replace(EXECUTED, _executed(app, docname))
    if TESTED in markup:
        markup = markup.replace(TESTED, status.tests())
    return (
        trail.CSV_LINK.sub(lambda match: _csv_file(app, docname, match), markup)
        if app.builder.format == "html"
        else markup
    )


def _where_used(app: Sphinx, docname: str, table: str, labels: dict) -> str:
    """Links to the figures and tables whose rows come from a table, or nothing."""
    anchors = {kind: short for short, (kind, _) in KINDS.items()}
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        for kind, name, rows in page.items:
            if table in rows.split():
                uri = _uri(app, docname, there, f"{anchors[kind]}-{name}")
                links.append(f'<a class="ev-ref" href="{uri}">{labels[kind, name][1]}</a>')
    return ", ".join(links)


def _items_that_show(app: Sphinx, docname: str, labels: dict) -> dict[str, list[tuple[int, str]]]:
    """Id of a row or a source -> place in the book of the figures and tables that show it, and a link to each."""
    anchors = {kind: short for short, (kind, _) in KINDS.items()}
    found: dict[str, list[tuple[int, str]]] = {}
    items = [(there, page, item) for there, page in sorted(on_pages(app.env).items()) for item in page.rows]
    for at, (there, page, (kind, name)) in enumerate(items):
        uri = _uri(app, docname, there, f"{anchors[kind]}-{name}")
        for key in [*page.rows[kind, name], *page.sources[kind, name]]:
            found.setdefault(key, []).append((at, f'<a class="ev-ref" href="{uri}">{labels[kind, name][1]}</a>'))
    return found


def _where_shown(found: dict[str, list[tuple[int, str]]], what: str, key: str) -> str:
    """Links for one row or source, or for all rows that bear on a claim; nothing where no figure shows them."""
    rows = [row for row, claims in trail.claims_of_rows().items() if key in claims] if what == "claim" else [key]
    return ", ".join(link for _, link in sorted({item for row in rows for item in found.get(row, [])}))


def _traced(app: Sphinx, docname: str, labels: dict) -> str:
    """Every figure and table of the chapters: its tables, the rows it shows, the claims that these bear on."""
    anchors, homes, bears = {kind: short for short, (kind, _) in KINDS.items()}, trail.row_ids(), trail.claims_of_rows()
    entries = []
    for there, page in sorted(on_pages(app.env).items()):
        for kind, name, rows_of in page.items:
            uri = _uri(app, docname, there, f"{anchors[kind]}-{name}")
            shown = page.rows[kind, name]
            of = ", ".join(map(trail.table_link, rows_of.split()))
            rows = ", ".join(f'<a href="{homes[row]}.html#{row}">{row}</a>' for row in shown)
            claims = sorted({claim for row in shown for claim in bears.get(row, [])})
            cited = ", ".join(f'<a href="claims.html#{claim}">{claim}</a>' for claim in claims)
            origins = ", ".join(f'<a href="sources.html#{one}">{one}</a>' for one in page.sources[kind, name])
            facts = {"Tables": of, "Rows": rows, "Sources": origins, "Bears on": cited}
            lines = "".join(f"<dt>{word}</dt><dd>{text}</dd>" for word, text in facts.items() if text)
            entries.append(
                f'<section class="ev-entry" id="trace-{anchors[kind]}-{name}">\n'
                f'<h3><a href="{uri}">{labels[kind, name][1]}</a>. {page.titles[kind, name]}</h3>\n'
                f'<dl class="ev-facts">{lines}</dl></section>'
            )
    return "\n".join(entries)


def _executed(app: Sphinx, docname: str) -> str:
    """Every notebook of the book with the state of its outputs."""
    shown = []
    for there in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(there))
        if path.suffix == ".ipynb":
            counts = [
                sum(found == kind for found, _, _ in on_pages(app.env)[there].items) for kind, _ in KINDS.values()
            ]
            shown.append(status.Shown(path, _uri(app, docname, there, "").removesuffix("#"), *counts))
    return status.notebooks(shown)


def _where_cited(app: Sphinx, docname: str, claim: str) -> str:
    """Links to the first badge of a claim in every chapter that takes it up, or nothing."""
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        anchors = [anchor for cited, anchor in page.claims if cited == claim]
        if anchors and there != LEDGER:  # its own example of a badge
            number = chapter_number(there)
            links.append(
                f'<a href="{_uri(app, docname, there, anchors[0])}">{f"chapter {number}" if number else there}</a>'
            )
    return ", ".join(links)


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
    app.add_directive("verdict-board", VerdictBoard)
    for kind in KINDS:
        app.add_role(kind, reference_role)
    app.add_role("claim", claim_role)
    app.add_object_type("claim", "claim-object")
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", resolve)
