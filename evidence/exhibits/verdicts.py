"""How a verdict looks: a sign, its words, and a colour that repeats what both say."""

import pandas as pd

from evidence.exhibits.links import escaped

SIGNS = {
    "supported": "●",
    "partly supported": "◐",
    "contested": "◇",
    "plausible but unproven": "○",
    "not supported": "✕",
    "not verified": "?",
    "open": "…",
    "borne out": "●",
    "partly borne out": "◐",
    "not borne out": "✕",
}
# From one verdict to another; no line begins with the arrow.
TURNED = '&nbsp;<span aria-hidden="true">→</span> <span class="ev-hidden">and today </span>'


def slug(verdict: str) -> str:
    """'partly supported' -> 'partly-supported', for style sheets."""
    return verdict.replace(" ", "-")


def verdict_mark(verdict: str, then: bool = False) -> str:
    """The verdict as HTML; KeyError for a word that is no verdict. then: as in `_sign`."""
    words = f"{_sign(verdict, then)}&nbsp;{escaped(verdict)}"
    return f'<span class="ev-verdict" data-verdict="{slug(verdict)}">{words}</span>'


def badge(claim_id: str, paraphrase: str, verdict_2017: str, verdict_today: str, href: str, tip_id: str) -> str:
    """A claim where it stands in the prose, in words: '◐ partly supported (C01)', or both verdicts where they differ.

    A link to the ledger, with the claim's text and verdicts on hover, focus and tap. A screen reader reads the words of
    the link, and of the tip the claim alone, as its description.
    """
    words = _pill(f"{_in_words(verdict_today)}&nbsp;({escaped(claim_id)})")
    if verdict_2017 != verdict_today:
        words = _pill(f'<span class="ev-hidden">in 2017 </span>{_in_words(verdict_2017, then=True)}') + TURNED + words
    verdicts = f"In August 2017: {escaped(verdict_2017)}. Today: {escaped(verdict_today)}."
    return (
        f'<span class="ev-badge" data-verdict="{slug(verdict_today)}" data-claim="{escaped(claim_id)}" id="{tip_id}">'
        f'<a href="{escaped(href)}" aria-describedby="{tip_id}-tip">{words}</a>'
        f'<span class="ev-tip" aria-hidden="true"><span role="tooltip" id="{tip_id}-tip">{escaped(paraphrase)}</span> '
        f"{verdicts}</span></span>"
    )


def _pill(verdict: str) -> str:
    """A box of its own for each verdict, so that a line ends between two of them."""
    return f'<span class="ev-pill">{verdict}</span>'


def _in_words(verdict: str, then: bool = False) -> str:
    """The sign, which a screen reader passes over, and the word, which no line parts from it."""
    return f'<span aria-hidden="true">{_sign(verdict, then)}&nbsp;</span>{escaped(verdict)}'


def _sign(verdict: str, then: bool) -> str:
    """then: for the first of two verdicts, where the sign of what was open would look like words left out."""
    return "2017:" if then and verdict == "open" else SIGNS[verdict]


def strip(claims: pd.DataFrame, ledger: str) -> str:
    """The verdicts on the claims of one chapter as a list of links: sign, id, words, both verdicts where they differ.

    claims: `claim_id`, `paraphrase`, `verdict_2017`, `verdict_today`. ledger: address of the ledger's page.
    """
    items = "".join(
        f'<li><a href="{escaped(ledger)}#{escaped(claim.claim_id)}">{escaped(claim.claim_id)}</a> {_both(claim)} '
        f"<span>{escaped(claim.paraphrase)}</span></li>"
        for claim in claims.itertuples()
    )
    return f'<ul class="ev-strip">{items}</ul>'


def _both(claim) -> str:
    if claim.verdict_2017 == claim.verdict_today:
        return verdict_mark(claim.verdict_today)
    return f"{verdict_mark(claim.verdict_2017, then=True)}&nbsp;→ {verdict_mark(claim.verdict_today)}"
