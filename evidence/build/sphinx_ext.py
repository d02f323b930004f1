"""Sphinx extension: what a build says of the notebooks it shows, in warnings and on the page of the book's status."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from evidence.build import execute, status
from evidence.build.freshness import read_inputs
from evidence.package import OTHER_CODE
from evidence.pages.numbering import WORDS
from evidence.pages.published import on_pages, uri

logger = logging.getLogger(__name__)

EXECUTED, TESTED = "<div data-executed></div>", "<div data-tested></div>"
TELLS_STATE = "evidence_tells_state"  # metadata of a page that any edit changes


def warn_of_stale(app: Sphinx) -> None:
    """One warning for each notebook whose outputs no longer follow from what made them; the build shows them so."""
    root = Path(app.srcdir)
    try:
        stale = execute.find_stale(execute.find_notebooks(root), root, read_inputs(root))
    except (execute.NotebookError, OSError, ValueError, KeyError) as error:
        logger.warning("whether notebooks are stale can't be told: %s", error, type="evidence", subtype="stale")
        return
    for path, reasons in stale.items():
        name = path.relative_to(root)
        logger.warning("%s is stale: %s; run `make update`", name, "; ".join(reasons), type="evidence", subtype="stale")


def warn_of_other_code(app: Sphinx) -> None:
    """A checkout that was copied or moved has a .venv that leads to the code of another."""
    own, here = Path(app.srcdir) / "evidence", Path(__file__).parents[1]
    if own.is_dir() and not own.samefile(here):
        words = OTHER_CODE.format(code=here.parent, checkout=app.srcdir)
        logger.warning(words, type="evidence", subtype="code")


def collect(app: Sphinx, doctree: nodes.document) -> None:
    if any(mark in raw.astext() for raw in doctree.findall(nodes.raw) for mark in (EXECUTED, TESTED)):
        app.env.metadata[app.env.docname][TELLS_STATE] = True


def write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that say how notebooks and tests stand, which any edit changes."""
    return [name for name, metadata in env.metadata.items() if TELLS_STATE in metadata]


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for raw in doctree.findall(nodes.raw):
        markup = raw.astext()
        if EXECUTED in markup:
            markup = markup.replace(EXECUTED, status.notebooks(_shown(app, docname)))
        if TESTED in markup:
            markup = markup.replace(TESTED, status.tests())
        if markup != raw.astext():
            raw[:] = [nodes.Text(markup)]


def _shown(app: Sphinx, docname: str) -> list[status.Shown]:
    """Every notebook of the book as a page, with how many figures and tables it publishes."""
    shown = []
    for there in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(there))
        if path.suffix == ".ipynb":
            items = on_pages(app.env)[there].items
            counts = [sum(found == kind for found, _, _ in items) for kind in WORDS]
            shown.append(status.Shown(path, uri(app, docname, there, "").removesuffix("#"), *counts))
    return shown


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", warn_of_other_code)
    app.connect("builder-inited", warn_of_stale)
    app.connect("doctree-read", collect)
    app.connect("env-updated", write_again)
    app.connect("doctree-resolved", resolve)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
