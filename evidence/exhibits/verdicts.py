"""How a verdict looks: a sign, its words, and a colour that repeats what both say."""

import pandas as pd

from evidence.exhibits.links import shown

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


def slug(verdict: str) -> str:
    """'partly supported' -> 'partly-supported', for style sheets."""
    return verdict.replace(" ", "-")


def verdict_mark(verdict: str) -> str:
    """The verdict as HTML; KeyError for a word that is no verdict."""
    return f'<span class="ev-verdict" data-verdict="{slug(verdict)}">{SIGNS[verdict]} {shown(verdict)}</span>'


def badge(claim_id: str, paraphrase: str, verdict_2017: str, verdict_today: str, href: str, tip_id: str) -> str:
    """A claim where it stands in the prose: id and sign, with text and verdicts on hover, focus and tap, and a link."""
    tip = f"{shown(paraphrase)} In August 2017: {shown(verdict_2017)}. Today: {shown(verdict_today)}."
    return (
        f'<span class="ev-badge" data-verdict="{slug(verdict_today)}" data-claim="{shown(claim_id)}" id="{tip_id}">'
        f'<a href="{shown(href)}" aria-describedby="{tip_id}-tip" data-said="{shown(verdict_today)}">'
        f'{shown(claim_id)} <span aria-hidden="true">{SIGNS[verdict_today]}</span></a>'
        f'<span class="ev-tip" role="tooltip" id="{tip_id}-tip">{tip}</span></span>'
    )


def strip(claims: pd.DataFrame, ledger: str) -> str:
    """The verdicts on the claims of one chapter as a list of links: sign, id, words, both verdicts where they differ.

    claims: `claim_id`, `paraphrase`, `verdict_2017`, `verdict_today`. ledger: address of the ledger's page.
    """
    items = "".join(
        f'<li><a href="{shown(ledger)}#{shown(claim.claim_id)}">{shown(claim.claim_id)}</a> {_both(claim)} '
        f"<span>{shown(claim.paraphrase)}</span></li>"
        for claim in claims.itertuples()
    )
    return f'<ul class="ev-strip">{items}</ul>'


def _both(claim) -> str:
    then = verdict_mark(claim.verdict_2017)
    return then if claim.verdict_2017 == claim.verdict_today else f"{then} → {verdict_mark(claim.verdict_today)}"
