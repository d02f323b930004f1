"""Folds that need no script: solutions of exercises, and boxes beside the main line (an admonition `dropdown`).

The theme folds them by a script inside the page, which the page's policy forbids; without it they would stand open.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

FOLDED = "dropdown"  # the class in the source that asks for a fold


def open_fold(translator: HTML5Translator, node: nodes.Element, name: str) -> None:
    """Begin a fold of a class; the first part of the node is its title."""
    title = node.pop(0)
    translator.body.append(translator.starttag(node, "details", CLASS=name))
    translator.body.append(f"<summary>{translator.encode(title.astext())}</summary>\n")


def close_fold(translator: HTML5Translator) -> None:
    """End the fold that `open_fold` began."""
    translator.body.append("</details>\n")


def visit_box(self, node: nodes.admonition, name: str = "") -> None:
    """name: of a note, a warning and their like, which the theme's own writer passes on."""
    if FOLDED not in node["classes"]:
        return HTML5Translator.visit_admonition(self, node, name)
    open_fold(self, node, "ev-box")


def depart_box(self, node: nodes.admonition) -> None:
    if FOLDED not in node["classes"]:
        return HTML5Translator.depart_admonition(self, node)
    close_fold(self)


def setup(app: Sphinx) -> None:
    app.add_node(nodes.admonition, override=True, html=(visit_box, depart_box))
