"""What each document publishes and cites, gathered while Sphinx reads it, and the numbers that follow from it.

Figures and tables arrive as the HTML that `evidence.exhibits` made. A chapter counts them from 1.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from evidence import tables
from evidence.content import digest
from evidence.exhibits import trail
from evidence.pages import held_back
from evidence.pages.numbering import KINDS, PUBLISHED, WORDS, counted
from evidence.pages.roles import claim_badge

logger = logging.getLogger(__name__)

LEDGER = "chapters/appendix/claims"
TAG = re.compile(r"<[^>]*>")
ANCHORS = {kind: short for short, (kind, _) in KINDS.items()}


@dataclass
class OnPage:
    """What one document publishes and cites, in order."""

    items: list[tuple[str, str, str]] = field(default_factory=list)  # kind, name, tables joined by a space
    claims: list[tuple[str, str]] = field(default_factory=list)  # claim, anchor of its badge
    glosses: list[tuple[str, str]] = field(default_factory=list)  # term, anchor of its gloss
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, name) -> title as HTML
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (kind, name) -> ids of rows shown
    sources: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (kind, name) -> ids of sources
    contents: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, name) -> hash of what the output holds
    then: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # title and hash of the state of 2017
    held: dict[str, list[str]] = field(default_factory=dict)  # kind -> markup that was taken out of the page
    words: dict[str, str] = field(default_factory=dict)  # name of a table -> all words of its rows


def on_pages(env: BuildEnvironment) -> dict[str, OnPage]:
    """What each document publishes and cites."""
    if not hasattr(env, "evidence_on_pages"):
        env.evidence_on_pages = {}
    return env.evidence_on_pages


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """What a document publishes and cites, as it is read; what the page holds back is taken out of it."""
    outputs = [raw for raw in doctree.findall(nodes.raw) if PUBLISHED.search(raw.astext())]
    held: dict[str, list[str]] = {"2017": [], "rows": []}
    for raw in outputs:
        raw[:] = [nodes.Text(held_back.take_then(raw.astext(), held["2017"]))]
    published = [(match, raw.astext()) for raw in outputs for match in PUBLISHED.findall(raw.astext())]
    claims = [(node["claim"], node["anchor"]) for node in doctree.findall(claim_badge)]
    titles = {(kind, name): trail.title_of(markup) for (kind, name, _), markup in published}
    known = trail.row_ids() if published else {}
    rows = {(kind, name): trail.shown_rows(markup, known) for (kind, name, _), markup in published}
    sources = {(kind, name): trail.shown_sources(markup) for (kind, name, _), markup in published}
    contents = {(kind, name): digest(markup) for (kind, name, _), markup in published}
    then = {
        (kind, name): (trail.title_of(markup), digest(markup))
        for markup in held["2017"]
        for kind, name, _ in PUBLISHED.findall(markup)
    }
    items = [match for match, _ in published]
    words = {name: unescape(TAG.sub(" ", markup)) for (kind, name, _), markup in published if kind == "table"}
    for raw in outputs:
        raw[:] = [nodes.Text(held_back.take_rows(raw.astext(), held["rows"]))]
    on_pages(app.env)[app.env.docname] = OnPage(items, claims, [], titles, rows, sources, contents, then, held, words)
    if app.env.docname == LEDGER:
        _make_claims_searchable(app)


def _make_claims_searchable(app: Sphinx) -> None:
    """The search finds each claim by its id and leads to its place in the ledger."""
    standard = cast(StandardDomain, app.env.get_domain("std"))
    for claim in tables.load("claims")["claim_id"]:
        standard.note_object("claim", claim, claim)


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """A document is read again, or is gone."""
    on_pages(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    on_pages(env).update({name: page for name, page in on_pages(other).items() if name in docnames})


def numbers(env: BuildEnvironment) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, name) -> (document, label), such as ('figure', 'un-votes') -> ('chapters/02-…', 'Figure 2.1')."""
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    ordered = sorted(on_pages(env), key=lambda docname: (_place(env, docname), docname))
    pages = ((docname, [(kind, name) for kind, name, _ in on_pages(env)[docname].items]) for docname in ordered)
    for docname, kind, name, number in counted(pages):
        if (kind, name) in labels:
            first = labels[kind, name][0]
            logger.warning("%s %r stands twice: here and in %s", WORDS[kind], name, first, location=docname)
        labels[kind, name] = (docname, f"{WORDS[kind]} {number}")
    return labels


def _place(env: BuildEnvironment, docname: str) -> int:
    """Where a document stands in the table of contents; documents that it does not list come last."""
    listed = [entry for entries in env.toctree_includes.values() for entry in entries]
    return listed.index(docname) if docname in listed else len(listed)


def uri(app: Sphinx, here: str, there: str, anchor: str) -> str:
    """The address of a place in the document `there`, as a link in `here` writes it."""
    return f"{'' if here == there else app.builder.get_relative_uri(here, there)}#{anchor}"
