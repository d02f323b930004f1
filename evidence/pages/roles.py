"""Roles and directives of the book's prose: placeholders in a document until it is known where everything stands."""

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.util import logging

from evidence import tables

logger = logging.getLogger(__name__)


class numbered_reference(nodes.Inline, nodes.TextElement):
    """Placeholder for a link to a figure or table, until all numbers are known."""


class verdict_strip(nodes.General, nodes.Element):
    """Placeholder for the verdicts of one chapter, until it is known where the ledger stands."""


class claim_badge(nodes.Inline, nodes.Element):
    """Placeholder for the badge of a claim, until it is known where the ledger stands."""


def reference_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{fig}`2.3 <name>` or {tab}`2.3 <name>` -> 'Figure 2.3' as a link.

    The number is that of the page, whatever the prose says: it is checked before a build (`evidence.build.prose`).
    """
    node = numbered_reference(rawtext, kind=name, target=text.rpartition(" <")[2].removesuffix(">"))
    node.source, node.line = inliner.document.current_source, lineno
    return [node], []


def number_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{n}`19 <c1_days>` -> '19'. That it is what the cells say is checked before a build (`evidence.build.prose`)."""
    value, _, key = text.rpartition(" <")
    if not value or not key.endswith(">"):
        logger.warning("a number is written {n}`value <key>`, not %r", text, location=(_docname(inliner), lineno))
    return [nodes.Text(value or text)], []


def _docname(inliner) -> str:
    return inliner.document.settings.env.docname


def claim_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{claim}`C17` -> its verdict in words with the id, explained on hover, focus and tap, and a link to the ledger."""
    env = inliner.document.settings.env
    if text not in set(tables.load("claims")["claim_id"]):
        logger.warning("no claim is called %r", text, location=(env.docname, lineno))
        return [nodes.literal(text, text)], []
    return [claim_badge(rawtext, claim=text, anchor=f"cites-{text}-{env.new_serialno('claim') + 1}")], []


class VerdictStrip(Directive):
    """{verdict-strip}: claims with their verdicts, in 2017 and today where they differ.

    Those of this chapter, or those whose ids stand behind the name of the directive.
    """

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        return [verdict_strip(claims=self.arguments[0].split() if self.arguments else [])]
