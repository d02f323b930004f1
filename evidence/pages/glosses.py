"""Glosses: {gloss}`words <term_id>` explains words where they stand, and the page of terms leads back to the chapters.

The words keep their place in the sentence and become a link to the term's entry; what the glossary says of it opens on
hover and focus by style alone and on tap through `static/badges.js`, as at the badges of claims. Only the words are in
the document: the explanation is written with the page, so that neither the search nor a description of it has that too.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from evidence import tables
from evidence.exhibits.glossary import NO_CHAPTER, enclosing
from evidence.pages.backlinks import name_of
from evidence.pages.published import numbers, on_pages, uri

logger = logging.getLogger(__name__)

PEOPLE = "chapters/appendix/people"
GLOSSED = re.compile(rf'<span data-glossed="([a-z0-9-]+)">{NO_CHAPTER}</span>')


class gloss(nodes.Inline, nodes.TextElement):
    """Words with their explanation."""


def gloss_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{gloss}`Kabulov <kabulov>` -> 'Kabulov', explained on hover, focus and tap, and a link to the entry."""
    env = inliner.document.settings.env
    words, _, term = text.rpartition(" <")
    term = term.removesuffix(">")
    if not words or term not in set(tables.load("glossary")["term_id"]):
        logger.warning("no term of the glossary: {gloss}`%s`", text, location=(env.docname, lineno))
        return [nodes.Text(words or text)], []
    anchor = f"says-{term}-{env.new_serialno('gloss') + 1}"
    return [gloss(rawtext, words, term=term, anchor=anchor)], []


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """After `published.collect`: which terms a page explains, and where."""
    found = [(node["term"], node["anchor"]) for node in doctree.findall(gloss)]
    on_pages(app.env)[app.env.docname].glosses = found


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in doctree.findall(gloss):
        node["href"] = uri(app, docname, PEOPLE, node["term"])
    for raw in doctree.findall(nodes.raw):
        if GLOSSED.search(raw.astext()):
            raw[:] = [nodes.Text(GLOSSED.sub(lambda match: _chapters(app, docname, match), raw.astext()))]


def _chapters(app: Sphinx, docname: str, match: re.Match) -> str:
    """Links to the first gloss of a term in every chapter that has one; where none has, to the tables that name it."""
    links = []
    for there, page in sorted(on_pages(app.env).items()):
        if there == PEOPLE:  # its own examples of a gloss
            continue
        anchor = next((anchor for term, anchor in page.glosses if term == match[1]), None)
        if anchor:
            links.append(f'<a href="{uri(app, docname, there, anchor)}">{name_of(app, there)}</a>')
    shown = [] if links else _tables(app, docname, match[1])
    return ", ".join(links) or (f"{NO_CHAPTER}, but in {', '.join(shown)}" if shown else match[0])


def _tables(app: Sphinx, docname: str, term: str) -> list[str]:
    """Links to the tables of the book whose rows have one of the names of a term."""
    row = tables.load("glossary").set_index("term_id").loc[term]
    names = [row["term"], *(row["written"].split(";") if isinstance(row["written"], str) else [])]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return [
        f'<a href="{uri(app, docname, there, f"tab-{name}")}">{label}</a>'
        for (kind, name), (there, label) in sorted(numbers(app.env).items(), key=lambda item: item[1])
        if kind == "table" and named.search(on_pages(app.env)[there].words.get(name, ""))
    ]


def visit(translator, node: gloss) -> None:
    row = tables.load("glossary").set_index("term_id").loc[node["term"]]
    before, after = enclosing(row["gloss"], node["href"], node["anchor"])
    translator.body.append(before)
    node["after"] = after


def depart(translator, node: gloss) -> None:
    translator.body.append(node["after"])


def pass_by(translator, node: gloss) -> None:
    """A builder of another kind writes the words alone."""


def setup(app: Sphinx) -> None:
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_by, pass_by))
    app.add_node(gloss, html=(visit, depart), **others)
    app.add_role("gloss", gloss_role)
    app.connect("doctree-read", collect, priority=600)
    app.connect("doctree-resolved", resolve)
